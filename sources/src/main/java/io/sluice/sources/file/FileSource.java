package io.sluice.sources.file;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.Source;
import io.sluice.sources.SourceMemory;
import io.sluice.sources.Split;
import io.sluice.sources.file.FileSplit.ScanColumn;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a folder, each read once, in the order of their modification time. A file that is changed after it was
 * taken is not read again.
 *
 * <pre>
 *   folder ── list ──> settling ── unchanged ──> pending ── next ──> an offset that names them ──> splits
 *                      (if 'stable')             (by time)                  |
 *                                                                 seen: never listed again
 * </pre>
 *
 * <p>A table that ends lists its folder once and keeps that list with its first range; so does one that is monitored, from
 * where its end is pinned. Otherwise that one lists its folder at most once in each interval, and not at all while the
 * operating system tells that nothing happened.
 */
final class FileSource implements Source {
    /** So many intervals after a listing there is another, even if nothing seems to have happened. */
    private static final int QUIET_INTERVALS = 10;

    private final String table;
    private final FileSourceOptions options;
    private final Folder folder;
    private final FileFormat format;
    private final Map<Integer, FileMetadata> metadata;
    private final InstantSource clock;
    private final SeenFiles seen;
    private final PendingFiles pending = new PendingFiles();
    private final Optional<SettlingFiles> settling;
    private Optional<FolderWatch> watch = Optional.empty();
    private Optional<Instant> listed = Optional.empty();
    private boolean begun;

    /** Whether no more files are looked for. */
    private boolean complete;

    /** Whether the files to come have their numbers: each must be read, in this order. */
    private boolean numbered;

    private Optional<Offset> reached = Optional.empty();
    private FileOffset reachedPosition = FileOffset.START;
    private long lastNumber;

    /** {@code metadata}: the columns of the table that are not in the files, by position. */
    FileSource(
            String table,
            FileSourceOptions options,
            FileFormat format,
            Map<Integer, FileMetadata> metadata,
            InstantSource clock) {
        this.table = table;
        this.options = options;
        this.folder = Folder.of(table, options.path());
        this.format = requireNonNull(format, "format");
        this.metadata = Map.copyOf(metadata);
        this.clock = requireNonNull(clock, "clock");
        this.seen = new SeenFiles(table);
        this.settling = options.isStableWanted() ? options.monitorInterval().map(SettlingFiles::new) : Optional.empty();
    }

    @Override
    public Optional<Offset> next(Optional<Offset> start, ReadLimit limit) {
        FileOffset from = advance(start);
        look();
        List<FileEntry> files = pending.first(limit, this::present);
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(new FileOffset(from.seq() + files.size(), files).toOffset());
    }

    /** The file as it is to be planned; empty if it is gone and nobody counts on it. */
    private Optional<FileEntry> present(FileEntry file) {
        if (isBounded()) {
            return Optional.of(file);
        }
        Optional<FileEntry> now = folder.find(file.path());
        return numbered ? now.or(() -> Optional.of(file)) : now;
    }

    /**
     * Everything up to {@code offset} is taken; what a former run planned beyond it comes next, in its order. A table
     * that goes on now forgets that plan, and lists those files again.
     */
    private FileOffset advance(Optional<Offset> offset) {
        if (begun && offset.equals(reached)) {
            return reachedPosition;
        }
        FileOffset position = FileOffset.of(offset, table);
        reached = offset;
        reachedPosition = position;
        seen.add(position);
        if (!begun) {
            begun = true;
            List<FileEntry> planned = seen.after(position.seq());
            if (!isBounded() && !numbered) {
                seen.forget(planned);
                pending.add(complete ? planned : List.of());
            } else if (!planned.isEmpty()) {
                pending.addInOrder(planned);
                complete = true;
                numbered = true;
            }
        }
        pending.remove(position.files());
        lastNumber = Math.max(lastNumber, position.seq());
        return position;
    }

    private boolean isBounded() {
        return options.monitorInterval().isEmpty();
    }

    private void look() {
        if (complete) {
            return;
        }
        Instant now = clock.instant();
        if (isBounded()) {
            pending.add(listNew());
            complete = true;
            number();
        } else if (isListingDue(now)) {
            listed = Optional.of(now);
            List<FileEntry> files = listNew();
            pending.add(settling.map(rest -> rest.settled(files, now)).orElse(files));
        }
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

    private boolean isListingDue(Instant now) {
        if (listed.isEmpty()) {
            return true;
        }
        Duration since = Duration.between(listed.get(), now);
        Duration interval = options.monitorInterval().orElseThrow();
        if (since.compareTo(interval) < 0) {
            return false;
        }
        boolean restless =
                watch.isEmpty() || settling.isPresent() && !settling.get().isEmpty();
        return restless || watch.get().takeChanged() || since.compareTo(interval.multipliedBy(QUIET_INTERVALS)) >= 0;
    }

    /** Files not known yet. An empty one in a monitored folder is about to be written, and has no rows in any case. */
    private List<FileEntry> listNew() {
        List<FileEntry> files = folder.list(path -> !seen.contains(path) && !pending.contains(path));
        return isBounded()
                ? files
                : files.stream().filter(file -> file.size() > 0).toList();
    }

    @Override
    public Optional<Offset> latest() {
        long number = lastNumber + pending.size();
        return number == 0 ? Optional.empty() : Optional.of(new FileOffset(number, List.of()).toOffset());
    }

    @Override
    public void freeze() {
        if (!isBounded() && !complete) {
            List<FileEntry> files = listNew();
            pending.add(settling.map(rest -> rest.unchangedAt(files, clock.instant()))
                    .orElse(files));
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
        List<FileEntry> named = seen.isStored() ? List.of() : pending.inOrder();
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
        List<ScanColumn> columns = new ArrayList<>();
        Scan stored = stored(scan, columns);
        List<Split> splits = new ArrayList<>();
        for (FileEntry entry : to.files()) {
            DataFile file = unchanged(entry);
            for (Split split : format.splits(file, stored)) {
                splits.add(new FileSplit(file, split, columns));
            }
        }
        return splits;
    }

    /** The part of the scan that the format sees; fills in where each scanned column comes from. */
    private Scan stored(Scan scan, List<ScanColumn> columns) {
        List<Integer> positions = new ArrayList<>();
        for (int position : scan.columns()) {
            if (metadata.containsKey(position)) {
                columns.add(new ScanColumn.Metadata(metadata.get(position)));
            } else {
                columns.add(new ScanColumn.Stored(positions.size()));
                positions.add(position);
            }
        }
        List<ScanPredicate.Comparison> comparisons = scan.predicate().comparisons().stream()
                .filter(comparison -> !metadata.containsKey(comparison.column()))
                .toList();
        boolean timeIsStored = scan.observed().stream().noneMatch(metadata::containsKey);
        return timeIsStored
                ? new Scan(positions, new ScanPredicate(comparisons), scan.observed())
                : new Scan(positions, ScanPredicate.TRUE);
    }

    private DataFile unchanged(FileEntry entry) {
        DataFile file = new DataFile(table, folder.resolve(entry.path()), entry.size(), entry.modified());
        FileEntry now = folder.find(entry.path())
                .orElseThrow(() -> file.failure(
                        "expected the file that this batch was planned with, got none of this name",
                        "Put it back as it was, or start with a new checkpoint directory."));
        if (!now.equals(entry)) {
            throw file.failure(
                    "expected the file as this batch was planned with it (%d bytes, changed at %s), got %d bytes, changed at %s"
                            .formatted(entry.size(), time(entry), now.size(), time(now)),
                    "Write files under a name that begins with '.' and rename them when they are complete, or set"
                            + " 'source.file-ready' = 'stable'. To go on, put the file back as it was.");
        }
        return file;
    }

    private static Instant time(FileEntry entry) {
        return Instant.ofEpochSecond(
                Math.floorDiv(entry.modified(), 1_000_000L), Math.floorMod(entry.modified(), 1_000_000L) * 1000);
    }

    @Override
    public void release(Offset position) {}

    @Override
    public Optional<Duration> pollInterval() {
        return complete ? Optional.empty() : options.monitorInterval();
    }

    @Override
    public void onAvailable(Runnable wake) {
        if (!isBounded() && watch.isEmpty()) {
            watch = FolderWatch.start(folder.directory(), wake);
        }
    }

    @Override
    public Optional<SourceMemory> memory() {
        return Optional.of(seen);
    }

    @Override
    public String description() {
        return "FileSource[%s]".formatted(options.path());
    }

    @Override
    public void close() {
        watch.ifPresent(FolderWatch::close);
    }
}
