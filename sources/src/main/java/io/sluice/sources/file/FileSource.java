package io.sluice.sources.file;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Rereading;
import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import io.sluice.sources.SourceMemory;
import io.sluice.sources.Split;
import io.sluice.sources.file.FileSplit.ScanColumn;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files of a table, each read once, in the order of their modification time. A file that is changed after it was taken
 * is not read again.
 *
 * <pre>
 *   folders ── look ──> discovery ── ready ──> pending ── next ──> an offset that names them ──> splits
 *                                              (by time)                  |
 *                                                               seen: never looked at again
 * </pre>
 *
 * <p>A table that ends lists its folders once and keeps that list with its first range; so does one that is monitored, from
 * where its end is pinned. Otherwise that one begins to look at most once in each interval.
 */
final class FileSource implements Source {
    /** So many footers are read in a few milliseconds. */
    private static final int ASKED_FILES = 16;

    private final String table;
    private final FileSourceOptions options;
    private final FileFormat format;
    private final FileColumns columns;
    private final FileDiscovery discovery;
    private final Optional<FileCleaner> cleaner;
    private final SeenFiles seen;
    private final PendingFiles pending;
    private boolean begun;

    /** Whether no more files are looked for. */
    private boolean complete;

    /** Whether the files to come have their numbers: each must be read, in this order. */
    private boolean numbered;

    private Optional<Offset> reached = Optional.empty();
    private FileOffset reachedPosition = FileOffset.START;
    private long lastNumber;
    /** Bytes of the ranges that were taken and are not committed, by the number of their last file. */
    private final TreeMap<Long, Long> unreleased = new TreeMap<>();

    FileSource(
            String table,
            FileSourceOptions options,
            FileFormat format,
            FileColumns columns,
            InstantSource clock,
            LookBudget budget) {
        FileChoice choice = options.files();
        this.table = table;
        this.options = options;
        this.format = requireNonNull(format, "format");
        this.columns = requireNonNull(columns, "columns");
        List<PathPattern> patterns = options.paths().stream()
                .map(path -> PathPattern.of(
                        table,
                        path,
                        name -> choice.isRecursive() || columns.partitions().isFolder(name)))
                .toList();
        this.cleaner = FileCleaner.of(table, choice, patterns);
        this.seen = new SeenFiles(table, cleaner.isPresent(), choice.maxFileAge(), choice.mostRemembered());
        this.pending = new PendingFiles(choice.isLatestFirst() ? FileEntry.LATEST_FIRST : FileEntry.READING_ORDER);
        this.discovery = new FileDiscovery(
                table, options, patterns, path -> seen.contains(path) || pending.contains(path), clock, budget);
    }

    @Override
    public Optional<Offset> next(Optional<Offset> start, ReadLimit limit) {
        FileOffset from = advance(start);
        look();
        List<FileEntry> files = pending.first(limit, this::present, this::rows);
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(new FileOffset(from.seq() + files.size(), files).toOffset());
    }

    /** About how many rows a table has that ends: of many files a few are asked, and the others taken for such ones by their bytes. */
    long rows() {
        List<FileEntry> files = discovery.all();
        int step = Math.max(1, files.size() / ASKED_FILES);
        long bytes = files.stream().mapToLong(FileEntry::size).sum();
        long askedBytes = 0;
        long askedRows = 0;
        for (int i = 0; i < files.size(); i += step) {
            askedBytes += files.get(i).size();
            askedRows += rows(files.get(i));
        }
        return askedBytes == bytes ? askedRows : (long) ((double) askedRows / askedBytes * bytes);
    }

    /** As many rows as the format knows or guesses a file has. */
    private long rows(FileEntry file) {
        Scan nothing = new Scan(List.of(), ScanPredicate.TRUE);
        return format.splits(dataFile(file), nothing).stream()
                .mapToLong(Split::estimatedRows)
                .sum();
    }

    /** The file as it is to be planned; empty if it is gone and nobody counts on it. */
    private Optional<FileEntry> present(FileEntry file) {
        if (isBounded()) {
            return Optional.of(file);
        }
        Optional<FileEntry> now = discovery.find(file.path());
        return numbered ? now.or(() -> Optional.of(file)) : now;
    }

    /** Everything up to {@code offset} is taken. */
    private FileOffset advance(Optional<Offset> offset) {
        if (begun && offset.equals(reached)) {
            return reachedPosition;
        }
        FileOffset position = FileOffset.of(offset, table);
        reached = offset;
        reachedPosition = position;
        if (position.seq() > lastNumber) {
            seen.add(position);
            if (begun) {
                unreleased.put(position.seq(), bytes(position));
            }
            lastNumber = position.seq();
        }
        if (!begun) {
            begin(position);
        }
        pending.remove(position.files());
        return position;
    }

    /**
     * The first position is that of the last commit: what was taken before it can be cleaned away. What a former run
     * planned beyond it comes next, in its order; a table that goes on now forgets that plan, and finds those files again.
     */
    private void begin(FileOffset position) {
        begun = true;
        List<FileEntry> planned = seen.after(position.seq());
        if (!isBounded() && !numbered) {
            planned.forEach(file -> seen.forget(file.path()));
            pending.add(complete ? planned : List.of());
            seen.release(Long.MAX_VALUE);
        } else if (!planned.isEmpty()) {
            pending.addInOrder(planned);
            complete = true;
            numbered = true;
        }
        complete |= isBounded() && position.seq() > 0;
        clean(seen.uncleaned(position.seq()));
        seen.release(position.seq());
    }

    private void clean(List<FileEntry> files) {
        cleaner.ifPresent(away ->
                away.clean(files, file -> discovery.resolve(file.path())).forEach(file -> seen.forget(file.path())));
    }

    private boolean isBounded() {
        return options.monitorInterval().isEmpty();
    }

    private void look() {
        if (complete) {
            return;
        }
        if (!isBounded()) {
            addYoung(discovery.look());
            return;
        }
        pending.add(discovery.all());
        complete = true;
        number();
    }

    private void number() {
        if (!numbered) {
            long number = lastNumber;
            for (FileEntry file : pending.inOrder()) {
                seen.plan(file, ++number);
            }
            numbered = true;
        }
    }

    private void addYoung(List<FileEntry> files) {
        Map<Boolean, List<FileEntry>> byAge = files.stream().collect(Collectors.partitioningBy(seen::isTooOld));
        byAge.get(true).forEach(seen::ignore);
        pending.add(byAge.get(false));
    }

    @Override
    public Optional<Offset> latest() {
        long number = lastNumber + pending.size();
        return number == 0 ? Optional.empty() : Optional.of(new FileOffset(number, List.of()).toOffset());
    }

    /** As Spark's file sources name them; of a listing that is not finished, what is known by now. */
    @Override
    public Map<String, String> metrics() {
        return Map.of(
                "numFilesOutstanding", Integer.toString(pending.size()),
                "numBytesOutstanding", Long.toString(pending.bytes()),
                "numFilesRemembered", Integer.toString(seen.size()));
    }

    /** Bytes. */
    @Override
    public OptionalLong backlog() {
        if (!begun || !complete) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(pending.bytes()
                + unreleased.values().stream().mapToLong(Long::longValue).sum());
    }

    @Override
    public OptionalLong sizeOf(OffsetRange range) {
        return OptionalLong.of(bytes(parsed(range.to())));
    }

    /** Every file that was read must be there as it was; files that are cleaned away are not. */
    @Override
    public Rereading again(Offset through, ReadLimit limit) {
        FileOffset end = FileOffset.parse(through, table);
        if (cleaner.isPresent()) {
            throw notAgain("its files are moved or deleted when they are read ('cleanSource')");
        }
        List<FileEntry> files = seen.through(end);
        if (files.size() < end.seq()) {
            throw notAgain(("of the %d files that were read the names of %d are forgotten"
                            + " ('maxFileAge', 'source.max-remembered-files')")
                    .formatted(end.seq(), end.seq() - files.size()));
        }
        for (FileEntry file : files) {
            Optional<FileEntry> now = discovery.find(file.path());
            if (now.isEmpty() || !now.get().equals(file)) {
                throw notAgain("file %s, which was read, is %s"
                        .formatted(
                                discovery.resolve(file.path()),
                                now.isEmpty() ? "not there any more" : "not as it was then"));
            }
        }
        return new Rereading(
                ranges(files, limit),
                "%,d files, %,d bytes"
                        .formatted(
                                files.size(),
                                files.stream().mapToLong(FileEntry::size).sum()));
    }

    private SourceException notAgain(String why) {
        return new SourceException("cannot read table \"%s\" again: %s".formatted(table, why), "");
    }

    private static List<OffsetRange> ranges(List<FileEntry> files, ReadLimit limit) {
        List<OffsetRange> ranges = new ArrayList<>();
        Optional<Offset> from = Optional.empty();
        for (int first = 0; first < files.size(); ) {
            int next = first;
            long size = 0;
            do {
                size += files.get(next++).size();
            } while (next < files.size()
                    && next - first < limit.maxFiles()
                    && size + files.get(next).size() <= limit.maxBytes());
            Offset to = new FileOffset(next, files.subList(first, next)).toOffset();
            ranges.add(new OffsetRange(from, to));
            from = Optional.of(to);
            first = next;
        }
        return ranges;
    }

    private static long bytes(FileOffset range) {
        return range.files().stream().mapToLong(FileEntry::size).sum();
    }

    @Override
    public void freeze() {
        if (!isBounded() && !complete) {
            addYoung(discovery.last());
            complete = true;
        }
    }

    @Override
    public void freeze(Offset end) {
        FileOffset.parse(end, table).forEach(seen::plan);
        complete = true;
        numbered = true;
    }

    /** Names the files to come until the memory holds them; then their number is enough. */
    @Override
    public Optional<Offset> end(Optional<Offset> position) {
        advance(position);
        if (isBounded()) {
            look();
        }
        if (!complete) {
            return Optional.empty();
        }
        number();
        List<FileEntry> named = seen.isStored() ? List.of() : List.copyOf(pending.inOrder());
        return Optional.of(new FileOffset(lastNumber + pending.size(), named).toOffset());
    }

    @Override
    public boolean isExhausted(Optional<Offset> position) {
        advance(position);
        if (isBounded()) {
            look();
        }
        return complete && pending.isEmpty();
    }

    @Override
    public List<Split> splits(OffsetRange range, Scan scan) {
        advance(range.from());
        FileOffset to = advance(Optional.of(range.to()));
        if (isBounded()) {
            look();
        }
        Scan stored = columns.stored(scan);
        List<Split> splits = new ArrayList<>();
        for (FileEntry entry : to.files()) {
            Map<Integer, PartitionValue> values = columns.partitions().values(dataFile(entry), entry.path());
            boolean wanted = columns.partitions().mayPass(scan.predicate(), values);
            if (wanted || scan.observed().isPresent()) {
                Scan read = wanted || stored.observed().isEmpty() ? stored : FileColumns.timeOnly(stored);
                addSplits(entry, read, columns.places(scan, values), splits);
            }
        }
        return splits;
    }

    private void addSplits(FileEntry entry, Scan stored, List<ScanColumn> places, List<Split> splits) {
        checkUnchanged(entry);
        DataFile file = dataFile(entry);
        for (Split split : format.splits(file, stored)) {
            splits.add(new FileSplit(file, split, places, () -> checkStillSame(entry)));
        }
    }

    private DataFile dataFile(FileEntry entry) {
        return new DataFile(table, discovery.resolve(entry.path()), entry.size(), entry.modified());
    }

    private void checkUnchanged(FileEntry entry) {
        FileEntry now = discovery.find(entry.path()).orElseThrow(() -> dataFile(entry)
                .failure(
                        "expected the file that this batch was planned with, got none of this name",
                        "Put it back as it was, or start with a new checkpoint directory."));
        checkSame(entry, now);
    }

    /** A file that was deleted while it was open was read as it was. */
    private void checkStillSame(FileEntry entry) {
        discovery.find(entry.path()).ifPresent(now -> checkSame(entry, now));
    }

    private void checkSame(FileEntry entry, FileEntry now) {
        if (now.size() != entry.size() || now.modified() != entry.modified()) {
            throw dataFile(entry)
                    .failure(
                            "expected the file as this batch was planned with it (%d bytes, changed at %s), got %d bytes, changed at %s"
                                    .formatted(entry.size(), time(entry), now.size(), time(now)),
                            "Write files under a name that begins with '.' and rename them when they are complete, or set"
                                    + " 'source.file-ready' = 'stable'. To go on, put the file back as it was.");
        }
    }

    private static Instant time(FileEntry entry) {
        return Instant.ofEpochSecond(
                Math.floorDiv(entry.modified(), 1_000_000L), Math.floorMod(entry.modified(), 1_000_000L) * 1000);
    }

    @Override
    public void release(Offset position) {
        FileOffset released = parsed(position);
        seen.release(released.seq());
        unreleased.headMap(released.seq(), true).clear();
        clean(released.files());
    }

    private FileOffset parsed(Offset position) {
        return reached.equals(Optional.of(position)) ? reachedPosition : FileOffset.parse(position, table);
    }

    @Override
    public Optional<Duration> pollInterval() {
        return complete ? Optional.empty() : options.monitorInterval();
    }

    @Override
    public void onAvailable(Runnable wake) {
        if (!complete && !isBounded()) {
            discovery.onAvailable(wake);
        }
    }

    @Override
    public Optional<SourceMemory> memory() {
        return Optional.of(seen);
    }

    @Override
    public String description() {
        return "FileSource[%s]"
                .formatted(options.paths().stream().map(Path::toString).collect(Collectors.joining(";")));
    }

    @Override
    public void close() {
        discovery.close();
    }
}
