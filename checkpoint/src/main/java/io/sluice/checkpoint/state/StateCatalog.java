package io.sluice.checkpoint.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which snapshot and which deltas make up each table as of the last commit. The sum of all {@link StateChange}s, in the
 * order of their commits. Used by the thread that commits.
 */
public final class StateCatalog {
    private final TreeMap<String, Table> tables = new TreeMap<>();

    /** A delta that no snapshot contains yet; without a file it rides in the commit's record. */
    record LiveDelta(long batch, Optional<StateFile> file) {}

    /** Adds what the commit of a batch does, and gives the files that no longer count, as {@code uid/table/file}. */
    public List<String> apply(long batch, StateChange change) {
        List<String> superseded = new ArrayList<>();
        for (StateChange.Snapshot snapshot : change.snapshots()) {
            superseded.addAll(table(snapshot.table()).fold(snapshot));
        }
        for (StateChange.Delta delta : change.deltas()) {
            table(delta.table()).add(new LiveDelta(batch, delta.file()));
        }
        tables.values().removeIf(Table::isEmpty);
        return superseded;
    }

    public List<String> names() {
        return List.copyOf(tables.keySet());
    }

    /** Bytes of all files that count. */
    public long sizeBytes() {
        long sum = 0;
        for (Table table : tables.values()) {
            sum += table.bytes;
        }
        return sum;
    }

    /** The first batch whose commit's record holds a delta that no snapshot contains yet. */
    public OptionalLong oldestInline() {
        return tables.values().stream()
                .mapToLong(Table::oldestInline)
                .filter(batch -> batch >= 0)
                .min();
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

    /** All files that count, as {@code uid/table/file}. */
    Set<String> files() {
        Set<String> result = new HashSet<>();
        for (Table table : tables.values()) {
            table.snapshot().flatMap(StateChange.Snapshot::file).ifPresent(file -> result.add(table.path(file)));
            for (LiveDelta delta : table.deltas()) {
                delta.file().ifPresent(file -> result.add(table.path(file)));
            }
        }
        return result;
    }

    /** One table: at most one snapshot, then the deltas after it. */
    static final class Table {
        private final String name;
        private final Deque<LiveDelta> deltas = new ArrayDeque<>();
        private final Deque<Long> inlineBatches = new ArrayDeque<>();
        private Optional<StateChange.Snapshot> snapshot = Optional.empty();
        private long bytes;
        private boolean folding;

        private Table(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        Optional<StateChange.Snapshot> snapshot() {
            return snapshot;
        }

        Collection<LiveDelta> deltas() {
            return deltas;
        }

        /** Whether a fold of this table was started and its result has not come yet. */
        boolean isFolding() {
            return folding;
        }

        void startFolding() {
            folding = true;
        }

        long oldestInline() {
            return inlineBatches.isEmpty() ? -1 : inlineBatches.getFirst();
        }

        void add(LiveDelta delta) {
            deltas.addLast(delta);
            if (delta.file().isEmpty()) {
                inlineBatches.addLast(delta.batch());
            }
            bytes += delta.file().map(StateFile::length).orElse(0L);
        }

        List<String> fold(StateChange.Snapshot newer) {
            List<String> superseded = new ArrayList<>();
            snapshot.flatMap(StateChange.Snapshot::file).ifPresent(file -> drop(file, superseded));
            while (!deltas.isEmpty() && deltas.getFirst().batch() <= newer.through()) {
                deltas.removeFirst().file().ifPresent(file -> drop(file, superseded));
            }
            while (!inlineBatches.isEmpty() && inlineBatches.getFirst() <= newer.through()) {
                inlineBatches.removeFirst();
            }
            snapshot = newer.file().map(file -> newer);
            bytes += newer.file().map(StateFile::length).orElse(0L);
            folding = false;
            return superseded;
        }

        private void drop(StateFile file, List<String> superseded) {
            bytes -= file.length();
            superseded.add(path(file));
        }

        private String path(StateFile file) {
            return name + "/" + file.name();
        }

        private boolean isEmpty() {
            return snapshot.isEmpty() && deltas.isEmpty();
        }
    }
}
