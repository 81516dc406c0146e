package io.sluice.checkpoint.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which snapshot and which deltas make up each table as of the last commit, and what makes up the tables as of the batches
 * before it that are retained. The sum of all {@link StateChange}s, in the order of their commits. Used by the thread that
 * commits.
 *
 * <pre>
 *      retired                          live
 *   base 4 ── delta 5 … 9 ──┐
 *                           base 9 ── delta 10 … 14          retire(12) drops base 4 and its deltas if base 9 was
 *   (until a batch before base 9's commit is no more retained)  named by a commit up to 12
 * </pre>
 */
public final class StateCatalog {
    private final TreeMap<String, Table> tables = new TreeMap<>();

    /**
     * A change of one batch; without a file it rides in the commit's record.
     *
     * @param rows how many; a guess where the commit was written by a version that did not keep it
     * @param bytes about how many are stored
     */
    record LiveDelta(long batch, Optional<StateFile> file, long rows, long bytes) {}

    /**
     * A snapshot, or that the table was empty.
     *
     * @param through the last batch in it; −1: the beginning
     * @param file empty for a table without rows
     * @param committed the batch whose commit has named it
     */
    record Base(long through, Optional<StateFile> file, long committed) {
        static final Base NOTHING = new Base(-1, Optional.empty(), -1);
    }

    /** A table as of some batch: a base, and the deltas that follow it, oldest first. */
    record View(Base base, List<LiveDelta> deltas) {
        View {
            deltas = List.copyOf(deltas);
        }
    }

    /** Adds what the commit of a batch does. */
    public void apply(long batch, StateChange change) {
        for (StateChange.Snapshot snapshot : change.snapshots()) {
            table(snapshot.table()).rebase(new Base(snapshot.through(), snapshot.file(), batch));
        }
        for (StateChange.Delta delta : change.deltas()) {
            table(delta.table()).add(new LiveDelta(batch, delta.file(), delta.rows(), delta.bytes()));
        }
    }

    /**
     * Forgets what only batches before {@code batch} need, and gives the files that no longer count, as {@code
     * uid/table/file}.
     */
    public List<String> retire(long batch) {
        List<String> superseded = new ArrayList<>();
        tables.values().forEach(table -> table.retire(batch, superseded));
        tables.values().removeIf(Table::isForgotten);
        return superseded;
    }

    /** The tables that have rows, or had some when they were folded last. */
    public List<String> names() {
        return tables.values().stream()
                .filter(table -> !table.isEmpty())
                .map(Table::name)
                .toList();
    }

    /** Bytes of all files that are kept. */
    public long sizeBytes() {
        long sum = 0;
        for (Table table : tables.values()) {
            sum += table.bytes;
        }
        return sum;
    }

    /** The first batch whose commit's record holds a delta that no snapshot contains yet. */
    public OptionalLong oldestLiveInline() {
        return tables.values().stream()
                .mapToLong(Table::oldestInline)
                .filter(batch -> batch >= 0)
                .min();
    }

    /** The first batch whose commit's record holds a delta that some retained batch needs. */
    public OptionalLong oldestInline() {
        return tables.values().stream()
                .mapToLong(Table::oldestRetainedInline)
                .filter(batch -> batch >= 0)
                .min();
    }

    /**
     * Whether all that the tables are built of is there.
     *
     * @param files as {@code uid/table/file}
     * @param firstBatch the first one whose commit is in the log
     */
    public boolean isBuiltOf(Set<String> files, long firstBatch) {
        return tables.values().stream().allMatch(table -> table.isBuiltOf(files, firstBatch));
    }

    Collection<Table> all() {
        return tables.values();
    }

    Table table(String name) {
        return tables.computeIfAbsent(name, Table::new);
    }

    Optional<Table> find(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** All files that are kept, as {@code uid/table/file}. */
    public Set<String> files() {
        Set<String> result = new HashSet<>();
        for (Table table : tables.values()) {
            table.forEachFile(file -> result.add(table.path(file)));
        }
        return result;
    }

    /** One table: a base, the deltas after it, and what was before. */
    static final class Table {
        private final String name;
        private final Deque<Base> older = new ArrayDeque<>();
        private final Deque<LiveDelta> retired = new ArrayDeque<>();
        private final Deque<LiveDelta> deltas = new ArrayDeque<>();
        private final Deque<Long> liveInline = new ArrayDeque<>();
        private Base base = Base.NOTHING;
        private long bytes;
        private boolean folding;

        private Table(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        Base base() {
            return base;
        }

        Optional<StateFile> snapshot() {
            return base.file();
        }

        /** Those after the base. */
        Collection<LiveDelta> deltas() {
            return deltas;
        }

        Collection<Base> older() {
            return older;
        }

        /** Those before the base, back to the oldest base. */
        Collection<LiveDelta> retired() {
            return retired;
        }

        /** Bytes of those after the base, about. */
        long deltaBytes() {
            long sum = 0;
            for (LiveDelta delta : deltas) {
                sum += delta.bytes();
            }
            return sum;
        }

        /** Rows of those after the base, puts and deletes. */
        long deltaRows() {
            long sum = 0;
            for (LiveDelta delta : deltas) {
                sum += delta.rows();
            }
            return sum;
        }

        /** Whether a fold of this table was started and its result has not come yet. */
        boolean isFolding() {
            return folding;
        }

        void startFolding() {
            folding = true;
        }

        /** Of those after the base; −1: none. */
        long oldestInline() {
            return liveInline.isEmpty() ? -1 : liveInline.getFirst();
        }

        private long oldestRetainedInline() {
            for (LiveDelta delta : retired) {
                if (delta.file().isEmpty()) {
                    return delta.batch();
                }
            }
            return oldestInline();
        }

        /** The table as of a batch, from the newest base that is not after it; empty if it is too long ago. */
        Optional<View> asOf(long batch) {
            return views().stream()
                    .filter(view -> view.base().through() <= batch)
                    .findFirst()
                    .map(view -> new View(
                            view.base(),
                            view.deltas().stream()
                                    .filter(delta -> delta.batch() <= batch)
                                    .toList()));
        }

        /** All ways to build the table as it is now, that with the newest base first. */
        List<View> views() {
            List<View> views = new ArrayList<>();
            views.add(new View(base, List.copyOf(deltas)));
            for (Iterator<Base> bases = older.descendingIterator(); bases.hasNext(); ) {
                Base from = bases.next();
                List<LiveDelta> after = new ArrayList<>();
                Stream.concat(retired.stream(), deltas.stream())
                        .filter(delta -> delta.batch() > from.through())
                        .forEach(after::add);
                views.add(new View(from, after));
            }
            return views;
        }

        void add(LiveDelta delta) {
            deltas.addLast(delta);
            if (delta.file().isEmpty()) {
                liveInline.addLast(delta.batch());
            }
            count(delta.file());
        }

        /** Takes over what a log that begins later has of the time before. */
        void begin(List<Base> olderBases, List<LiveDelta> olderDeltas, Base newest) {
            older.addAll(olderBases);
            retired.addAll(olderDeltas);
            base = newest;
            count(newest.file());
            olderBases.forEach(each -> count(each.file()));
            olderDeltas.forEach(each -> count(each.file()));
        }

        /** A base that counts before its commit is named by it again. */
        private boolean isBase(Base newer) {
            return newer.file().isPresent() && newer.file().equals(base.file());
        }

        private void rebase(Base newer) {
            if (isBase(newer)) {
                base = newer;
                return;
            }
            older.addLast(base);
            base = newer;
            count(newer.file());
            while (!deltas.isEmpty() && deltas.getFirst().batch() <= newer.through()) {
                retired.addLast(deltas.removeFirst());
            }
            while (!liveInline.isEmpty() && liveInline.getFirst() <= newer.through()) {
                liveInline.removeFirst();
            }
            folding = false;
        }

        /** Goes back to the base before, since the newest one cannot be read; what followed it counts again. */
        void withdrawBase() {
            View view = views().get(1);
            bytes -= base.file().map(StateFile::length).orElse(0L);
            base = older.removeLast();
            deltas.clear();
            deltas.addAll(view.deltas());
            retired.removeIf(delta -> delta.batch() > base.through());
            liveInline.clear();
            deltas.stream().filter(delta -> delta.file().isEmpty()).forEach(delta -> liveInline.addLast(delta.batch()));
        }

        private void retire(long batch, List<String> superseded) {
            while (!older.isEmpty()) {
                Base oldest = older.removeFirst();
                Base next = older.isEmpty() ? base : older.getFirst();
                if (next.committed() > batch) {
                    older.addFirst(oldest);
                    return;
                }
                oldest.file().ifPresent(file -> drop(file, superseded));
                while (!retired.isEmpty() && retired.getFirst().batch() <= next.through()) {
                    retired.removeFirst().file().ifPresent(file -> drop(file, superseded));
                }
            }
        }

        private boolean isBuiltOf(Set<String> files, long firstBatch) {
            return base.file().map(file -> files.contains(path(file))).orElse(true)
                    && deltas.stream().allMatch(delta -> delta.file()
                            .map(file -> files.contains(path(file)))
                            .orElse(delta.batch() >= firstBatch));
        }

        private void count(Optional<StateFile> file) {
            bytes += file.map(StateFile::length).orElse(0L);
        }

        private void drop(StateFile file, List<String> superseded) {
            bytes -= file.length();
            superseded.add(path(file));
        }

        private void forEachFile(Consumer<StateFile> consumer) {
            base.file().ifPresent(consumer);
            older.forEach(each -> each.file().ifPresent(consumer));
            retired.forEach(each -> each.file().ifPresent(consumer));
            deltas.forEach(each -> each.file().ifPresent(consumer));
        }

        String path(StateFile file) {
            return name + "/" + file.name();
        }

        /** Whether it has no rows. */
        boolean isEmpty() {
            return base.file().isEmpty() && deltas.isEmpty();
        }

        private boolean isForgotten() {
            return isEmpty() && older.isEmpty();
        }
    }
}
