package io.sluice.sources.file;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds files that nobody knows yet. While the operating system tells what happens, a look costs what has happened: the
 * names that it told are looked at, and nothing is listed. From time to time all folders that have changed are listed all
 * the same; the larger they are, the more rarely. Where nothing is told, folders that have changed are listed each interval.
 *
 * <p>The first look lists everything. Later a look does a bounded part of a listing, and the next ones go on with it; what
 * a listing has found comes when it has ended, so that its files keep their order. Files that are to be seen twice before
 * they are complete are looked at again in such portions, too.
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
    private final LookBudget budget;
    private final Predicate<String> known;
    private final List<PathPattern> patterns;
    /** What the listing that is going on has found. */
    private Map<String, FileEntry> listed = new LinkedHashMap<>();
    /** Paths of files that are there without content, the one that was looked at last at the end. */
    private final Set<String> empty = new LinkedHashSet<>();

    private final Set<KnownFolder> unwatched = new LinkedHashSet<>();
    private Optional<FolderWatch> watch = Optional.empty();
    private Runnable wake = () -> {};
    private Optional<Instant> looked = Optional.empty();
    private Optional<Instant> checked = Optional.empty();

    /**
     * @param known paths that are not looked at
     * @param budget what a look after the first lists at most
     */
    FileDiscovery(
            String table,
            FileSourceOptions options,
            List<PathPattern> patterns,
            Predicate<String> known,
            InstantSource clock,
            LookBudget budget) {
        this.table = table;
        this.interval = options.monitorInterval();
        this.settling = options.isStableWanted() ? interval.map(SettlingFiles::new) : Optional.empty();
        this.clock = clock;
        this.budget = budget;
        this.known = known;
        this.patterns = patterns;
        this.tree = new FolderTree(
                table, patterns, options.files().rules(patterns.get(0).base().getFileSystem()), known, this::enter);
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
        return List.copyOf(listWhole(clock.instant()).values());
    }

    private Map<String, FileEntry> listWhole(Instant now) {
        tree.askAll();
        while (tree.isListing()) {
            tree.goOn(now, LookBudget.WHOLE.begin(), this::noteListed);
        }
        return takeListed();
    }

    private void noteListed(FileEntry file) {
        listed.put(file.path(), file);
    }

    private Map<String, FileEntry> takeListed() {
        Map<String, FileEntry> taken = listed;
        listed = new LinkedHashMap<>();
        return taken;
    }

    /**
     * The files that were not known before and are ready. Begins at most once in an interval; a listing that is not at its
     * end goes on with each call.
     */
    List<FileEntry> look() {
        Instant now = clock.instant();
        boolean due = isDue(now);
        if (!due && !isGoingOn()) {
            return List.of();
        }
        LookBudget portion = looked.isEmpty() ? LookBudget.WHOLE : budget;
        Map<String, FileEntry> found = new LinkedHashMap<>();
        if (due) {
            begin(now, portion, found);
        }
        settling.ifPresent(files -> lookAgain(files, portion.begin(), found));
        if (tree.goOn(now, portion.begin(), this::noteListed)) {
            takeListed().forEach((path, file) -> {
                boolean seenSince = known.test(path)
                        || settling.isPresent() && settling.get().has(path);
                if (!seenSince) {
                    found.putIfAbsent(path, file);
                }
            });
        }
        if (isGoingOn()) {
            wake.run();
        }
        return ready(found.values(), now);
    }

    /** Whether the last look has not done all that was to be done. */
    private boolean isGoingOn() {
        return tree.isListing() || settling.isPresent() && settling.get().isRoundGoing();
    }

    private void lookAgain(SettlingFiles files, LookBudget.Look look, Map<String, FileEntry> found) {
        for (String path : files.next(look)) {
            if (files.has(path)) {
                lookAgain(path, found);
            }
        }
    }

    private boolean isDue(Instant now) {
        if (looked.isEmpty()) {
            return true;
        }
        boolean waited = Duration.between(looked.get(), now).compareTo(interval.orElseThrow()) >= 0;
        boolean restless =
                !unwatched.isEmpty() || settling.isPresent() && !settling.get().isEmpty();
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

    private void begin(Instant now, LookBudget portion, Map<String, FileEntry> found) {
        looked = Optional.of(now);
        boolean check = isCheckDue(now);
        boolean listing = tree.isListing();
        settling.ifPresent(SettlingFiles::beginRound);
        if (check || settling.isPresent() || !unwatched.isEmpty()) {
            lookAtEmpty(portion.begin(), found);
        }
        watch.ifPresent(changes -> follow(changes, file -> found.put(file.path(), file)));
        if (listing) {
            return;
        }
        if (check) {
            checked = Optional.of(now);
            tree.askAll();
        } else {
            unwatched.removeIf(folder -> !tree.has(folder));
            unwatched.forEach(tree::ask);
        }
    }

    private void lookAgain(String path, Map<String, FileEntry> found) {
        Optional<FileEntry> file = known.test(path) ? Optional.empty() : tree.find(path);
        file.ifPresentOrElse(there -> found.put(path, there), () -> settling.ifPresent(files -> files.forget(path)));
    }

    /** Those that are empty still come back at the end, so that each has its turn. */
    private void lookAtEmpty(LookBudget.Look look, Map<String, FileEntry> found) {
        List<String> some = new ArrayList<>();
        for (String path : empty) {
            if (look.isSpent()) {
                break;
            }
            look.count();
            some.add(path);
            lookAgain(path, found);
        }
        some.forEach(empty::remove);
    }

    private void follow(FolderWatch changes, Consumer<FileEntry> found) {
        changes.take()
                .forEach((folder, names) -> names.ifPresentOrElse(
                        some -> some.forEach(name -> tree.visit(folder, name, found)), () -> tree.askAgain(folder)));
    }

    private List<FileEntry> ready(Collection<FileEntry> files, Instant now) {
        List<FileEntry> ready = new ArrayList<>();
        for (FileEntry file : files) {
            if (file.size() == 0) {
                empty.add(file.path());
                settling.ifPresent(some -> some.forget(file.path()));
                continue;
            }
            empty.remove(file.path());
            if (settling.isEmpty() || settling.get().isSettled(file, now)) {
                ready.add(file);
            }
        }
        return ready;
    }

    /** The last look of all: files that are ready now, or were not changed for an interval. */
    List<FileEntry> last() {
        Instant now = clock.instant();
        takeListed().keySet().forEach(path -> tree.find(path).ifPresent(this::noteListed));
        Map<String, FileEntry> found = listWhole(now);
        settling.ifPresent(files -> files.paths().forEach(path -> lookAgain(path, found)));
        List.copyOf(empty).forEach(path -> lookAgain(path, found));
        List<FileEntry> there = found.values().stream()
                .filter(file -> file.size() > 0 && !known.test(file.path()))
                .toList();
        return settling.map(rest -> rest.unchangedAt(there, now)).orElse(there);
    }

    /** From now on {@code wake} is called when something happens, and when a listing is to go on. */
    void onAvailable(Runnable wake) {
        if (watch.isPresent()) {
            return;
        }
        this.wake = wake;
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
        tree.close();
    }
}
