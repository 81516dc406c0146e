package io.sluice.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.file.WriterFolder;
import io.sluice.checkpoint.log.BatchLog;
import io.sluice.checkpoint.log.Extent;
import io.sluice.checkpoint.log.LogRecovery;
import io.sluice.checkpoint.log.RecordBuffer;
import io.sluice.checkpoint.state.InlineDeltas;
import io.sluice.checkpoint.state.StateCatalog;
import io.sluice.checkpoint.state.StateChange;
import io.sluice.checkpoint.state.StateJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The two logs of a checkpoint, as what their lines mean. A commit's line repeats its intent, so that the log of commits
 * is the only one that has to be forced. Used by one thread at a time, {@link #read} also by the one that folds.
 */
final class Logs implements InlineDeltas, AutoCloseable {
    static final String INTENTS = "offsets";
    static final String COMMITS = "commits";

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private final Path directory;
    private final BatchLog intents;
    private final BatchLog commits;
    private final List<LogRecovery> recoveries;
    private final RecordBuffer record = new RecordBuffer();

    /**
     * Rows that ride in commits, until the first commit: a line has those of many tables. Those of a table, which may be asked for
     * several times, are dropped when another one is asked for.
     */
    private volatile Map<Long, Map<String, byte[]>> restoring = new ConcurrentHashMap<>();

    private volatile String restored = "";

    private Logs(Path directory, LogRecovery intents, LogRecovery commits) {
        this.directory = directory;
        this.intents = intents.log();
        this.commits = commits.log();
        this.recoveries = List.of(intents, commits);
    }

    /** @param through commits after this batch do not count any more, and go; what was planned for them stays */
    static Logs open(
            Path directory, long epoch, int segmentBytes, Durability durability, long through, WriterFolder writer) {
        LogRecovery intents = LogRecovery.open(
                directory.resolve(INTENTS),
                BatchLog.Kind.INTENTS,
                epoch,
                segmentBytes,
                durability,
                Long.MAX_VALUE,
                writer);
        try {
            LogRecovery commits = LogRecovery.open(
                    directory.resolve(COMMITS),
                    BatchLog.Kind.COMMITS,
                    epoch,
                    segmentBytes,
                    durability,
                    through,
                    writer);
            return new Logs(directory, intents, commits);
        } catch (RuntimeException | Error e) {
            intents.log().close();
            throw e;
        }
    }

    /** The logs as {@link #open} would find them, but nothing is changed; they cannot be appended to. */
    static Logs view(Path directory, long through) {
        LogRecovery intents = LogRecovery.view(directory.resolve(INTENTS), BatchLog.Kind.INTENTS, Long.MAX_VALUE);
        LogRecovery commits = LogRecovery.view(directory.resolve(COMMITS), BatchLog.Kind.COMMITS, through);
        return new Logs(directory, intents, commits);
    }

    /** What is wrong with each file by itself. */
    static List<CheckpointException> damages(Path directory) {
        List<CheckpointException> damages =
                new ArrayList<>(LogRecovery.damages(directory.resolve(INTENTS), BatchLog.Kind.INTENTS));
        damages.addAll(LogRecovery.damages(directory.resolve(COMMITS), BatchLog.Kind.COMMITS));
        return damages;
    }

    /** Takes a segment of a log. */
    interface Segments {
        void take(Path file, byte[] content) throws IOException;
    }

    /** Gives all segments of both logs as they were when the logs were opened. */
    void copy(Segments segments) throws IOException {
        for (LogRecovery recovery : recoveries) {
            for (Path file : recovery.files()) {
                segments.take(file, recovery.contentOf(file));
            }
        }
    }

    /** Whether one of the logs has been written to. */
    static boolean areUsed(Path directory) {
        return LogRecovery.isUsed(directory.resolve(INTENTS)) || LogRecovery.isUsed(directory.resolve(COMMITS));
    }

    /** What the commits add up to. */
    record Replay(StateCatalog catalog, Optional<BatchCommit> last, long publishedThrough) {}

    /** Is told what the commits up to a batch add up to; the catalog is used further. */
    interface Visitor {
        void visit(long batch, StateCatalog catalog);
    }

    /** Reads all commits and checks that nothing is missing which is still needed. */
    Replay replay() {
        return replay((batch, catalog) -> {});
    }

    /** The same, batch by batch. */
    Replay replay(Visitor visitor) {
        StateCatalog catalog = new StateCatalog();
        Optional<BatchCommit> last = Optional.empty();
        long published = -1;
        long first = commits.firstBatch().orElse(0);
        for (long batch = first; batch <= commits.lastBatch().orElse(-1); batch++) {
            JsonNode line = commitLine(batch);
            try {
                if (batch == first) {
                    catalog = StateJson.readCatalog(line);
                }
                catalog.apply(batch, StateJson.read(line));
                BatchCommit commit = CommitJson.read(line);
                published = Math.max(published, commit.publishedThrough());
                last = Optional.of(commit);
                visitor.visit(batch, catalog);
            } catch (IllegalArgumentException | IOException e) {
                throw notUnderstood(path(), batch, e);
            }
        }
        OptionalLong oldest = catalog.oldestLiveInline();
        long needed = Math.min(published + 1, oldest.orElse(Long.MAX_VALUE));
        if (last.isPresent() && needed < first) {
            throw CheckpointException.corrupt(
                    path(),
                    "batch " + needed,
                    "batch %d as the first".formatted(first),
                    "A file is missing. Put it back from a backup, or start the query with a new checkpoint directory.");
        }
        return new Replay(catalog, last, published);
    }

    /**
     * A batch is planned when the one before it is committed; so an intent of a later batch tells that commits are gone, such as
     * a whole segment. So does what other files tell. Not of up to {@code repeatThrough}: those were undone on purpose.
     */
    void checkNothingLost(Replay replay, List<Witnesses.Witness> witnesses, long repeatThrough) {
        long last = replay.last().map(BatchCommit::batch).orElse(-1L);
        long planned = plannedThrough();
        if (planned > last + 1 && planned > repeatThrough) {
            throw lost(last, planned - 1, "batch %d was planned".formatted(planned));
        }
        for (Witnesses.Witness witness : witnesses) {
            if (witness.batch() > last && witness.batch() > repeatThrough) {
                throw lost(last, witness.batch(), witness.file() + " tells of it");
            }
        }
    }

    private CheckpointException lost(long last, long expected, String reason) {
        return CheckpointException.corrupt(
                path(),
                "commits through batch %d, as %s".formatted(expected, reason),
                last < 0 ? "none" : "those through batch %d only".formatted(last),
                "A file is missing. Put it back from a backup, or start the query with a new checkpoint directory.");
    }

    void removeLeftovers() {
        recoveries.forEach(LogRecovery::removeLeftovers);
    }

    void appendIntent(BatchIntent intent) {
        record.reset();
        encode(json -> IntentJson.write(json, intent));
        intents.append(intent.batch(), record);
    }

    void forceIntents() {
        intents.force();
    }

    /** Appends the line of a commit; not durable before {@link #forceCommits}. */
    void appendCommit(BatchCommit commit, Optional<BatchIntent> intent, StateChange change, StateCatalog catalog) {
        restoring = null;
        record.reset();
        encode(json -> CommitJson.write(json, commit, intent, change, Optional.empty()));
        if (!commits.fits(record)) {
            record.reset();
            encode(json -> CommitJson.write(json, commit, intent, change, Optional.of(catalog)));
        }
        commits.append(commit.batch(), record);
    }

    void forceCommits() {
        commits.force();
    }

    /** The last batch for which there is an intent; −1: none. */
    long plannedThrough() {
        return intents.lastBatch().orElse(-1);
    }

    /** The first batch whose commit is there. */
    OptionalLong firstCommit() {
        return commits.firstBatch();
    }

    /** The intent of a batch that is in the log of intents. */
    boolean isPlanned(long batch) {
        return intents.contains(batch);
    }

    Optional<BatchIntent> intent(long batch) {
        Optional<byte[]> line = intents.read(batch);
        Path path = directory.resolve(INTENTS);
        try {
            return line.isPresent() ? Optional.of(IntentJson.read(JSON.readTree(line.get()))) : repeatedIntent(batch);
        } catch (IllegalArgumentException | IOException e) {
            throw notUnderstood(path, batch, e);
        }
    }

    private Optional<BatchIntent> repeatedIntent(long batch) {
        if (commits.firstBatch().isEmpty()
                || batch < commits.firstBatch().getAsLong()
                || batch > commits.lastBatch().getAsLong()) {
            return Optional.empty();
        }
        JsonNode line = commitLine(batch);
        return line.has("intent") ? Optional.of(IntentJson.read(line.get("intent"))) : Optional.empty();
    }

    List<BatchCommit> commitsAfter(long batch) {
        List<BatchCommit> result = new ArrayList<>();
        long first = Math.max(batch + 1, commits.firstBatch().orElse(0));
        for (long next = first; next <= commits.lastBatch().orElse(-1); next++) {
            try {
                result.add(CommitJson.read(commitLine(next)));
            } catch (IllegalArgumentException | IOException e) {
                throw notUnderstood(path(), next, e);
            }
        }
        return result;
    }

    @Override
    public byte[] read(long batch, String table) {
        byte[] rows = inline(batch, table);
        if (rows == null) {
            throw CheckpointException.corrupt(
                    path(),
                    "rows of state table %s in batch %d".formatted(table, batch),
                    "none",
                    "Start the query with a new checkpoint directory.");
        }
        return rows;
    }

    private byte[] inline(long batch, String table) {
        Map<Long, Map<String, byte[]>> known = restoring;
        if (known == null) {
            return inline(batch).get(table);
        }
        String before = restored;
        if (!before.equals(table)) {
            known.values().forEach(rows -> rows.remove(before));
            restored = table;
        }
        byte[] rows = known.computeIfAbsent(batch, this::inline).get(table);
        return rows == null ? inline(batch).get(table) : rows;
    }

    private Map<String, byte[]> inline(long batch) {
        try {
            return new ConcurrentHashMap<>(StateJson.inline(JSON.createParser(commitBytes(batch))));
        } catch (IllegalArgumentException | IOException e) {
            throw notUnderstood(path(), batch, e);
        }
    }

    @Override
    public Path path() {
        return directory.resolve(COMMITS);
    }

    /** Forgets whole segments of commits before {@code batch}, and gives their files. */
    List<Path> forgetCommitsBefore(long batch) {
        return commits.forgetBefore(batch);
    }

    List<Path> forgetIntentsBefore(long batch) {
        return intents.forgetBefore(batch);
    }

    /** The last batch of the oldest segment of commits, unless it is the only one. */
    OptionalLong oldestSegmentEnd() {
        return commits.oldestSegmentEnd();
    }

    /** How far the segments of both logs are written. */
    List<Extent> extents() {
        List<Extent> extents = new ArrayList<>(intents.extents());
        extents.addAll(commits.extents());
        return extents;
    }

    long sizeBytes() {
        return intents.sizeBytes() + commits.sizeBytes();
    }

    @Override
    public void close() {
        intents.close();
        commits.close();
    }

    private byte[] commitBytes(long batch) {
        return commits.read(batch)
                .orElseThrow(() -> CheckpointException.corrupt(
                        path(), "batch " + batch, "none", "Start the query with a new checkpoint directory."));
    }

    /** Without the rows of state that ride in it. */
    private JsonNode commitLine(long batch) {
        byte[] line = commitBytes(batch);
        try {
            return JSON.readTree(StateJson.withoutInline(JSON.createParser(line)));
        } catch (IOException e) {
            throw notUnderstood(path(), batch, e);
        }
    }

    private static CheckpointException notUnderstood(Path path, long batch, Exception cause) {
        return new CheckpointException(
                CheckpointException.Kind.CORRUPT,
                "cannot read batch %d in %s: expected a line of JSON as this version writes it, got another"
                        .formatted(batch, path),
                "Start the query with a new checkpoint directory.",
                cause);
    }

    private interface Line {
        void write(JsonGenerator json) throws IOException;
    }

    private void encode(Line line) {
        try (JsonGenerator json = JSON.getFactory().createGenerator(record)) {
            line.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }
}
