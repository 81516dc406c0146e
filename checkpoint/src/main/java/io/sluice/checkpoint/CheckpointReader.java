package io.sluice.checkpoint;

import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.file.MetadataFile;
import io.sluice.checkpoint.file.Trouble;
import io.sluice.checkpoint.state.StateView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A checkpoint directory to look at. It takes no lock, raises no epoch and changes nothing.
 *
 * <p>Beside a running query it is safe by {@link #look}: what is read stands in the logs, as of one commit. If a file is not
 * as the logs name it and the logs have changed since, the query has gone on, and the whole look is made again; only what is
 * wrong while nothing changes is damage. Files are opened before they are read, so that the query may delete them.
 */
public final class CheckpointReader implements AutoCloseable {
    private static final int ATTEMPTS = 50;
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Path directory;
    private final Optional<MetadataFile.Content> content;
    private final Logs logs;
    private final Logs.Replay replay;
    private final StateView state;

    private CheckpointReader(Path directory) {
        this.directory = directory;
        content = new MetadataFile(directory, Durability.FULL).read();
        long through = content.map(MetadataFile.Content::rewindTo)
                .filter(batch -> batch >= 0)
                .orElse(Long.MAX_VALUE);
        List<Witnesses.Witness> witnesses = Witnesses.of(directory, content.orElse(MetadataFile.Content.NEW));
        logs = Logs.view(directory, through);
        replay = logs.replay();
        if (through == Long.MAX_VALUE) {
            logs.checkNothingLost(
                    replay,
                    witnesses,
                    content.map(MetadataFile.Content::repeatThrough).orElse(-1L));
        }
        state = new StateView(
                directory.resolve("state"),
                replay.catalog(),
                logs,
                logs.firstCommit().orElse(0));
    }

    /**
     * Looks at a directory, and again if a query has changed it meanwhile; {@code work} must be one that may be repeated. A
     * directory that is not there is an empty one. Fails as opening it would if it is damaged.
     */
    public static <T> T look(Path directory, Function<CheckpointReader, T> work) {
        for (int attempt = 1; ; attempt++) {
            TreeMap<String, Long> before = mark(directory);
            try (CheckpointReader reader = new CheckpointReader(directory)) {
                return work.apply(reader);
            } catch (CheckpointException e) {
                if (attempt == ATTEMPTS || !isChanging(directory, before)) {
                    throw e;
                }
            }
        }
    }

    /**
     * The checkpoint that a person means: the directory itself, or the only one of a query that is in it. A script keeps those of
     * all its queries in one folder.
     */
    public static Path locate(Path directory) {
        if (Files.isRegularFile(directory.resolve(MetadataFile.NAME))) {
            return directory;
        }
        List<String> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> children = Files.list(directory)) {
                children.filter(child -> Files.isRegularFile(child.resolve(MetadataFile.NAME)))
                        .map(child -> child.getFileName().toString())
                        .sorted()
                        .forEach(found::add);
            } catch (IOException e) {
                throw Trouble.with("list", directory, e);
            }
        }
        if (found.size() == 1) {
            return directory.resolve(found.get(0));
        }
        throw new CheckpointException(
                CheckpointException.Kind.MISMATCH,
                "cannot find a checkpoint in %s: expected the file metadata, got %s"
                        .formatted(directory, found.isEmpty() ? "none" : "those of " + String.join(", ", found)),
                found.isEmpty() ? "Name the folder of a query's checkpoint." : "Name one of these folders in it.",
                null);
    }

    /** Whether somebody writes to the logs. */
    static boolean isChanging(Path directory, TreeMap<String, Long> before) {
        if (!mark(directory).equals(before)) {
            return true;
        }
        LockSupport.parkNanos(SETTLING_NANOS);
        return !mark(directory).equals(before);
    }

    /** Names and checksums of the metadata and the logs: they change with every batch. */
    static TreeMap<String, Long> mark(Path directory) {
        TreeMap<String, Long> mark = new TreeMap<>();
        for (String part : List.of(MetadataFile.NAME, Logs.INTENTS, Logs.COMMITS)) {
            Path path = directory.resolve(part);
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    CRC32C checksum = new CRC32C();
                    checksum.update(Files.readAllBytes(file));
                    mark.put(directory.relativize(file).toString(), checksum.getValue());
                }
            } catch (NoSuchFileException e) {
                mark.put(part, -1L);
            } catch (UncheckedIOException e) {
                mark.put(part, -2L - System.nanoTime());
            } catch (IOException e) {
                throw Trouble.with("read", path, e);
            }
        }
        return mark;
    }

    public Path directory() {
        return directory;
    }

    /** Whether a query has ever been started there. */
    public boolean exists() {
        return content.isPresent();
    }

    /** How many times it was opened to be written. */
    public long writerEpoch() {
        return content.map(MetadataFile.Content::writerEpoch).orElse(0L);
    }

    public Optional<QueryMetadata> metadata() {
        return content.flatMap(MetadataFile.Content::query);
    }

    public Optional<BatchCommit> lastCommit() {
        return replay.last();
    }

    /** The batch up to which all that was published survives a power loss; −1: none. */
    public long publishedThrough() {
        return Math.max(
                replay.publishedThrough(),
                content.map(MetadataFile.Content::publishedThrough).orElse(-1L));
    }

    /** The commits after {@link #publishedThrough}. */
    List<BatchCommit> unpublished() {
        return logs.commitsAfter(publishedThrough());
    }

    /** The commits that are kept, oldest first. */
    public List<BatchCommit> commits() {
        return logs.commitsAfter(-1);
    }

    /** What a batch was to read, while the logs keep it; also of batches that are not committed. */
    public Optional<BatchIntent> intent(long batch) {
        return logs.intent(batch);
    }

    /** The last batch that was planned; −1: none. */
    long plannedThrough() {
        return logs.plannedThrough();
    }

    /** How many batches without a gap after {@code batch} have intents. */
    public int plannedAfter(long batch) {
        int planned = 0;
        while (logs.isPlanned(batch + 1 + planned)) {
            planned++;
        }
        return planned;
    }

    /** The last committed batch; fails if there is none. */
    public long lastBatch() {
        return lastCommit()
                .map(BatchCommit::batch)
                .orElseThrow(() -> new CheckpointException(
                        CheckpointException.Kind.MISMATCH,
                        "cannot read checkpoint %s: expected a committed batch, got none".formatted(directory),
                        exists()
                                ? "Look again when the query has committed one."
                                : "Name the folder of a query: the one that holds the file metadata.",
                        null));
    }

    /** The batches whose state is kept, oldest first: {@link #read} can give it, and the query can be taken back to them. */
    public List<Long> keptBatches() {
        List<Long> kept = new ArrayList<>();
        Set<String> there = state.filesThere();
        long first = logs.firstCommit().orElse(0);
        logs.replay((batch, catalog) -> {
            if (catalog.isBuiltOf(there, first)) {
                kept.add(batch);
            }
        });
        return kept;
    }

    /** Fails if a table had other columns then: the query was changed since, and would not understand it. */
    public void requireSameColumns(long batch) {
        Map<String, Schema> then = new TreeMap<>();
        long first = logs.firstCommit().orElse(0);
        logs.replay((at, catalog) -> {
            if (at == batch) {
                StateView view = new StateView(directory.resolve("state"), catalog, logs, first);
                try (BufferAllocator allocator = new RootAllocator()) {
                    view.names(at)
                            .forEach(table -> then.put(
                                    table, view.layout(table, at, allocator).schema()));
                }
            }
        });
        long last = lastBatch();
        for (String table : tables(last)) {
            Schema now = schema(table, last);
            Schema before = then.getOrDefault(table, now);
            if (!before.toString().equals(now.toString())) {
                throw new CheckpointException(
                        CheckpointException.Kind.MISMATCH,
                        "cannot take checkpoint %s back to batch %d: state table %s had the columns %s then, and now has %s"
                                .formatted(directory, batch, table, before, now),
                        "The query was changed since; choose a later batch.",
                        null);
            }
        }
    }

    /** Names of the state tables that have rows as of a batch, as {@code uid/table}. */
    public List<String> tables(long batch) {
        return state.names(batch);
    }

    /** A table of an operator as {@code uid/table}; without a name, the only one. */
    public String table(String uid, Optional<String> name, long batch) {
        List<String> all = tables(batch);
        List<String> own = all.stream()
                .filter(table -> table.startsWith(uid + "/"))
                .filter(table -> name.isEmpty() || table.equals(uid + "/" + name.get()))
                .toList();
        if (own.size() == 1) {
            return own.get(0);
        }
        throw new CheckpointException(
                CheckpointException.Kind.MISMATCH,
                "cannot read the state of \"%s\" as of batch %d in %s: expected %s, got %s"
                        .formatted(
                                uid + name.map(table -> "/" + table).orElse(""),
                                batch,
                                directory,
                                own.isEmpty() ? "a table with rows" : "the name of one table",
                                own.isEmpty() ? "only " + all : own.toString()),
                own.isEmpty() ? "Name one that is there." : "Say which of its tables.",
                null);
    }

    /** What each table is as of a batch; reads all of them. */
    public List<TableSummary> summaries(long batch) {
        try (BufferAllocator allocator = new RootAllocator()) {
            return state.summaries(batch, allocator);
        }
    }

    /** The columns of a state table, the key's first. */
    public Schema schema(String table, long batch) {
        try (BufferAllocator allocator = new RootAllocator()) {
            return state.layout(table, batch, allocator).schema();
        }
    }

    /** How many of the {@link #schema} columns are the key. */
    public int keyColumns(String table, long batch) {
        try (BufferAllocator allocator = new RootAllocator()) {
            return state.layout(table, batch, allocator).keyColumns();
        }
    }

    /** Gives the rows of a state table as of a batch, each key once, in pieces; the root is reused. */
    public void read(
            String table, long batch, int pieceRows, BufferAllocator allocator, Consumer<VectorSchemaRoot> consumer) {
        try (StateRowReader rows = rows(table, batch, pieceRows, allocator)) {
            while (rows.next()) {
                consumer.accept(rows.root());
            }
        }
    }

    /** Opens the rows of a state table as of a batch, which can be read when this reader, and the look, have ended. */
    public StateRowReader rows(String table, long batch, int pieceRows, BufferAllocator allocator) {
        return state.rows(table, batch, pieceRows, allocator);
    }

    /** Gives the segments of the logs, cut off behind what was there when they were opened. */
    void copyLogs(Logs.Segments segments) throws IOException {
        logs.copy(segments);
    }

    /** The state files that it takes to go on from the last commit, relative to the directory. */
    List<Path> stateFiles() {
        return state.files().stream().map(file -> Path.of("state", file)).toList();
    }

    /**
     * Reads everything in a directory and compares it with its checksums, and the chains of the state with the logs. Empty,
     * but for notes, if the query can go on. While a query runs there, the look is repeated as by {@link #look}.
     */
    public static List<CheckpointFinding> verify(Path directory) {
        for (int attempt = 1; ; attempt++) {
            TreeMap<String, Long> before = mark(directory);
            List<CheckpointFinding> findings = verifyOnce(directory);
            boolean found =
                    findings.stream().anyMatch(finding -> finding.severity() != CheckpointFinding.Severity.NOTE);
            if (!found || attempt == ATTEMPTS || !isChanging(directory, before)) {
                return findings;
            }
        }
    }

    private static List<CheckpointFinding> verifyOnce(Path directory) {
        List<CheckpointFinding> findings = new ArrayList<>();
        Logs.damages(directory).forEach(damage -> findings.add(damaged(damage, directory)));
        if (!findings.isEmpty()) {
            metadataDamage(directory).ifPresent(e -> findings.add(damaged(e, directory)));
            return findings;
        }
        try (CheckpointReader reader = new CheckpointReader(directory);
                BufferAllocator allocator = new RootAllocator()) {
            if (reader.content.isEmpty() && Logs.areUsed(directory)) {
                findings.add(damaged(Checkpoint.withoutMetadata(directory.resolve(MetadataFile.NAME)), directory));
            }
            reader.state.verify(allocator, findings::add);
        } catch (CheckpointException e) {
            findings.add(damaged(e, directory));
        }
        return findings;
    }

    private static Optional<CheckpointException> metadataDamage(Path directory) {
        try {
            new MetadataFile(directory, Durability.FULL).read();
            return Optional.empty();
        } catch (CheckpointException e) {
            return Optional.of(e);
        }
    }

    private static CheckpointFinding damaged(CheckpointException e, Path directory) {
        return new CheckpointFinding(
                CheckpointFinding.Severity.DAMAGED, directory, OptionalLong.empty(), e.getMessage(), e.hint());
    }

    @Override
    public void close() {
        logs.close();
    }
}
