package io.sluice.runtime.state;

import static io.sluice.runtime.state.RecordStore.MASK;
import static io.sluice.runtime.state.RecordStore.SHIFT;

import io.sluice.planner.function.Utf8;
import java.util.Arrays;

/**
 * Merges groups of one table into another: first finds or adds some of them, then folds one accumulator after the other in
 * a tight loop, while their records are in the caches. Used by one thread.
 */
final class RecordMerge {
    private static final int CHUNK = 1024;

    /** Fewer groups are in the processor's caches. */
    private static final int MANY = 1 << 14;

    private final TextTranslation translation = new TextTranslation();
    private final int[] targets = new int[CHUNK];
    private final Utf8 row = new Utf8();
    private final Utf8 otherRow = new Utf8();

    /** The key words of the groups of a chunk, with the texts of the target, one key behind the other. */
    private long[] keys = {};

    /** One of them. */
    private long[] key = {};

    /** The time of changes, where groups have one. */
    private long clock;

    /** What is merged now. */
    private GroupTable source;

    private GroupTable target;
    private int[] ordinals;
    private int begin;
    private int end;

    /** The time of changes from now on. */
    void useClock(long time) {
        clock = time;
    }

    /**
     * Merges the groups {@code chosen[first … behind)} of one table into another. The first may have a pane in front of its
     * keys, the other has none.
     *
     * @param hashes for each of {@code chosen} its frozen hash
     */
    void merge(GroupTable from, int[] chosen, long[] hashes, int first, int behind, GroupTable to) {
        source = from;
        target = to;
        ordinals = chosen;
        translation.between(from.strings(), to.strings());
        for (begin = first; begin < behind; begin = end) {
            end = Math.min(begin + CHUNK, behind);
            findAll(hashes);
            for (int i = 0; i < source.layout().accumulators().size(); i++) {
                fold(i);
            }
        }
    }

    /** Merges all groups of a table. */
    void mergeAll(GroupTable from, GroupTable to) {
        GroupLayout layout = from.layout();
        int[] all = new int[Math.min(CHUNK, from.size())];
        long[] hashes = new long[all.length];
        for (int first = 0; first < from.size(); first += CHUNK) {
            int count = Math.min(CHUNK, from.size() - first);
            for (int i = 0; i < count; i++) {
                all[i] = first + i;
                hashes[i] = layout.hash(
                        from.records().segment(all[i]), from.records().base(all[i]), from.strings());
            }
            merge(from, all, hashes, 0, count, to);
        }
    }

    /**
     * Folds the groups {@code chosen[0 … count)} of a table into records of another, or of the same one: the n-th into {@code
     * known[n]}. A record may take several.
     */
    void fold(GroupTable from, int[] chosen, int count, GroupTable to, int[] known) {
        source = from;
        target = to;
        ordinals = chosen;
        translation.between(from.strings(), to.strings());
        for (begin = 0; begin < count; begin = end) {
            end = Math.min(begin + CHUNK, count);
            System.arraycopy(known, begin, targets, 0, end - begin);
            for (int i = 0; i < source.layout().accumulators().size(); i++) {
                fold(i);
            }
        }
    }

    /** Adds the groups {@code chosen[first … behind)}, all different, to a table that has none. */
    void append(GroupTable from, int[] chosen, int first, int behind, GroupTable to) {
        GroupLayout layout = to.layout();
        int skip = from.layout().keyStart();
        boolean translates = layout.hasText() && from.strings() != to.strings();
        translation.between(from.strings(), to.strings());
        for (int i = first; i < behind; i++) {
            int ordinal = to.append(from, chosen[i], skip);
            if (layout.forgets()) {
                int at = to.records().base(ordinal) + layout.changedWord();
                long[] segment = to.records().segment(ordinal);
                segment[at] = segment[at] == 0 ? clock : segment[at];
            }
            if (to.users() != null) {
                appendUsers(from, chosen[i], to, ordinal);
            }
            if (translates) {
                translateTexts(
                        layout, to.records().segment(ordinal), to.records().base(ordinal));
            }
        }
    }

    /** Accumulators in work are those of their table. */
    private static void appendUsers(GroupTable from, int source, GroupTable to, int ordinal) {
        long[] taken = from.records().segment(source);
        int takenBase = from.records().base(source);
        for (int i = 0; i < to.layout().accumulators().size(); i++) {
            Accumulator accumulator = to.layout().accumulators().get(i);
            Accumulator other = from.layout().accumulators().get(i);
            if (other.kind() == AccumulatorKind.USER
                    && other.isPresent(taken, takenBase)
                    && taken[takenBase + other.word()] < 0) {
                to.records().segment(ordinal)[to.records().base(ordinal) + accumulator.presenceWord()] &=
                        ~accumulator.presenceBit();
                to.users().merge(accumulator, ordinal, to, other, from, taken, takenBase);
            }
        }
    }

    private void translateTexts(GroupLayout layout, long[] segment, int base) {
        for (int textKey : layout.textKeys()) {
            if (!layout.isNullKey(segment, base, textKey)) {
                int at = base + layout.keyWord(textKey);
                segment[at] = translation.id((int) segment[at]);
            }
        }
        for (Accumulator accumulator : layout.textAccumulators()) {
            int at = base + accumulator.valueWord();
            if (accumulator.isPresent(segment, base) && segment[at] >= 0) {
                segment[at] = translation.id((int) segment[at]);
            }
        }
    }

    private void findAll(long[] hashes) {
        GroupLayout layout = target.layout();
        int words = layout.keyEnd();
        boolean touches = !layout.isOfFlags() && !layout.accumulators().isEmpty();
        readKeys(layout);
        guess(hashes);
        for (int i = begin; i < end; i++) {
            int at = i - begin;
            if (targets[at] < 0) {
                System.arraycopy(keys, at * words, key, 0, words);
                targets[at] = target.findOrInsert(hashes[i], key);
            }
            if (touches) {
                target.touch(targets[at]);
            }
        }
    }

    /** Copies the keys, one right after the other, so that the processor waits for the memory of many at once. */
    private void readKeys(GroupLayout layout) {
        int words = layout.keyEnd();
        if (key.length < words) {
            key = new long[words];
            keys = new long[CHUNK * words];
        }
        long[][] segments = source.segments();
        int width = source.layout().width();
        int skip = source.layout().keyStart();
        int next = 0;
        for (int i = begin; i < end; i++) {
            long[] segment = segments[ordinals[i] >>> SHIFT];
            int base = (ordinals[i] & MASK) * width + skip;
            for (int word = 0; word < words; word++) {
                keys[next++] = segment[base + word];
            }
        }
        for (int textKey : layout.textKeys()) {
            int word = layout.keyWord(textKey);
            for (int base = 0; base < next; base += words) {
                if (!layout.isNullKey(keys, base, textKey)) {
                    keys[base + word] = translation.id((int) keys[base + word]);
                }
            }
        }
    }

    /** Where a large state has the groups, for those that are found at once; −1 for others. It, too, waits for many at once. */
    private void guess(long[] hashes) {
        int count = end - begin;
        if (!target.livesOn() || target.size() < MANY) {
            Arrays.fill(targets, 0, count, -1);
            return;
        }
        for (int i = 0; i < count; i++) {
            targets[i] = target.guess(hashes[begin + i]);
        }
        int words = target.layout().keyEnd();
        for (int i = 0; i < count; i++) {
            if (targets[i] >= 0 && !target.hasKeyOf(targets[i], keys, i * words)) {
                targets[i] = -1;
            }
        }
    }

    private void fold(int accumulator) {
        Accumulator from = source.layout().accumulators().get(accumulator);
        Accumulator to = target.layout().accumulators().get(accumulator);
        switch (from.kind()) {
            case COUNT -> addLongs(from.word(), to.word());
            case FLAG -> raiseFlags(from.word(), to.word());
            case SUM_LONG -> addLongSums(from.word(), to.word());
            case SUM_WIDE -> {
                addWides(from.word(), to.word(), 2);
                addPresence(from, to);
            }
            case SUM_DOUBLE -> {
                addDoubles(from.word(), to.word());
                addPresence(from, to);
            }
            case COUNTED_LONG -> {
                addCountedLongs(from.word(), to.word());
                addLongs(from.word() + 2, to.word() + 2);
            }
            case COUNTED_WIDE -> {
                addWides(from.word(), to.word(), 3);
                addLongs(from.word() + 2, to.word() + 2);
            }
            case COUNTED_DOUBLE -> {
                addDoubles(from.word(), to.word());
                addLongs(from.word() + 1, to.word() + 1);
            }
            case SIGNED_DOUBLE -> addSigned(from.word(), to.word());
            case MOMENTS -> addMoments(from.word(), to.word());
            case HELD_LONG, HELD_DOUBLE, HELD_WIDE, HELD_TEXT -> takeHeld(from, to);
            case USER -> mergeUsers(from, to);
            case CHANGED -> noteChanges(to.word());
            case COMOMENTS -> addCoMoments(from.word(), to.word());
            case BITS_XOR -> {
                flipBits(from.word(), to.word());
                addLongs(from.word() + 1, to.word() + 1);
            }
            default -> takeValues(from, to);
        }
    }

    /** A group whose flags are up already does not change. */
    private void raiseFlags(int from, int to) {
        for (int i = begin; i < end; i++) {
            int sink = targets[i - begin];
            long[] segment = target.records().segment(sink);
            int at = target.records().base(sink) + to;
            long flag = source.records().segment(ordinals[i])[source.records().base(ordinals[i]) + from];
            if (flag > segment[at]) {
                target.touch(sink);
                segment[at] = flag;
            }
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

    /** @param top where the third word is, behind the first */
    private void addWides(int from, int to, int top) {
        for (int i = begin; i < end; i++) {
            long[] taken = source.records().segment(ordinals[i]);
            int at = source.records().base(ordinals[i]) + from;
            int sink = targets[i - begin];
            int into = target.records().base(sink) + to;
            Wide.merge(taken, at, at + top, target.records().segment(sink), into, into + top);
        }
    }

    private void addLongSums(int from, int to) {
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
            LongSum.merge(
                    sources[record >>> SHIFT],
                    (record & MASK) * sourceWidth + from,
                    sinks[sink >>> SHIFT],
                    (sink & MASK) * sinkWidth + to);
        }
    }

    private void addCountedLongs(int from, int to) {
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
            segment[into + 1] = Wide.addHigh(segment[into + 1], taken[at + 1], low, taken[at]);
            segment[into] = low;
        }
    }

    private void addSigned(int from, int to) {
        for (int i = begin; i < end; i++) {
            int record = ordinals[i];
            int sink = targets[i - begin];
            SignedSum.merge(
                    source.records().segment(record),
                    source.records().base(record) + from,
                    target.records().segment(sink),
                    target.records().base(sink) + to);
        }
    }

    private void addMoments(int from, int to) {
        for (int i = begin; i < end; i++) {
            int record = ordinals[i];
            int sink = targets[i - begin];
            Moments.merge(
                    source.records().segment(record),
                    source.records().base(record) + from,
                    target.records().segment(sink),
                    target.records().base(sink) + to);
        }
    }

    private void addCoMoments(int from, int to) {
        for (int i = begin; i < end; i++) {
            int record = ordinals[i];
            int sink = targets[i - begin];
            CoMoments.merge(
                    source.records().segment(record),
                    source.records().base(record) + from,
                    target.records().segment(sink),
                    target.records().base(sink) + to);
        }
    }

    private void flipBits(int from, int to) {
        for (int i = begin; i < end; i++) {
            int record = ordinals[i];
            int sink = targets[i - begin];
            target.records().segment(sink)[target.records().base(sink) + to] ^=
                    source.records().segment(record)[source.records().base(record) + from];
        }
    }

    private void noteChanges(int to) {
        for (int i = 0; i < end - begin; i++) {
            target.records().segment(targets[i])[target.records().base(targets[i]) + to] = clock;
        }
    }

    private void mergeUsers(Accumulator from, Accumulator to) {
        for (int i = begin; i < end; i++) {
            long[] taken = source.records().segment(ordinals[i]);
            int base = source.records().base(ordinals[i]);
            if (from.isPresent(taken, base)) {
                target.users().merge(to, targets[i - begin], target, from, source, taken, base);
            }
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

    private void takeHeld(Accumulator from, Accumulator to) {
        for (int i = begin; i < end; i++) {
            long[] taken = source.records().segment(ordinals[i]);
            int base = source.records().base(ordinals[i]);
            if (taken[base + from.word()] == AccumulatorKind.UNKNOWN) {
                continue;
            }
            long[] segment = target.records().segment(targets[i - begin]);
            int sinkBase = target.records().base(targets[i - begin]);
            System.arraycopy(
                    taken,
                    base + from.word(),
                    segment,
                    sinkBase + to.word(),
                    from.kind().words());
            if (from.kind().isText() && from.isPresent(taken, base)) {
                segment[sinkBase + to.valueWord()] = translation.id((int) taken[base + from.valueWord()]);
            }
        }
    }

    private void takeValues(Accumulator from, Accumulator to) {
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
            if (to.isPresent(segment, sinkBase)) {
                if (from.kind() == AccumulatorKind.BITS_AND) {
                    segment[into] &= taken[at];
                    continue;
                }
                if (from.kind() == AccumulatorKind.BITS_OR) {
                    segment[into] |= taken[at];
                    continue;
                }
                if (!replaces(taken, at, segment, into, from)) {
                    continue;
                }
            }
            segment[sinkBase + to.presenceWord()] |= to.presenceBit();
            segment[into] = from.kind().isText() ? translation.id((int) taken[at]) : taken[at];
            if (from.kind().words() == 2) {
                segment[into + 1] = taken[at + 1];
            }
        }
    }

    private boolean replaces(long[] taken, int at, long[] segment, int into, Accumulator accumulator) {
        return switch (accumulator.kind()) {
            case MIN_LONG -> taken[at] < segment[into];
            case MAX_LONG -> taken[at] > segment[into];
            case MIN_DOUBLE -> compareDoubles(taken[at], segment[into]) < 0;
            case MAX_DOUBLE -> compareDoubles(taken[at], segment[into]) > 0;
            case MIN_WIDE -> Wide.compare(taken[at], taken[at + 1], segment[into], segment[into + 1]) < 0;
            case MAX_WIDE -> Wide.compare(taken[at], taken[at + 1], segment[into], segment[into + 1]) > 0;
            case MIN_TEXT -> compareTexts(taken[at], segment[into]) < 0;
            case MAX_TEXT -> compareTexts(taken[at], segment[into]) > 0;
            case MIN_ROW -> compareRows(accumulator, taken[at], segment[into]) < 0;
            case MAX_ROW -> compareRows(accumulator, taken[at], segment[into]) > 0;
            case FIRST_LONG, FIRST_DOUBLE, FIRST_WIDE, FIRST_TEXT -> false;
            case LAST_LONG, LAST_DOUBLE, LAST_WIDE, LAST_TEXT -> true;
            default -> throw new IllegalArgumentException("no single value: " + accumulator.kind());
        };
    }

    private static int compareDoubles(long left, long right) {
        return Double.compare(Double.longBitsToDouble(left), Double.longBitsToDouble(right));
    }

    private int compareTexts(long left, long right) {
        return source.strings().compare((int) left, target.strings(), (int) right);
    }

    private int compareRows(Accumulator accumulator, long left, long right) {
        return accumulator
                .comparison()
                .compare(
                        source.strings().view((int) left, row), target.strings().view((int) right, otherRow));
    }
}
