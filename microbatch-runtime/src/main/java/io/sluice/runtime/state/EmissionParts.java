package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.runtime.state.EmissionPart.Unit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** Cuts what a group-by may send on after a merge into parts. Used once, by one thread. */
public final class EmissionParts {
    /** A part has about so many groups: enough to be worth a hand-over, few enough for threads to share them evenly. */
    private static final int GROUPS = 1 << 14;

    private final TreeMap<Long, Bucket> buckets;
    private final TreeMap<Long, BucketInput> inputs;
    private final List<EmissionPart> parts = new ArrayList<>();
    private List<Unit> part = new ArrayList<>();
    private long groups;

    EmissionParts(TreeMap<Long, Bucket> buckets, TreeMap<Long, BucketInput> inputs) {
        this.buckets = requireNonNull(buckets, "buckets");
        this.inputs = requireNonNull(inputs, "inputs");
    }

    /** All groups of the state, in parts. */
    public List<EmissionPart> all() {
        buckets.values().forEach(bucket -> addWhole(bucket));
        return parts();
    }

    /** The tables with groups that the batch has changed, in parts. */
    public List<EmissionPart> changed() {
        for (BucketInput input : inputs.values()) {
            Bucket bucket = input.bucket();
            for (int i = 0; i < KeyGroups.SHARDS; i++) {
                GroupTable each = bucket.table(i);
                if (each != null && each.changed() > 0) {
                    add(new Unit.Whole(bucket.start(), each), each.changed());
                }
            }
        }
        return parts();
    }

    /** The groups of all buckets that close, those that were never state too, in parts. */
    public List<EmissionPart> closing(LongPredicate closes) {
        Iterator<Bucket> known = buckets.values().iterator();
        Bucket next = next(known, closes);
        for (BucketInput input : inputs.values()) {
            if (!input.isPassing()) {
                continue;
            }
            for (; next != null && next.start() < input.bucket().start(); next = next(known, closes)) {
                addWhole(next);
            }
            if (input.isDirect()) {
                addDirect(input);
            } else {
                addWhole(input.bucket());
            }
        }
        for (; next != null; next = next(known, closes)) {
            addWhole(next);
        }
        return parts();
    }

    private static Bucket next(Iterator<Bucket> buckets, LongPredicate closes) {
        Bucket next = buckets.hasNext() ? buckets.next() : null;
        return next != null && closes.test(next.start()) ? next : null;
    }

    private void addWhole(Bucket bucket) {
        for (int i = 0; i < KeyGroups.SHARDS; i++) {
            GroupTable each = bucket.table(i);
            if (each != null) {
                add(new Unit.Whole(bucket.start(), each), each.size());
            }
        }
    }

    private void addDirect(BucketInput input) {
        GroupPiece piece = input.piece(0);
        int start = input.start(0, 0);
        References all = new References(piece.ordinals(), start, (int) input.groups());
        for (int begin = 0; begin < all.count(); begin += GROUPS) {
            References groups = all.part(begin, Math.min(GROUPS, all.count() - begin));
            add(new Unit.Some(input.bucket().start(), piece.table(), groups), groups.count());
        }
    }

    /** The windows, each made of its panes, in parts. */
    public List<EmissionPart> windows(Collection<Long> windows, WindowTimes times) {
        for (long window : windows) {
            Collection<Bucket> panes = buckets.subMap(times.firstPane(window), times.behind(window))
                    .values();
            for (int i = 0; i < KeyGroups.SHARDS; i++) {
                int shard = i;
                List<GroupTable> tables = panes.stream()
                        .map(pane -> pane.table(shard))
                        .filter(Objects::nonNull)
                        .toList();
                if (!tables.isEmpty()) {
                    long groups = tables.stream().mapToLong(GroupTable::size).sum();
                    add(new Unit.Panes(window, tables), groups);
                }
            }
        }
        return parts();
    }

    private void add(Unit unit, long size) {
        if (groups > 0 && groups + size > GROUPS) {
            cut();
        }
        part.add(unit);
        groups += size;
    }

    private void cut() {
        parts.add(new EmissionPart(part));
        part = new ArrayList<>();
        groups = 0;
    }

    private List<EmissionPart> parts() {
        if (!part.isEmpty()) {
            cut();
        }
        return parts;
    }
}
