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

/**
 * Cuts what a group-by may send on after a merge into parts. If that is all of it, parts are of about the same size; if it is some
 * shards, each has parts of its own, with numbers in which the parts of all shards are in the same order. Used once, by one thread.
 */
public final class EmissionParts {
    /** A part has about so many groups: enough to be worth a hand-over, few enough for threads to share them evenly. */
    private static final int GROUPS = 1 << 14;

    private final TreeMap<Long, Bucket> buckets;
    private final TreeMap<Long, BucketInput> inputs;
    private final int shards;

    /** The buckets so far, of all shards. */
    private int places = -1;

    private int last = -1;
    private final List<EmissionPart> parts = new ArrayList<>();
    private List<Unit> part = new ArrayList<>();
    private long groups;

    EmissionParts(TreeMap<Long, Bucket> buckets, TreeMap<Long, BucketInput> inputs, int shards) {
        this.shards = shards;
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
            places++;
            for (int i = 0; i < KeyGroups.SHARDS; i++) {
                GroupTable each = bucket.table(i);
                if (Shards.has(shards, i) && each != null && each.changed() > 0) {
                    add(i, new Unit.Whole(bucket.start(), each), each.changed());
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
        places++;
        for (int i = 0; i < KeyGroups.SHARDS; i++) {
            GroupTable each = bucket.table(i);
            if (Shards.has(shards, i) && each != null) {
                add(i, new Unit.Whole(bucket.start(), each), each.size());
            }
        }
    }

    private void addDirect(BucketInput input) {
        places++;
        if (shards == Shards.ALL) {
            addDirect(input, 0, KeyGroups.SHARDS - 1);
            return;
        }
        for (int shard : Shards.list(shards)) {
            addDirect(input, shard, shard);
        }
    }

    private void addDirect(BucketInput input, int first, int last) {
        GroupPiece piece = input.piece(0);
        int start = input.start(0, first);
        References all = new References(piece.ordinals(), start, input.end(0, last) - start);
        int size = shards == Shards.ALL ? GROUPS : Math.max(1, all.count());
        for (int begin = 0; begin < all.count(); begin += size) {
            References groups = all.part(begin, Math.min(size, all.count() - begin));
            add(first, new Unit.Some(input.bucket().start(), piece.table(), groups), groups.count());
        }
    }

    /** The windows, each made of its panes, in parts. */
    public List<EmissionPart> windows(Collection<Long> windows, WindowTimes times) {
        for (long window : windows) {
            places++;
            Collection<Bucket> panes = buckets.subMap(times.firstPane(window), times.behind(window))
                    .values();
            for (int i = 0; i < KeyGroups.SHARDS; i++) {
                int shard = i;
                List<GroupTable> tables = panes.stream()
                        .map(pane -> pane.table(shard))
                        .filter(Objects::nonNull)
                        .toList();
                if (Shards.has(shards, i) && !tables.isEmpty()) {
                    long groups = tables.stream().mapToLong(GroupTable::size).sum();
                    add(i, new Unit.Panes(window, tables), groups);
                }
            }
        }
        return parts();
    }

    private void add(int shard, Unit unit, long size) {
        if (shards != Shards.ALL) {
            last = places * KeyGroups.SHARDS + shard;
            parts.add(new EmissionPart(last, List.of(unit)));
            return;
        }
        if (groups > 0 && groups + size > GROUPS) {
            cut();
        }
        part.add(unit);
        groups += size;
    }

    private void cut() {
        parts.add(new EmissionPart(parts.size(), part));
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
