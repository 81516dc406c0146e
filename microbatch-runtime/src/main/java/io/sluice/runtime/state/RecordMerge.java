package io.sluice.runtime.state;

import static io.sluice.runtime.state.RecordStore.MASK;
import static io.sluice.runtime.state.RecordStore.SHIFT;

import java.util.Arrays;

/**
 * Merges groups of one table into another: first finds or adds all of them, then folds one accumulator after the other in
 * a tight loop. Used by one thread.
 */
public final class RecordMerge {
    private int[] targets = new int[0];
    private long[] key = new long[0];

    /** By id in the source's pool: id + 1 in the target's pool, if {@link #stamps} is this merge's. */
    private int[] ids = new int[0];

    private int[] stamps = new int[0];
    private int stamp;

    /** What is merged now. */
    private GroupTable source;

    private GroupTable target;
    private int[] ordinals;
    private int begin;
    private int end;

    /**
     * Merges the groups {@code chosen[first … behind)} of one table into another. The first may have a pane in front of its
     * keys, the other has none.
     */
    public void merge(GroupTable from, int[] chosen, int first, int behind, GroupTable to) {
        source = from;
        target = to;
        ordinals = chosen;
        begin = first;
        end = behind;
        if (targets.length < end - begin) {
            targets = new int[Math.max(end - begin, targets.length * 2)];
        }
        startTranslation(source.strings());
        findAll();
        for (int i = 0; i < source.layout().accumulators().size(); i++) {
            fold(i);
        }
    }

    private void startTranslation(StringPool strings) {
        if (ids.length < strings.size()) {
            ids = new int[Math.max(strings.size(), ids.length * 2)];
            stamps = new int[ids.length];
            stamp = 0;
        }
        if (++stamp == Integer.MAX_VALUE) {
            Arrays.fill(stamps, 0);
            stamp = 1;
        }
    }

    private int translate(StringPool from, int id, StringPool to) {
        if (stamps[id] != stamp) {
            stamps[id] = stamp;
            ids[id] = to.intern(from, id);
        }
        return ids[id];
    }

    private void findAll() {
        GroupLayout layout = source.layout();
        GroupLayout targetLayout = target.layout();
        int words = targetLayout.keyEnd();
        int skip = layout.keyStart();
        if (key.length < words) {
            key = new long[words];
        }
        for (int i = begin; i < end; i++) {
            long[] segment = source.records().segment(ordinals[i]);
            int base = source.records().base(ordinals[i]);
            long hash = layout.hash(segment, base, source.strings());
            for (int word = 0; word < words; word++) {
                long value = segment[base + skip + word];
                key[word] = targetLayout.isText(word) && !layout.isNull(segment, base, skip + word)
                        ? translate(source.strings(), (int) value, target.strings())
                        : value;
            }
            int ordinal = target.findOrInsert(hash, key);
            target.touch(ordinal);
            targets[i - begin] = ordinal;
        }
    }

    private void fold(int accumulator) {
        Accumulator from = source.layout().accumulators().get(accumulator);
        Accumulator to = target.layout().accumulators().get(accumulator);
        switch (from.kind()) {
            case COUNT -> addLongs(from.word(), to.word());
            case SUM_LONG, SUM_WIDE -> {
                addWides(from.word(), to.word());
                addPresence(from, to);
            }
            case SUM_DOUBLE -> {
                addDoubles(from.word(), to.word());
                addPresence(from, to);
            }
            case AVG_LONG, AVG_WIDE -> {
                addWides(from.word(), to.word());
                addLongs(from.word() + 2, to.word() + 2);
            }
            case AVG_DOUBLE -> {
                addDoubles(from.word(), to.word());
                addLongs(from.word() + 1, to.word() + 1);
            }
            case MIN_LONG, MAX_LONG, MIN_DOUBLE, MAX_DOUBLE, MIN_WIDE, MAX_WIDE, MIN_TEXT, MAX_TEXT -> takeExtremes(
                    from, to);
        }
    }

    private void addLongs(int from, int to) {
        long[][] sources = source.segments();
        long[][] sinks = target.segments();
        int sourceWidth = source.layout().width();
        int sinkWidth = target.layout().width();
        int[] chosen = ordinals;
        int[] sinkOf = targets;
        int first = begin;
        int behind = end;
        for (int i = first; i < behind; i++) {
            int record = chosen[i];
            int sink = sinkOf[i - first];
            sinks[sink >>> SHIFT][(sink & MASK) * sinkWidth + to] +=
                    sources[record >>> SHIFT][(record & MASK) * sourceWidth + from];
        }
    }

    private void addDoubles(int from, int to) {
        long[][] sources = source.segments();
        long[][] sinks = target.segments();
        int sourceWidth = source.layout().width();
        int sinkWidth = target.layout().width();
        int[] chosen = ordinals;
        int[] sinkOf = targets;
        int first = begin;
        int behind = end;
        for (int i = first; i < behind; i++) {
            int record = chosen[i];
            int sink = sinkOf[i - first];
            double value = Double.longBitsToDouble(sources[record >>> SHIFT][(record & MASK) * sourceWidth + from]);
            long[] segment = sinks[sink >>> SHIFT];
            int at = (sink & MASK) * sinkWidth + to;
            segment[at] = Double.doubleToRawLongBits(Double.longBitsToDouble(segment[at]) + value);
        }
    }

    private void addWides(int from, int to) {
        long[][] sources = source.segments();
        long[][] sinks = target.segments();
        int sourceWidth = source.layout().width();
        int sinkWidth = target.layout().width();
        int[] chosen = ordinals;
        int[] sinkOf = targets;
        int first = begin;
        int behind = end;
        for (int i = first; i < behind; i++) {
            int record = chosen[i];
            int sink = sinkOf[i - first];
            long[] taken = sources[record >>> SHIFT];
            int at = (record & MASK) * sourceWidth + from;
            long[] segment = sinks[sink >>> SHIFT];
            int into = (sink & MASK) * sinkWidth + to;
            long low = segment[into] + taken[at];
            segment[into + 1] = Wide.addHighExact(segment[into + 1], taken[at + 1], low, taken[at]);
            segment[into] = low;
        }
    }

    private void addPresence(Accumulator from, Accumulator to) {
        for (int i = begin; i < end; i++) {
            long[] taken = source.records().segment(ordinals[i]);
            if (from.isPresent(taken, source.records().base(ordinals[i]))) {
                int sink = targets[i - begin];
                target.records().segment(sink)[target.records().base(sink) + to.presenceWord()] |= to.presenceBit();
            }
        }
    }

    private void takeExtremes(Accumulator from, Accumulator to) {
        for (int i = begin; i < end; i++) {
            long[] taken = source.records().segment(ordinals[i]);
            int base = source.records().base(ordinals[i]);
            if (!from.isPresent(taken, base)) {
                continue;
            }
            int sink = targets[i - begin];
            long[] segment = target.records().segment(sink);
            int sinkBase = target.records().base(sink);
            int into = sinkBase + to.word();
            int at = base + from.word();
            if (to.isPresent(segment, sinkBase) && !replaces(taken, at, segment, into, from.kind())) {
                continue;
            }
            segment[sinkBase + to.presenceWord()] |= to.presenceBit();
            segment[into] =
                    from.kind().isText() ? translate(source.strings(), (int) taken[at], target.strings()) : taken[at];
            if (from.kind().words() == 2) {
                segment[into + 1] = taken[at + 1];
            }
        }
    }

    private boolean replaces(long[] taken, int at, long[] segment, int into, AccumulatorKind kind) {
        return switch (kind) {
            case MIN_LONG -> taken[at] < segment[into];
            case MAX_LONG -> taken[at] > segment[into];
            case MIN_DOUBLE -> compareDoubles(taken[at], segment[into]) < 0;
            case MAX_DOUBLE -> compareDoubles(taken[at], segment[into]) > 0;
            case MIN_WIDE -> Wide.compare(taken[at], taken[at + 1], segment[into], segment[into + 1]) < 0;
            case MAX_WIDE -> Wide.compare(taken[at], taken[at + 1], segment[into], segment[into + 1]) > 0;
            case MIN_TEXT -> compareTexts(taken[at], segment[into]) < 0;
            case MAX_TEXT -> compareTexts(taken[at], segment[into]) > 0;
            case COUNT,
                    SUM_LONG,
                    SUM_WIDE,
                    SUM_DOUBLE,
                    AVG_LONG,
                    AVG_WIDE,
                    AVG_DOUBLE -> throw new IllegalArgumentException("no extreme: " + kind);
        };
    }

    private static int compareDoubles(long left, long right) {
        return Double.compare(Double.longBitsToDouble(left), Double.longBitsToDouble(right));
    }

    private int compareTexts(long left, long right) {
        return source.strings().compare((int) left, target.strings(), (int) right);
    }
}
