package io.sluice.checkpoint.state;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.CheckpointOptions;
import io.sluice.checkpoint.FillDifferences;
import io.sluice.checkpoint.FillRule;
import io.sluice.checkpoint.PackedRows;
import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateFilling;
import io.sluice.checkpoint.StateMigration;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.checkpoint.Tasks;
import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.file.Trouble;
import io.sluice.checkpoint.file.WriterFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of a query below {@code state/}. Per commit: {@link #write}, then the caller makes the commit durable that
 * names what was written, then {@link #committed}. Used by one thread at a time; folding has its own thread and its own memory, so
 * that the query's allocator is empty between batches.
 */
public final class StateStore implements AutoCloseable {
    /** Rows that might become so much smaller are tried in the commit's record, which saves two syncs. */
    private static final int MOST_COMPRESSED = 4;

    /** A table with a larger snapshot waits long until it is folded. */
    private static final long LARGE_BYTES = 8L << 20;

    /** Of such tables only deltas of such a part of the bytes for others ride in records: a start reads these whole. */
    private static final int PART_INLINE = 8;

    /** A table is folded when its deltas are so many times as many as make a small one be folded, whatever their bytes. */
    private static final int MOST_DELTAS = 16;

    private static final Logger LOG = LoggerFactory.getLogger(StateStore.class);

    private final Path directory;
    private final CheckpointOptions options;
    private final long epoch;
    private final Durability durability;
    private final StateCatalog catalog;
    private final StateReader reader;
    private final BufferAllocator foldMemory = new RootAllocator();
    private final Folder folder;
    private final Set<Path> knownDirectories = new HashSet<>();
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final List<StateChange.Snapshot> pending = new ArrayList<>();

    /**
     * @param directory of all state; created when there is something to write
     * @param catalog what the commits name, taken over
     * @param writer who may delete files
     */
    public StateStore(
            Path directory,
            CheckpointOptions options,
            long epoch,
            Durability durability,
            StateCatalog catalog,
            InlineDeltas inline,
            WriterFolder writer) {
        this.directory = directory;
        this.options = options;
        this.epoch = epoch;
        this.durability = durability;
        this.catalog = catalog;
        this.reader = new StateReader(directory, inline);
        Fold fold = new Fold(directory, reader, epoch, durability, foldMemory);
        this.folder = new Folder(fold, durability, writer, options.background());
    }

    public StateCatalog catalog() {
        return catalog;
    }

    /** Refuses deltas that do not fit their tables. Writes nothing. */
    public static void check(List<StateDelta> deltas) {
        Set<String> seen = new HashSet<>();
        for (StateDelta delta : deltas) {
            String table = StateWriter.name(delta.table());
            if (!seen.add(table)) {
                throw new IllegalArgumentException("state table " + table + " has two deltas in one batch");
            }
            List<Field> expected = Columns.of(delta.table());
            List<Field> got = delta.rows().getSchema().getFields();
            if (!Columns.areSame(expected, got)) {
                throw new IllegalArgumentException("a delta of state table %s has the columns %s, got %s"
                        .formatted(table, Columns.describe(expected), Columns.describe(got)));
            }
            KeyEncoder.check(
                    delta.rows().getFieldVectors().subList(1, 1 + delta.table().keyColumns()));
        }
    }

    /** With the next commit the table has no rows: none of those up to batch {@code through} count. */
    public void forget(String table, long through) {
        pending.add(new StateChange.Snapshot(table, through, Optional.empty()));
    }

    /**
     * Gives a table other columns, if it has not those yet: writes a snapshot, which counts at once, and is named by the next
     * commit. Before the first one.
     *
     * @param through the last committed batch
     */
    public boolean migrate(StateTable table, long through, StateMigration migration, BufferAllocator allocator) {
        Optional<StateCatalog.Table> stored = catalog.find(StateWriter.name(table));
        if (stored.isEmpty() || stored.get().isEmpty()) {
            return false;
        }
        String name = stored.get().name();
        snapshot(stored.get(), allocator).ifPresent(StateInput::close);
        StateCatalog.View view = stored.get().views().get(0);
        List<Field> columns;
        try (StateReader.Held held = reader.hold(name, view);
                StateInput input = held.hasSnapshot() ? held.snapshot(allocator) : held.delta(0, allocator)) {
            List<Field> fields = input.root().getSchema().getFields();
            columns = List.copyOf(fields.subList(1, fields.size()));
            if (MigratedColumns.areSame(table, columns, input.keyColumns())) {
                return false;
            }
        }
        MigratedColumns migrated = new MigratedColumns(table, migration.sources(table, columns));
        Fold fold = new Fold(directory, reader, epoch, durability, allocator);
        StateChange.Snapshot snapshot = fold.migrate(new Fold.Input(name, view), through, migrated);
        pending.add(snapshot);
        catalog.apply(through + 1, new StateChange(List.of(snapshot), List.of()));
        return true;
    }

    /**
     * Begins to fill tables from those of another store, which must be there as long.
     *
     * @param through the last committed batch
     */
    public StateFilling fill(StateStore other, long through, BufferAllocator allocator) {
        return new StateFilling() {
            private final List<StateChange.Snapshot> written = new ArrayList<>();

            @Override
            public FillDifferences fill(StateTable table, FillRule rule) {
                Path target = directory.resolve(StateWriter.name(table));
                SnapshotOutput.Target file = new SnapshotOutput.Target(
                        target, StateWriter.name(table), through, epoch, other.bytes(StateWriter.name(table)));
                try (SnapshotOutput output =
                        new SnapshotOutput(file, durability, allocator, StateOutput.Pace.NONE, Optional.empty())) {
                    durability.createDirectories(target);
                    FillDifferences found = run(table, rule, Optional.of(output));
                    if (found.isEmpty()) {
                        written.add(new StateChange.Snapshot(StateWriter.name(table), through, output.finish()));
                    }
                    return found;
                } catch (IOException e) {
                    throw Trouble.with("write a snapshot to", target, e);
                }
            }

            @Override
            public boolean isStored(StateTable table) {
                return columns(StateWriter.name(table), allocator)
                        .filter(stored -> Columns.areSame(Columns.of(table), stored))
                        .isPresent();
            }

            @Override
            public FillDifferences compare(StateTable table, FillRule rule) {
                return run(table, rule, Optional.empty());
            }

            private FillDifferences run(StateTable table, FillRule rule, Optional<SnapshotOutput> output) {
                String name = StateWriter.name(table);
                try (TableFill filled = new TableFill(table, rule, allocator, output);
                        Opened stored = new Opened(rule.stored().flatMap(each -> hold(each, allocator)));
                        Opened from = new Opened(other.hold(name, allocator))) {
                    int parts = from.held()
                            .map(held -> TableFill.parts(held.rows(allocator), other.bytes(name)))
                            .orElse(1);
                    return filled.run(stored.held(), from.held(), parts);
                }
            }

            @Override
            public void finish() {
                written.forEach(snapshot -> {
                    pending.add(snapshot);
                    catalog.apply(through + 1, new StateChange(List.of(snapshot), List.of()));
                });
                written.clear();
            }
        };
    }

    /** A table that is open, if it has rows. */
    private record Opened(Optional<StateReader.Held> held) implements AutoCloseable {
        @Override
        public void close() {
            held.ifPresent(StateReader.Held::close);
        }
    }

    /** Those of the newest rows, with that of the operation; empty: none are stored. */
    private Optional<List<Field>> columns(String table, BufferAllocator allocator) {
        try (Opened opened = new Opened(hold(table, allocator))) {
            return opened.held().map(held -> {
                try (StateInput input = held.hasSnapshot() ? held.snapshot(allocator) : held.delta(0, allocator)) {
                    return List.copyOf(input.root().getSchema().getFields());
                }
            });
        }
    }

    /** About how large a table is. */
    private long bytes(String table) {
        Optional<StateCatalog.Table> stored = catalog.find(table);
        long base = stored.flatMap(StateCatalog.Table::snapshot)
                .map(StateFile::length)
                .orElse(0L);
        return base + stored.map(StateCatalog.Table::deltaBytes).orElse(0L);
    }

    private Optional<StateReader.Held> hold(String table, BufferAllocator allocator) {
        Optional<StateCatalog.Table> stored = catalog.find(table).filter(each -> !each.isEmpty());
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        snapshot(stored.get(), allocator).ifPresent(StateInput::close);
        return Optional.of(reader.hold(table, stored.get().views().get(0)));
    }

    /** Writes the large deltas durably, and gives what the commit of the batch has to say. */
    public StateChange write(long batch, List<StateDelta> deltas) {
        List<StateChange.Snapshot> snapshots = new ArrayList<>(pending);
        pending.clear();
        snapshots.addAll(folder.takeResults());
        List<StateChange.Delta> changes = new ArrayList<>();
        for (StateDelta delta : deltas) {
            if (delta.rowCount() > 0) {
                changes.add(write(batch, delta));
            }
        }
        return new StateChange(snapshots, changes);
    }

    /** Whether some of the deltas will be files, or all of them are more than so many bytes in a record. */
    public boolean takesLong(List<StateDelta> deltas, long recordBytes) {
        long bytes = 0;
        for (StateDelta delta : deltas) {
            if (delta.rowCount() > 0) {
                long fewest = fewestBytes(delta);
                if (fewest > inlineBytes(StateWriter.name(delta.table()))) {
                    return true;
                }
                bytes += fewest;
            }
        }
        return bytes > recordBytes;
    }

    private static long fewestBytes(StateDelta delta) {
        return StateWriter.bytes(delta.rows()) / MOST_COMPRESSED + packedBytes(delta);
    }

    private static long packedBytes(StateDelta delta) {
        return delta.packed().stream().mapToLong(PackedRows::packedBytes).sum();
    }

    private StateChange.Delta write(long batch, StateDelta delta) {
        String table = StateWriter.name(delta.table());
        Path target = directory.resolve(table);
        int rows = delta.rowCount();
        long expectedBytes = StateWriter.bytes(delta.rows()) + packedBytes(delta);
        Map<String, String> footer =
                StateWriter.footer("delta", table, delta.table().keyColumns(), batch, epoch);
        try {
            Content content = output -> StateWriter.write(delta, footer, output);
            int inlineBytes = inlineBytes(table);
            if (fewestBytes(delta) <= inlineBytes) {
                buffer.reset();
                content.write(Channels.newChannel(buffer));
                if (buffer.size() <= inlineBytes) {
                    byte[] inline = buffer.toByteArray();
                    return new StateChange.Delta(table, rows, Optional.empty(), Optional.of(inline));
                }
                ByteBuffer written = ByteBuffer.wrap(buffer.toByteArray());
                content = output -> output.write(written);
            }
            StateFile file = writeFile(target, StateNames.delta(batch, epoch), expectedBytes, content);
            return new StateChange.Delta(table, rows, Optional.of(file), Optional.empty());
        } catch (IOException e) {
            throw Trouble.with("write state of batch %d to".formatted(batch), target, e);
        }
    }

    private int inlineBytes(String table) {
        long base = catalog.find(table)
                .flatMap(StateCatalog.Table::snapshot)
                .map(StateFile::length)
                .orElse(0L);
        return base > LARGE_BYTES ? options.inlineBytes() / PART_INLINE : options.inlineBytes();
    }

    /** What a file holds. */
    private interface Content {
        void write(WritableByteChannel output) throws IOException;
    }

    private StateFile writeFile(Path target, String name, long expectedBytes, Content content) throws IOException {
        if (knownDirectories.add(target)) {
            durability.createDirectories(target);
        }
        StateFile file;
        try (StateOutput output =
                StateOutput.create(target.resolve(name), durability, expectedBytes, StateOutput.Pace.NONE)) {
            content.write(output);
            file = output.finish();
        }
        durability.directory(target);
        return file;
    }

    /**
     * The commit of the batch is durable: what only batches before {@code retained} need may go, and tables with many deltas
     * are folded.
     */
    public void committed(long batch, StateChange change, long retained) {
        catalog.apply(batch, change);
        folder.delete(catalog.retire(retained).stream().map(directory::resolve).toList());
        for (StateCatalog.Table table : catalog.all()) {
            if (isDue(table)) {
                fold(table);
            }
        }
    }

    /** A fold reads and writes all of a table, so that a large one waits until its deltas have as many bytes. */
    private boolean isDue(StateCatalog.Table table) {
        int count = table.deltas().size();
        if (count < options.snapshotBatches() || table.isFolding()) {
            return false;
        }
        long base = table.snapshot().map(StateFile::length).orElse(0L);
        return count >= MOST_DELTAS * options.snapshotBatches() || table.deltaBytes() >= base;
    }

    /** Folds the tables that have deltas in the records of commits up to {@code batch}, so that those may go. */
    public void foldInline(long batch) {
        for (StateCatalog.Table table : catalog.all()) {
            if (table.oldestInline() >= 0 && table.oldestInline() <= batch) {
                fold(table);
            }
        }
    }

    private void fold(StateCatalog.Table table) {
        if (!table.isFolding()) {
            table.startFolding();
            folder.fold(new Fold.Input(table.name(), table.views().get(0)));
        }
    }

    /** Deletes files that no longer count, when the thread for it has time. */
    public void delete(List<Path> files) {
        folder.delete(files);
    }

    /**
     * Gives the rows of a table, oldest first. If its newest snapshot is damaged, they are taken from an older one and the
     * deltas since, while these are kept.
     *
     * @param tasks reads and unpacks rows
     */
    public void restore(StateTable table, BufferAllocator allocator, Tasks tasks, Consumer<StoredPieces> consumer) {
        Optional<StateCatalog.Table> stored = catalog.find(StateWriter.name(table));
        if (stored.isEmpty() || stored.get().isEmpty()) {
            return;
        }
        String name = stored.get().name();
        Optional<StateInput> snapshot = snapshot(stored.get(), allocator);
        long rows =
                snapshot.map(SnapshotOutput::mostRows).orElse(0L) + stored.get().deltaRows();
        try (PieceReader pieces = new PieceReader(tasks, rows, consumer)) {
            if (snapshot.isPresent()) {
                Optional<StateFile> file = stored.get().snapshot();
                check(table, snapshot.get());
                pieces.add(snapshot.get(), () -> reader.again(name, file, -1, allocator));
            }
            for (StateCatalog.LiveDelta delta : List.copyOf(stored.get().deltas())) {
                StateInput input = reader.open(name, delta, allocator);
                check(table, input);
                pieces.add(input, () -> reader.again(name, delta.file(), delta.batch(), allocator));
            }
            pieces.finish();
        }
    }

    /** The snapshot, or the newest before it that is whole. */
    private Optional<StateInput> snapshot(StateCatalog.Table table, BufferAllocator allocator) {
        while (true) {
            try {
                return table.snapshot().map(file -> reader.open(table.name(), file, allocator));
            } catch (CheckpointException e) {
                if (e.kind() != CheckpointException.Kind.CORRUPT
                        || table.older().isEmpty()) {
                    throw e;
                }
                List<StateCatalog.View> ways = table.views();
                LOG.warn(
                        "{}. State table {} is built from {} and the {} changes since: nothing is lost",
                        e.getMessage(),
                        table.name(),
                        ways.get(1).base().file().map(StateFile::name).orElse("its beginning"),
                        ways.get(1).deltas().size());
                table.withdrawBase();
            }
        }
    }

    /** Closes what it refuses. */
    private static void check(StateTable table, StateInput input) {
        try {
            checkColumns(table, input);
        } catch (RuntimeException | Error e) {
            input.close();
            throw e;
        }
    }

    private static void checkColumns(StateTable table, StateInput input) {
        Columns.check(input.path(), Columns.of(table), input.root().getSchema().getFields());
        if (input.keyColumns() != table.keyColumns()) {
            throw new CheckpointException(
                    CheckpointException.Kind.MISMATCH,
                    "cannot read state from %s: expected %d key columns, got %d"
                            .formatted(input.path(), table.keyColumns(), input.keyColumns()),
                    "The query has changed. Start it with a new checkpoint directory.",
                    null);
        }
    }

    /** Forgets what only batches before {@code batch} need; its files are garbage then. */
    public void retire(long batch) {
        catalog.retire(batch);
    }

    /** Deletes the files that no commit names: of attempts that a crash cut off, and of writers of older epochs. */
    public void removeGarbage() {
        Set<String> counting = catalog.files();
        try {
            for (Path uid : children(directory)) {
                for (Path table : children(uid)) {
                    for (Path file : children(table)) {
                        String name = directory.relativize(file).toString();
                        if (StateNames.isOf(file.getFileName().toString(), epoch) && !counting.contains(name)) {
                            Files.deleteIfExists(file);
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw Trouble.with("delete old files in", directory, e);
        }
    }

    /** The newest batch that a name of a state file tells of; −1: none. */
    public static long newestBatch(Path directory) {
        long newest = -1;
        try {
            for (Path uid : children(directory)) {
                for (Path table : children(uid)) {
                    for (Path file : children(table)) {
                        newest = Math.max(
                                newest, StateNames.batch(file.getFileName().toString()));
                    }
                }
            }
        } catch (NoSuchFileException e) {
            return newest; // a writer has just deleted it
        } catch (IOException e) {
            throw Trouble.with("list", directory, e);
        }
        return newest;
    }

    private static List<Path> children(Path directory) throws IOException {
        List<Path> result = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                files.forEach(result::add);
            }
        }
        return result;
    }

    @Override
    public void close() {
        folder.close();
        foldMemory.close();
    }
}
