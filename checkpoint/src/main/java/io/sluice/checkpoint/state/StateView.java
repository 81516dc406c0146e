package io.sluice.checkpoint.state;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.CheckpointFinding;
import io.sluice.checkpoint.CheckpointFinding.Severity;
import io.sluice.checkpoint.StateRowReader;
import io.sluice.checkpoint.TableSummary;
import io.sluice.checkpoint.file.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The state of a query as its logs name it, to be looked at; changes nothing. One thread. */
public final class StateView {
    private final Path directory;
    private final StateCatalog catalog;
    private final StateReader reader;
    private final InlineDeltas inline;
    private final long firstBatch;

    /**
     * @param directory of all state
     * @param firstBatch the first one whose commit is in the log
     */
    public StateView(Path directory, StateCatalog catalog, InlineDeltas inline, long firstBatch) {
        this.directory = directory;
        this.catalog = catalog;
        this.inline = inline;
        this.reader = new StateReader(directory, inline);
        this.firstBatch = firstBatch;
    }

    /** Names of the tables that have rows as of a batch, as {@code uid/table}. */
    public List<String> names(long batch) {
        return catalog.all().stream()
                .filter(table -> table.asOf(batch)
                        .filter(view ->
                                view.base().file().isPresent() || !view.deltas().isEmpty())
                        .isPresent())
                .map(StateCatalog.Table::name)
                .toList();
    }

    private boolean isThere(StateCatalog.Table table, StateCatalog.View view) {
        return view.base()
                        .file()
                        .map(file -> Files.exists(reader.path(table.name(), file)))
                        .orElse(true)
                && view.deltas().stream().allMatch(delta -> delta.file()
                        .map(file -> Files.exists(reader.path(table.name(), file)))
                        .orElse(delta.batch() >= firstBatch));
    }

    private StateCatalog.View view(String table, long batch) {
        StateCatalog.Table stored = catalog.find(table)
                .orElseThrow(() -> new CheckpointException(
                        CheckpointException.Kind.MISMATCH,
                        "cannot read state table %s in %s: expected one of %s"
                                .formatted(table, directory, names(batch)),
                        "",
                        null));
        return stored.asOf(batch)
                .filter(view -> isThere(stored, view))
                .orElseThrow(() -> new CheckpointException(
                        CheckpointException.Kind.MISMATCH,
                        "cannot read state table %s in %s as of batch %d: what it takes is not kept any more"
                                .formatted(table, directory, batch),
                        "Choose a later batch; 'checkpoint.min-batches-to-retain' says how many are kept.",
                        null));
    }

    /** The columns of a table, and how many of them are its key. */
    public Layout layout(String table, long batch, BufferAllocator allocator) {
        try (StateReader.Held held = reader.hold(table, view(table, batch));
                StateInput input = held.hasSnapshot() ? held.snapshot(allocator) : held.delta(0, allocator)) {
            List<Field> fields = input.root().getSchema().getFields();
            return new Layout(new Schema(fields.subList(1, fields.size())), input.keyColumns());
        }
    }

    /** Columns of a state table, the key's first. */
    public record Layout(Schema schema, int keyColumns) {}

    /** Opens all that the rows of a table as of a batch are in. */
    public StateRowReader rows(String table, long batch, int pieceRows, BufferAllocator allocator) {
        return new LiveRows(reader.hold(table, view(table, batch)), allocator, pieceRows);
    }

    /** What each table is as of a batch; reads all of them. */
    public List<TableSummary> summaries(long batch, BufferAllocator allocator) {
        return names(batch).stream()
                .map(table -> summary(table, batch, allocator))
                .toList();
    }

    private TableSummary summary(String table, long batch, BufferAllocator allocator) {
        StateCatalog.View view = view(table, batch);
        long[] rows = new long[1];
        try (StateReader.Held held = reader.hold(table, view)) {
            Fold.rows(held, allocator, new Fold.Target() {
                @Override
                public VectorSchemaRoot accept(StateInput input) {
                    return input.root();
                }

                @Override
                public void append(VectorSchemaRoot source, int[] chosen, int count) {
                    rows[0] += count;
                }
            });
        } catch (IOException e) {
            throw Trouble.with("read state table " + table + " in", directory, e);
        }
        long bytes = view.base().file().map(StateFile::length).orElse(0L);
        for (StateCatalog.LiveDelta delta : view.deltas()) {
            bytes += delta.file().map(StateFile::length).orElseGet(() ->
                    (long) inline.read(delta.batch(), table).length);
        }
        int slash = table.indexOf('/');
        return new TableSummary(
                table.substring(0, slash),
                table.substring(slash + 1),
                rows[0],
                bytes,
                view.base().file().isPresent() ? OptionalLong.of(view.base().through()) : OptionalLong.empty(),
                view.deltas().size());
    }

    /** Reads everything that counts, all rows of it, and everything that is kept for batches before. */
    public void verify(BufferAllocator allocator, Consumer<CheckpointFinding> findings) {
        for (StateCatalog.Table table : catalog.all()) {
            verify(table, allocator, findings);
        }
        leftovers(findings);
    }

    private void verify(StateCatalog.Table table, BufferAllocator allocator, Consumer<CheckpointFinding> findings) {
        List<StateCatalog.View> views = table.views();
        Optional<CheckpointException> base =
                table.snapshot().flatMap(file -> trouble(() -> reader.open(table.name(), file, allocator)));
        if (base.isPresent()) {
            boolean rebuilt = views.stream().skip(1).anyMatch(view -> isReadable(table, view, allocator));
            findings.accept(new CheckpointFinding(
                    rebuilt ? Severity.MENDED_AT_START : Severity.DAMAGED,
                    reader.path(table.name(), table.snapshot().orElseThrow()),
                    batch(table.base()),
                    base.get().getMessage(),
                    rebuilt
                            ? "An older snapshot and the changes since are there: the next start builds the table from them."
                            : base.get().hint()));
        }
        for (StateCatalog.LiveDelta delta : table.deltas()) {
            trouble(() -> reader.open(table.name(), delta, allocator))
                    .ifPresent(e -> findings.accept(finding(table, delta, Severity.DAMAGED, e)));
        }
        for (StateCatalog.LiveDelta delta : table.retired()) {
            if (delta.file()
                    .filter(file -> Files.exists(reader.path(table.name(), file)))
                    .isPresent()) {
                trouble(() -> reader.open(table.name(), delta, allocator))
                        .ifPresent(e -> findings.accept(finding(table, delta, Severity.NOTE, e)));
            }
        }
        for (StateCatalog.Base older : table.older()) {
            older.file()
                    .filter(file -> Files.exists(reader.path(table.name(), file)))
                    .flatMap(file -> trouble(() -> reader.open(table.name(), file, allocator)))
                    .ifPresent(e -> findings.accept(new CheckpointFinding(
                            Severity.NOTE,
                            reader.path(table.name(), older.file().orElseThrow()),
                            batch(older),
                            e.getMessage(),
                            "It is kept only to go back to batches before; the query does not need it.")));
        }
    }

    private static OptionalLong batch(StateCatalog.Base base) {
        return base.committed() >= 0 ? OptionalLong.of(base.committed()) : OptionalLong.of(base.through());
    }

    private CheckpointFinding finding(
            StateCatalog.Table table, StateCatalog.LiveDelta delta, Severity severity, CheckpointException e) {
        return new CheckpointFinding(
                severity,
                delta.file().map(file -> reader.path(table.name(), file)).orElse(inline.path()),
                OptionalLong.of(delta.batch()),
                e.getMessage(),
                severity == Severity.NOTE
                        ? "It is kept only to go back to batches before; the query does not need it."
                        : e.hint());
    }

    private boolean isReadable(StateCatalog.Table table, StateCatalog.View view, BufferAllocator allocator) {
        return view.base()
                        .file()
                        .flatMap(file -> trouble(() -> reader.open(table.name(), file, allocator)))
                        .isEmpty()
                && view.deltas().stream().allMatch(delta -> trouble(() -> reader.open(table.name(), delta, allocator))
                        .isEmpty());
    }

    private interface Opening {
        StateInput open();
    }

    /** What is wrong with an input; reads all of it. */
    private static Optional<CheckpointException> trouble(Opening opening) {
        try (StateInput input = opening.open()) {
            while (input.next()) {
                input.root();
            }
            return Optional.empty();
        } catch (CheckpointException e) {
            return Optional.of(e);
        }
    }

    private void leftovers(Consumer<CheckpointFinding> findings) {
        Set<String> counting = catalog.files();
        for (String name : filesThere()) {
            if (!counting.contains(name)) {
                boolean ours = StateNames.isOf(name.substring(name.lastIndexOf('/') + 1), Long.MAX_VALUE);
                findings.accept(new CheckpointFinding(
                        Severity.NOTE,
                        directory.resolve(name),
                        OptionalLong.empty(),
                        ours ? "no commit names this file" : "this file is not of the checkpoint",
                        ours
                                ? "A running query is writing or deleting it, or a crash has left it: then the next start deletes it."
                                : ""));
            }
        }
    }

    /** All files that are there, as {@code uid/table/file}. */
    public Set<String> filesThere() {
        if (!Files.isDirectory(directory)) {
            return Set.of();
        }
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> names.add(directory.relativize(file).toString()));
        } catch (IOException | UncheckedIOException e) {
            throw Trouble.with("list", directory, e instanceof UncheckedIOException u ? u.getCause() : (IOException) e);
        }
        return names;
    }

    /** The files that the state of the last commit is built from, as {@code uid/table/file}. */
    public List<String> files() {
        List<String> files = new ArrayList<>();
        for (StateCatalog.Table table : catalog.all()) {
            table.snapshot().ifPresent(file -> files.add(table.path(file)));
            table.deltas().forEach(delta -> delta.file().ifPresent(file -> files.add(table.path(file))));
        }
        return files;
    }
}
