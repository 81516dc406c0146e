package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.file.DirectoryLock;
import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.file.LastCommit;
import io.sluice.checkpoint.file.MetadataFile;
import io.sluice.checkpoint.file.Trouble;
import io.sluice.checkpoint.file.WriterFolder;
import io.sluice.checkpoint.remote.ObjectStore;
import io.sluice.checkpoint.remote.ObjectStores;
import io.sluice.checkpoint.remote.RemoteLog;
import io.sluice.checkpoint.state.StateChange;
import io.sluice.checkpoint.state.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The directory of one query: the log of intents, the log of commits, and the state. One process has it open; a second
 * one is refused. Used by one thread at a time, which must not be interrupted: that closes its files.
 *
 * <p>The order that makes a job exactly-once: {@link #intend} (not yet durable), run the batch and stage its output
 * durably, {@link #commit} (durable when it returns, and with it the intent), and only then let anything be seen.
 *
 * <p>Whoever was taken over, and does not know it yet, changes nothing and fails ({@link WriterFolder}).
 *
 * <p>After an exception from {@link #intend} or {@link #commit}, whether the batch is final is known only when the
 * directory is opened again; until then it takes nothing more.
 */
public final class Checkpoint implements AutoCloseable {
    /** Logs may have such a part of the bytes of the state before large tables are folded so that they get shorter. */
    private static final int PART_OF_STATE = 4;

    private final CheckpointOptions options;
    private final BufferAllocator allocator;
    private final boolean earlyDeletion;
    private final DirectoryLock lock;
    private final WriterFolder writer;
    private final MetadataFile metadataFile;
    private final Logs logs;
    private final StateStore state;
    private final Path directory;

    /** Where the checkpoint is, if the directory is only where it is worked on. */
    private final Optional<RemoteLog> remote;

    private MetadataFile.Content metadata;

    /** Whether the directory is new, and nothing tells yet who writes it: whatever is written first is the metadata. */
    private boolean isBlank;

    private Optional<BatchCommit> lastCommit;
    private Optional<BatchIntent> unfinished;
    private long publishedThrough;

    /** Up to which batch there may be intents; beyond the next one only after the checkpoint was taken back. */
    private long plannedThrough;

    private final LastCommit noted;

    private boolean broken;

    /** Opens or creates the directory, takes its lock, and cuts off what a crash has left half written. */
    public static Checkpoint open(Path directory, CheckpointOptions options, BufferAllocator allocator) {
        return options.address().isPresent()
                ? open(
                        ObjectStores.connect(options.address().get()),
                        directory,
                        options,
                        allocator,
                        Tuning.normal(options))
                : open(directory, options, allocator, Tuning.normal(options));
    }

    /**
     * Opens or creates a checkpoint in an object store, which is closed with it, or by an exception.
     *
     * @param workspace an empty local directory, which may be deleted afterwards; it need not survive anything
     */
    static Checkpoint open(
            ObjectStore store, Path workspace, CheckpointOptions options, BufferAllocator allocator, Tuning tuning) {
        try {
            RemoteLog remote = RemoteLog.open(store, workspace, options.takeOver(), options.background());
            return open(workspace, options.volatileFiles(), allocator, tuning, Optional.of(remote));
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    /**
     * Takes the directory back to an earlier batch: the state is as of its end, and the batches after it are run again, as
     * they were planned. The sinks are told nothing. After a crash the next open carries it on. Fails, and changes nothing,
     * if the state of that batch is not kept, or if a query has the directory open.
     */
    public static void rewind(Path directory, long toBatch, CheckpointOptions options, BufferAllocator allocator) {
        if (options.address().isPresent()) {
            rewind(ObjectStores.connect(options.address().get()), directory, toBatch, options, allocator);
        } else {
            rewind(directory, toBatch, options, allocator, Tuning.normal(options));
        }
    }

    private static void rewind(
            ObjectStore store, Path workspace, long toBatch, CheckpointOptions options, BufferAllocator allocator) {
        try {
            RemoteLog remote = RemoteLog.open(store, workspace, options.takeOver(), options.background());
            markRewind(workspace, toBatch, options);
            try (Checkpoint checkpoint =
                    open(workspace, options.volatileFiles(), allocator, Tuning.normal(options), Optional.of(remote))) {
                checkpoint.checkIsAt(toBatch);
            }
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    static void rewind(
            Path directory, long toBatch, CheckpointOptions options, BufferAllocator allocator, Tuning tuning) {
        markRewind(directory, toBatch, options);
        try (Checkpoint checkpoint = open(directory, options, allocator, tuning)) {
            checkpoint.checkIsAt(toBatch);
        }
    }

    private static void markRewind(Path directory, long toBatch, CheckpointOptions options) {
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            List<Long> kept = CheckpointReader.look(directory, CheckpointReader::keptBatches);
            if (!kept.contains(toBatch)) {
                throw new CheckpointException(
                        CheckpointException.Kind.MISMATCH,
                        "cannot take checkpoint %s back to batch %d: expected a batch whose state is kept, %s"
                                .formatted(directory, toBatch, span(kept)),
                        "'checkpoint.min-batches-to-retain' says how many are kept.",
                        null);
            }
            CheckpointReader.look(directory, reader -> {
                reader.requireSameColumns(toBatch);
                return toBatch;
            });
            MetadataFile metadata = new MetadataFile(directory, durability(options));
            long planned = CheckpointReader.look(directory, CheckpointReader::plannedThrough);
            try (WriterFolder writer = WriterFolder.make(directory, lock)) {
                metadata.write(metadata.read().orElseThrow().withRewind(toBatch, planned), writer);
            }
        } finally {
            lock.close();
        }
    }

    private void checkIsAt(long batch) {
        if (lastCommit.map(BatchCommit::batch).orElse(-1L) != batch) {
            throw new IllegalStateException("checkpoint %s is at batch %s, expected %d"
                    .formatted(directory, lastCommit.map(BatchCommit::batch), batch));
        }
    }

    /** In words, to stand in a sentence. */
    private static String span(List<Long> batches) {
        return batches.isEmpty()
                ? "and there is none"
                : "which are %d to %d".formatted(batches.get(0), batches.get(batches.size() - 1));
    }

    static Checkpoint open(Path directory, CheckpointOptions options, BufferAllocator allocator, Tuning tuning) {
        return open(directory, options, allocator, tuning, Optional.empty());
    }

    private static Checkpoint open(
            Path directory,
            CheckpointOptions options,
            BufferAllocator allocator,
            Tuning tuning,
            Optional<RemoteLog> remote) {
        requireNonNull(options, "options");
        requireNonNull(allocator, "allocator");
        try {
            durability(options).createDirectories(directory);
        } catch (IOException e) {
            throw Trouble.with("create checkpoint directory", directory, e);
        }
        DirectoryLock lock = DirectoryLock.take(directory, options.takeOver());
        try {
            return new Checkpoint(directory, options, allocator, tuning, lock, remote).begun();
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private Checkpoint(
            Path directory,
            CheckpointOptions options,
            BufferAllocator allocator,
            Tuning tuning,
            DirectoryLock lock,
            Optional<RemoteLog> remote) {
        this.directory = directory;
        this.remote = remote;
        this.options = options;
        this.allocator = allocator;
        this.earlyDeletion = tuning.earlyDeletion();
        this.lock = lock;
        metadataFile = new MetadataFile(directory, durability(options));
        writer = WriterFolder.make(directory, lock);
        logs = openLogs(tuning);
        try {
            writer.haveCopied();
            Logs.Replay replay = logs.replay();
            checkNothingLost(replay);
            lastCommit = replay.last();
            plannedThrough = logs.plannedThrough();
            publishedThrough = Math.max(replay.publishedThrough(), publishedAtStop());
            unfinished = logs.intent(nextBatch());
            logs.removeLeftovers();
            state = new StateStore(
                    directory.resolve("state"),
                    options,
                    metadata.writerEpoch(),
                    options.durable() ? tuning.state() : Durability.NONE,
                    replay.catalog(),
                    logs,
                    writer);
            lastCommit.ifPresent(last -> state.retire(retained(last.batch())));
            state.removeGarbage();
            if (metadata.rewindTo() >= 0) {
                metadata = metadata.withoutRewind();
                metadataFile.write(metadata, writer);
            }
            noted = LastCommit.open(directory, options.durable());
            lastCommit.ifPresent(last -> noted.note(last.batch(), true));
        } catch (RuntimeException | Error e) {
            logs.close();
            closeAfter(e);
            throw e;
        }
    }

    /** Where the checkpoint is being taken back, later batches are there on purpose. */
    private void checkNothingLost(Logs.Replay replay) {
        if (metadata.rewindTo() < 0) {
            logs.checkNothingLost(replay, Witnesses.of(directory, metadata), metadata.repeatThrough());
        }
    }

    private Logs openLogs(Tuning tuning) {
        try {
            metadata = raiseEpoch();
            long through = metadata.rewindTo() < 0 ? Long.MAX_VALUE : metadata.rewindTo();
            return Logs.open(
                    directory, metadata.writerEpoch(), tuning.segmentBytes(), durability(options), through, writer);
        } catch (RuntimeException | Error e) {
            closeAfter(e);
            throw e;
        }
    }

    /** From now on no other writer of the store can commit. */
    private Checkpoint begun() {
        try {
            remote.ifPresent(log -> log.begin(logs.extents(), state.catalog().files()));
            return this;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void closeAfter(Throwable cause) {
        try {
            writer.close();
        } catch (RuntimeException | Error e) {
            cause.addSuppressed(e);
        }
    }

    private static Durability durability(CheckpointOptions options) {
        return options.durable() ? Durability.FULL : Durability.NONE;
    }

    private MetadataFile.Content raiseEpoch() {
        Optional<MetadataFile.Content> stored = metadataFile.read();
        if (stored.isEmpty() && Logs.areUsed(directory)) {
            throw withoutMetadata(metadataFile.path());
        }
        MetadataFile.Content before = stored.orElse(MetadataFile.Content.NEW);
        MetadataFile.Content content = before.withEpoch(before.writerEpoch() + 1);
        isBlank = stored.isEmpty() && remote.isEmpty();
        if (!isBlank) {
            metadataFile.write(content, writer);
        }
        return content;
    }

    private void writeIfBlank() {
        if (isBlank) {
            metadataFile.write(metadata, writer);
            isBlank = false;
        }
    }

    static CheckpointException withoutMetadata(Path file) {
        return CheckpointException.corrupt(
                file,
                "a file, as there are batches",
                "none",
                "Put the file back from a backup, or start the query with a new checkpoint directory.");
    }

    /**
     * What a graceful stop has said. It is of a batch that is not committed only if the checkpoint was taken back; then
     * it is lowered for good, since it would hold for other batches of the same number.
     */
    private long publishedAtStop() {
        long last = lastCommit.map(BatchCommit::batch).orElse(-1L);
        if (metadata.publishedThrough() > last) {
            metadata = metadata.withPublishedThrough(last);
            metadataFile.write(metadata, writer);
        }
        return metadata.publishedThrough();
    }

    /** Fails if another start has taken the checkpoint over; asks the object store, where there is one. */
    public void checkWriter() {
        writer.check();
        remote.ifPresent(RemoteLog::check);
    }

    /** Empty until {@link #writeMetadata} was called once in the life of the directory. */
    public Optional<QueryMetadata> metadata() {
        return metadata.query();
    }

    /** Writes the metadata, whole or not at all. */
    public void writeMetadata(QueryMetadata query) {
        checkUsable();
        MetadataFile.Content content = metadata.withQuery(query);
        metadataFile.write(content, writer);
        isBlank = false;
        send(List.of());
        metadata = content;
    }

    /** The batch up to which what was published survives a power loss, as far as is known here; −1: none. */
    public long publishedThrough() {
        return publishedThrough;
    }

    /**
     * At a graceful stop: all committed batches are published, durably. No commit follows that could say so, and the next
     * start would publish again what a person may have taken away since. Writes nothing if it is known.
     */
    public void writeAllPublished() {
        checkUsable();
        long last = lastCommit.map(BatchCommit::batch).orElse(-1L);
        if (publishedThrough < last) {
            MetadataFile.Content content = metadata.withPublishedThrough(last);
            metadataFile.write(content, writer);
            send(List.of());
            metadata = content;
            publishedThrough = last;
        }
    }

    public Optional<BatchCommit> lastCommit() {
        return lastCommit;
    }

    /** The commits after {@code batch}, oldest first; none of them is purged while it may have to be published again. */
    public List<BatchCommit> commitsAfter(long batch) {
        return logs.commitsAfter(batch);
    }

    /**
     * The intent that follows the last commit, if there is one. After the checkpoint was taken back to an earlier batch there
     * is one for each batch that was planned then, one after the other, until another one is written.
     */
    public Optional<BatchIntent> unfinished() {
        return unfinished;
    }

    /** The intent of a batch, while the logs keep it. */
    public Optional<BatchIntent> intent(long batch) {
        return logs.intent(batch);
    }

    /**
     * Appends the intent; it becomes durable with the commit of its batch at the latest, and at once if it pins ends: a
     * run that was cut off before its first commit must end where it was to end. Replaces an unfinished one.
     */
    public void intend(BatchIntent intent) {
        checkNext(intent.batch());
        guarded(() -> {
            writeIfBlank();
            logs.appendIntent(intent);
            if (!intent.ends().isEmpty()) {
                logs.forceIntents();
                send(List.of());
            }
        });
        unfinished = Optional.of(intent);
        plannedThrough = intent.batch();
    }

    /**
     * Whether a commit of these deltas takes so long that it is worth to do something else meanwhile: it writes files, or more than
     * so many bytes into its record.
     */
    public boolean takesLong(List<StateDelta> deltas, long recordBytes) {
        return state.takesLong(deltas, recordBytes);
    }

    /** Makes the batch final: state first, then the commit's record, synced. The vectors are copied before it returns. */
    public void commit(BatchCommit commit, List<StateDelta> deltas) {
        checkNext(commit.batch());
        StateStore.check(deltas);
        guarded(() -> {
            writeIfBlank();
            StateChange change = state.write(commit.batch(), deltas);
            logs.appendCommit(commit, unfinished, change, state.catalog());
            if (!earlyDeletion) {
                logs.forceCommits();
                writer.check();
            }
            send(change.files());
            finish(commit, change);
            if (earlyDeletion) {
                logs.forceCommits();
            }
            noted.note(commit.batch(), false);
        });
    }

    /** What was written is durable when it returns, in the store too. */
    private void send(List<String> files) {
        if (remote.isPresent()) {
            remote.get().append(logs.extents(), files, () -> {
                Set<String> live = new HashSet<>(state.catalog().files());
                live.addAll(files);
                return live;
            });
        }
    }

    private void finish(BatchCommit commit, StateChange change) {
        lastCommit = Optional.of(commit);
        unfinished = commit.batch() < plannedThrough ? logs.intent(commit.batch() + 1) : Optional.empty();
        publishedThrough = Math.max(publishedThrough, commit.publishedThrough());
        state.committed(commit.batch(), change, earlyDeletion ? commit.batch() : retained(commit.batch()));
        purge(commit.batch());
    }

    /** The first batch that can be gone back to, if {@code last} is the last one. */
    private long retained(long last) {
        return last - options.minBatchesToRetain() + 1;
    }

    private void purge(long last) {
        long retained = retained(last);
        state.delete(logs.forgetIntentsBefore(retained));
        long needed = Math.min(retained, publishedThrough + 1);
        long oldestInline = state.catalog().oldestInline().orElse(Long.MAX_VALUE);
        state.delete(logs.forgetCommitsBefore(Math.min(needed, oldestInline)));
        OptionalLong oldest = logs.oldestSegmentEnd();
        boolean isLong = logs.sizeBytes() * PART_OF_STATE > state.catalog().sizeBytes();
        if (oldest.isPresent() && oldest.getAsLong() < needed && isLong) {
            state.foldInline(oldest.getAsLong());
        }
    }

    /**
     * Gives the rows of a table as of the last commit, as deltas in their order (the first may be a snapshot, which has
     * PUT rows only). The root is reused; the consumer copies what it keeps.
     */
    public void restore(StateTable table, Consumer<VectorSchemaRoot> consumer) {
        restore(table, Tasks.ONE_BY_ONE, rows -> rows.pieces().forEach(piece -> consumer.accept(piece.root())));
    }

    /** The same, some pieces at a time, which are read by several threads. */
    public void restore(StateTable table, Tasks tasks, Consumer<StoredPieces> consumer) {
        state.restore(table, allocator, tasks, consumer);
    }

    /**
     * Gives a stored table the columns that {@code table} has, if it has others; what is restored then has them. It is made final
     * by the next commit: until then the directory is what it was. False if there was nothing to do.
     */
    public boolean migrate(StateTable table, StateMigration migration) {
        checkUsable();
        return state.migrate(table, lastCommit.map(BatchCommit::batch).orElse(-1L), migration, allocator);
    }

    /**
     * Begins to fill stored tables from those of another checkpoint, which stays open as long and takes no commit meanwhile.
     */
    public StateFilling fillFrom(Checkpoint other) {
        checkUsable();
        return state.fill(other.state, lastCommit.map(BatchCommit::batch).orElse(-1L), allocator);
    }

    /** The rows of a table, named as {@code uid/table}, are not needed any more; they go with the next commit. */
    public void forget(String table) {
        checkUsable();
        state.forget(table, lastCommit.map(BatchCommit::batch).orElse(-1L));
    }

    /** Uids and names of the tables that have rows stored, as {@code uid/table}. */
    public List<String> tables() {
        return state.catalog().names();
    }

    /** Bytes of the directory that the logs and the state use now. */
    public long sizeBytes() {
        return logs.sizeBytes() + state.catalog().sizeBytes();
    }

    /** Waits for a fold that is running, and gives up the lock. */
    @Override
    public void close() {
        try (lock;
                writer;
                logs;
                state) {
            broken = true;
            noted.close();
            remote.ifPresent(RemoteLog::close);
        }
    }

    private long nextBatch() {
        return lastCommit.map(BatchCommit::batch).orElse(-1L) + 1;
    }

    private void checkNext(long batch) {
        checkUsable();
        if (batch != nextBatch()) {
            throw new IllegalArgumentException("the next batch is %d, got %d".formatted(nextBatch(), batch));
        }
    }

    private void checkUsable() {
        if (broken) {
            throw new IllegalStateException("checkpoint " + directory + " was closed, or an earlier write failed");
        }
    }

    private void guarded(Runnable write) {
        boolean done = false;
        try {
            write.run();
            done = true;
        } finally {
            broken |= !done;
        }
    }
}
