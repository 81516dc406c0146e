package io.sluice.sources.file;

import io.sluice.sources.OffsetRange;
import io.sluice.sources.SourceMemory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that were taken. In the checkpoint by path, with their number; in memory a hash of the path. A batch adds what
 * it takes. A name is forgotten when its file was cleaned away, and a file when it is older than the oldest that may still
 * be taken.
 *
 * <p>What was forgotten for want of room stays in the checkpoint until the next start, which reads the paths; then it is removed
 * there, and a row without a path tells from which time on files count as read.
 *
 * <p>A table whose end is known stores its whole list with the first range after that: numbers beyond the position are then
 * the files that are still to be read, in order.
 */
final class SeenFiles implements SourceMemory {
    private static final Logger LOG = LoggerFactory.getLogger(SeenFiles.class);
    /** The path of the row that tells the mark by its time; no file has it. */
    private static final String MARK = "";

    private static final long MICROS_OF_MILLI = 1000;
    private static final long MICROS_OF_MINUTE = 60_000_000;
    private static final long SECONDS_OF_MINUTE = 60;
    private static final Schema SCHEMA = new Schema(List.of(
            new Field("path", FieldType.notNullable(ArrowType.Utf8.INSTANCE), null),
            new Field("mtime", FieldType.notNullable(new ArrowType.Int(64, true)), null),
            new Field("size", FieldType.notNullable(new ArrowType.Int(64, true)), null),
            new Field("seq", FieldType.notNullable(new ArrowType.Int(64, true)), null)));

    private final String table;
    private final boolean cleaned;
    private final Optional<Duration> maxAge;
    private final PathHashes paths = new PathHashes();
    /** Files by number: what was restored until the position is known, and what is planned beyond it. */
    private final TreeMap<Long, FileEntry> list = new TreeMap<>();
    /** Planned files that no range has stored yet, by path. */
    private Map<String, Numbered> unstored = new LinkedHashMap<>();
    /** Of a table whose files are cleaned: those that are not yet, by path. */
    private final Map<String, Numbered> uncleaned = new LinkedHashMap<>();
    /** Of a table with an age: the files in the checkpoint, oldest first. */
    private final PriorityQueue<FileEntry> stored = new PriorityQueue<>(Comparator.comparingLong(FileEntry::modified));

    /** Restored files from before the mark, which the checkpoint has to forget once they are read. */
    private final List<Numbered> outdated = new ArrayList<>();

    private final Set<String> forgotten = new LinkedHashSet<>();
    private final long mostRemembered;
    private long nextLimit;
    private long latest = Long.MIN_VALUE;

    /** Files from before this minute may have been taken and forgotten. */
    private int mark = Integer.MIN_VALUE;

    /** The mark that the checkpoint has. */
    private int storedMark = Integer.MIN_VALUE;

    /** A file and its place in the order of all. */
    record Numbered(FileEntry file, long number) {}

    /**
     * @param cleaned whether its files are removed once they are read
     * @param maxAge how much older than the latest a file may be
     * @param mostRemembered with more files than these a quarter, the oldest, is forgotten, and none that is as old is
     *     taken any more; only files of one minute are forgotten together or not at all
     */
    SeenFiles(String table, boolean cleaned, Optional<Duration> maxAge, long mostRemembered) {
        this.mostRemembered = mostRemembered;
        this.nextLimit = mostRemembered;
        this.table = table;
        this.cleaned = cleaned;
        this.maxAge = maxAge;
    }

    boolean contains(String path) {
        return paths.contains(path);
    }

    /** So many are remembered. */
    int size() {
        return paths.size();
    }

    void add(FileOffset range) {
        range.forEach(this::add);
    }

    /** A file that is to be read as the one of this number. */
    void plan(FileEntry file, long number) {
        add(file, number);
        list.put(number, file);
        unstored.put(file.path(), new Numbered(file, number));
    }

    /** Whether all that was planned has been given to be stored. */
    boolean isStored() {
        return unstored.isEmpty();
    }

    private void add(FileEntry file, long number) {
        remember(file);
        latest = Math.max(latest, file.modified());
        if (cleaned) {
            uncleaned.put(file.path(), new Numbered(file, number));
        }
    }

    /** The planned files whose number is beyond {@code number}, in order. */
    List<FileEntry> after(long number) {
        return List.copyOf(list.tailMap(number, false).values());
    }

    /** The files that were restored, up to a position, in their order; those whose names are forgotten are not among them. */
    List<FileEntry> through(FileOffset end) {
        TreeMap<Long, FileEntry> known = new TreeMap<>(list.headMap(end.seq(), true));
        end.forEach((file, number) -> known.put(number, file));
        return List.copyOf(known.values());
    }

    /** Files up to {@code number} are read, and no list has to name them any more. */
    void release(long number) {
        list.headMap(number, true).clear();
        outdated.stream()
                .filter(entry -> entry.number() <= number)
                .forEach(entry -> forgotten.add(entry.file().path()));
        outdated.removeIf(entry -> entry.number() <= number);
    }

    /** Files that were taken up to {@code number} and may have to be cleaned away. */
    List<FileEntry> uncleaned(long number) {
        return uncleaned.values().stream()
                .filter(entry -> entry.number() <= number)
                .map(Numbered::file)
                .toList();
    }

    /** The name is free: a file that has it from now on is another one. */
    void forget(String path) {
        paths.remove(path);
        uncleaned.remove(path);
        forgotten.add(path);
    }

    /** Whether a file is too old to be taken. */
    boolean isTooOld(FileEntry file) {
        return latest != Long.MIN_VALUE && file.modified() < oldest() || minute(file) < mark;
    }

    private void remember(FileEntry file) {
        paths.add(file.path(), minute(file));
        if (paths.size() <= nextLimit) {
            return;
        }
        int minute = paths.minuteOf(paths.size() - (int) (mostRemembered - mostRemembered / 4));
        if (minute > mark && paths.removeBefore(minute) > 0) {
            mark = minute;
            LOG.warn(
                    "table {}: more than {} files were read ('source.max-remembered-files'); from now on files that were changed before {} are left out",
                    table,
                    mostRemembered,
                    Instant.ofEpochSecond(mark * SECONDS_OF_MINUTE));
        }
        nextLimit = Math.max(mostRemembered, paths.size() + mostRemembered / 4);
    }

    private static int minute(FileEntry file) {
        return (int) Math.max(
                Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, Math.floorDiv(file.modified(), MICROS_OF_MINUTE)));
    }

    /** What the set of files takes. */
    long bytes() {
        return paths.bytes();
    }

    private long oldest() {
        return maxAge.map(age -> latest - age.toMillis() * MICROS_OF_MILLI).orElse(Long.MIN_VALUE);
    }

    /** Not to be looked at again in this run. */
    void ignore(FileEntry file) {
        if (minute(file) >= mark) {
            paths.add(file.path(), minute(file));
        }
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public int keyColumns() {
        return 1;
    }

    @Override
    public void restore(VectorSchemaRoot rows) {
        VarCharVector path = (VarCharVector) rows.getVector("path");
        BigIntVector modified = (BigIntVector) rows.getVector("mtime");
        BigIntVector size = (BigIntVector) rows.getVector("size");
        BigIntVector number = (BigIntVector) rows.getVector("seq");
        List<Numbered> files = new ArrayList<>();
        for (int row = 0; row < rows.getRowCount(); row++) {
            String name = new String(path.get(row), StandardCharsets.UTF_8);
            FileEntry file = new FileEntry(name, size.get(row), modified.get(row));
            if (name.equals(MARK)) {
                mark = minute(file);
                storedMark = mark;
            } else {
                files.add(new Numbered(file, number.get(row)));
            }
        }
        for (Numbered entry : files) {
            add(entry.file(), entry.number());
            list.put(entry.number(), entry.file());
            store(entry.file());
        }
        for (Numbered entry : files) {
            if (minute(entry.file()) < mark) {
                paths.remove(entry.file().path());
                outdated.add(entry);
            }
        }
    }

    private void store(FileEntry file) {
        if (maxAge.isPresent()) {
            stored.add(file);
        }
    }

    /** The files of the range, and those that were planned since the last one. */
    @Override
    public List<VectorSchemaRoot> additions(OffsetRange range, BufferAllocator allocator) {
        FileOffset to = FileOffset.parse(range.to(), table);
        to.forEach((file, number) -> unstored.put(file.path(), new Numbered(file, number)));
        List<Numbered> added = new ArrayList<>(unstored.values());
        unstored = new LinkedHashMap<>();
        added.forEach(entry -> {
            forgotten.remove(entry.file().path());
            store(entry.file());
        });
        if (mark != storedMark) {
            storedMark = mark;
            added.add(new Numbered(new FileEntry(MARK, 0, mark * MICROS_OF_MINUTE), 0));
        }
        return added.isEmpty() ? List.of() : List.of(root(added, allocator));
    }

    @Override
    public void removals(BufferAllocator allocator, Consumer<VectorSchemaRoot> keys) {
        long oldest = oldest();
        while (!stored.isEmpty() && stored.peek().modified() < oldest) {
            forgotten.add(stored.poll().path());
        }
        if (!forgotten.isEmpty() && mark == storedMark) {
            try (VectorSchemaRoot root =
                    VectorSchemaRoot.create(new Schema(SCHEMA.getFields().subList(0, 1)), allocator)) {
                root.allocateNew();
                putPaths((VarCharVector) root.getVector(0), forgotten);
                root.setRowCount(forgotten.size());
                keys.accept(root);
            }
            forgotten.clear();
        }
    }

    private static void putPaths(VarCharVector vector, Collection<String> paths) {
        int row = 0;
        for (String path : paths) {
            vector.setSafe(row++, path.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static VectorSchemaRoot root(List<Numbered> files, BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        root.allocateNew();
        BigIntVector modified = (BigIntVector) root.getVector("mtime");
        BigIntVector size = (BigIntVector) root.getVector("size");
        BigIntVector number = (BigIntVector) root.getVector("seq");
        putPaths(
                (VarCharVector) root.getVector("path"),
                files.stream().map(entry -> entry.file().path()).toList());
        for (int row = 0; row < files.size(); row++) {
            Numbered entry = files.get(row);
            modified.setSafe(row, entry.file().modified());
            size.setSafe(row, entry.file().size());
            number.setSafe(row, entry.number());
        }
        root.setRowCount(files.size());
        return root;
    }
}
