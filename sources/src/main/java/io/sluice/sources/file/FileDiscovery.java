package io.sluice.sources.file;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds files that nobody knows yet. While the operating system tells what happens, a look costs what has happened: the
 * names that it told are looked at, and nothing is listed. From time to time all folders that have changed are listed all
 * the same; the larger they are, the more rarely, so that a look goes through a bounded number of names on average. Where
 * nothing is told each look lists the folders that have changed.
 *
 * <p>An empty file in a monitored folder is about to be written: it is held back until it has content. Used on one thread.
 */
final class FileDiscovery implements AutoCloseable {
    /** So many intervals after a listing there is another, even if nothing seems to have happened. */
    private static final int QUIET_INTERVALS = 10;

    /** So many names may be listed for each interval that goes by. */
    private static final int NAMES_OF_INTERVAL = 500;

    private final String table;
    private final Optional<Duration> interval;
    private final Optional<SettlingFiles> settling;
    private final FolderTree tree;
    private final InstantSource clock;
    private final Predicate<String> known;
    private final Map<String, FileEntry> found = new LinkedHashMap<>();
    /** Paths of files that are there but not ready. */
    private Set<String> waiting = new LinkedHashSet<>();

    private final Set<KnownFolder> unwatched = new LinkedHashSet<>();
    private final List<PathPattern> patterns;
    private Optional<FolderWatch> watch = Optional.empty();
    private Optional<Instant> looked = Optional.empty();
    private Optional<Instant> checked = Optional.empty();

    /** @param known paths that are not looked at */
    FileDiscovery(
            String table,
            FileSourceOptions options,
            List<PathPattern> patterns,
            Predicate<String> known,
            InstantSource clock) {
        this.table = table;
        this.interval = options.monitorInterval();
        this.settling = options.isStableWanted() ? interval.map(SettlingFiles::new) : Optional.empty();
        this.clock = clock;
        this.known = known;
        this.patterns = patterns;
        this.tree = new FolderTree(
                table,
                patterns,
                options.files().rules(patterns.get(0).base().getFileSystem()),
                known,
                file -> found.put(file.path(), file),
                this::enter);
    }

    private void enter(KnownFolder folder) {
        if (watch.isEmpty() || !watch.get().add(folder)) {
            unwatched.add(folder);
        }
    }

    Path resolve(String path) {
        return tree.resolve(path);
    }

    Optional<FileEntry> find(String path) {
        return tree.find(path);
    }

    /** All files of a table that ends. */
    List<FileEntry> all() {
        tree.refresh(clock.instant());
        return take();
    }

    private List<FileEntry> take() {
        List<FileEntry> files = new ArrayList<>(found.values());
        found.clear();
        return files;
    }

    /** The files that were not known before and are ready; looks at most once in an interval. */
    List<FileEntry> look() {
        Instant now = clock.instant();
        if (!isDue(now)) {
            return List.of();
        }
        looked = Optional.of(now);
        boolean check = isCheckDue(now);
        if (check) {
            checked = Optional.of(now);
            watch.ifPresent(FolderWatch::take);
            tree.refresh(now);
        } else {
            watch.ifPresent(changes -> follow(changes, now));
            unwatched.removeIf(folder -> !tree.has(folder));
            List.copyOf(unwatched).forEach(folder -> tree.refresh(folder, now));
        }
        List<FileEntry> there = candidates(check || settling.isPresent() || !unwatched.isEmpty());
        return keepWaiting(
                there,
                settling.map(rest -> rest.settled(withContent(there), now)).orElse(withContent(there)));
    }

    /** The last look of all: files that are ready now, or were not changed for an interval. */
    List<FileEntry> last() {
        Instant now = clock.instant();
        tree.refresh(now);
        List<FileEntry> there = withContent(candidates(true));
        return settling.map(rest -> rest.unchangedAt(there, now)).orElse(there);
    }

    private boolean isDue(Instant now) {
        if (looked.isEmpty()) {
            return true;
        }
        boolean waited = Duration.between(looked.get(), now).compareTo(interval.orElseThrow()) >= 0;
        boolean restless = !unwatched.isEmpty() || settling.isPresent() && !waiting.isEmpty();
        return waited && (restless || watch.isEmpty() || watch.get().isChanged() || isCheckDue(now));
    }

    private boolean isCheckDue(Instant now) {
        if (checked.isEmpty() || watch.isEmpty() || !watch.get().isAlive()) {
            return true;
        }
        long intervals = Math.max(QUIET_INTERVALS, tree.names() / NAMES_OF_INTERVAL);
        return Duration.between(checked.get(), now)
                        .compareTo(interval.orElseThrow().multipliedBy(intervals))
                >= 0;
    }

    private void follow(FolderWatch changes, Instant now) {
        changes.take()
                .forEach((folder, names) -> names.ifPresentOrElse(
                        some -> some.forEach(name -> tree.visit(folder, name, now)), () -> tree.list(folder, now)));
    }

    /** What was found, and what was found before and was not ready, as it is now. */
    private List<FileEntry> candidates(boolean all) {
        if (all) {
            for (String path : waiting) {
                if (!found.containsKey(path) && !known.test(path)) {
                    tree.find(path).ifPresent(file -> found.put(path, file));
                }
            }
            waiting = new LinkedHashSet<>();
        }
        return take();
    }

    private List<FileEntry> keepWaiting(List<FileEntry> there, List<FileEntry> ready) {
        there.forEach(file -> waiting.add(file.path()));
        ready.forEach(file -> waiting.remove(file.path()));
        return ready;
    }

    private static List<FileEntry> withContent(List<FileEntry> files) {
        return files.stream().filter(file -> file.size() > 0).toList();
    }

    /** From now on {@code wake} is called when something happens. */
    void onAvailable(Runnable wake) {
        if (watch.isPresent()) {
            return;
        }
        watch = FolderWatch.start(patterns.get(0).base().getFileSystem(), table, wake);
        watch.ifPresent(service -> tree.folders().forEach(folder -> {
            if (service.add(folder)) {
                unwatched.remove(folder);
                folder.modified = KnownFolder.NEVER;
            }
        }));
        checked = Optional.empty();
    }

    @Override
    public void close() {
        watch.ifPresent(FolderWatch::close);
    }
}
