package io.sluice.runtime.state;

import io.sluice.planner.function.RowComparison;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How a group lies in a record of longs:
 *
 * <pre>
 * [pane] [null mask of the keys] key words … accumulator words … [number of rows] [time of the last change] [presence masks]
 * </pre>
 *
 * The number of rows is there where rows can be taken back, unless some COUNT(*) tells it: a group without rows is none.
 *
 * The pane is there in tables that hold several panes. A key takes one word (a wide DECIMAL two): the value, the canonical
 * bits of a double, or the id of a text in the table's {@link StringPool}; 0 when it is NULL.
 */
public final class GroupLayout {
    private static final AggregateCall COUNT_ROWS = new AggregateCall(
            AggregateCall.Function.COUNT,
            OptionalInt.empty(),
            OptionalInt.empty(),
            DataType.of(TypeKind.BIGINT, false));
    private static final AggregateCall LAST_CHANGE = new AggregateCall(
            AggregateCall.Function.MAX,
            OptionalInt.empty(),
            OptionalInt.empty(),
            DataType.of(TypeKind.TIMESTAMP_LTZ, false));

    private final List<DataType> keys;
    private final List<AggregateCall> calls;
    private final List<DataType> arguments;
    private final boolean paned;
    private final Rows rows;
    private final boolean forgets;
    private final boolean shardsByAll;
    private final int[] shardKeys;
    private final int maskWord;
    private final int[] keyWord;
    private final int keyEnd;
    private final boolean[] textWord;
    private final int[] textKeys;
    private final List<Accumulator> accumulators = new ArrayList<>();
    private final int rowCountWord;
    private final List<Accumulator> textAccumulators;
    private final int width;

    /** What becomes of the rows that are aggregated. */
    public enum Rows {
        /** They stay. */
        STAY,
        /** They stay, and it only matters whether there are any. */
        SEEN,
        /** They can be taken back, and their group stays all the same. */
        GO,
        /** They can be taken back, and a group goes with its last row. */
        GO_WITH_GROUP
    }

    /** Of groups whose rows stay. */
    public GroupLayout(List<DataType> keys, List<AggregateCall> calls, List<DataType> arguments, boolean paned) {
        this(keys, calls, arguments, paned, Rows.STAY, Optional.empty(), false);
    }

    /**
     * @param keys types of the keys
     * @param arguments for each call the type of its argument; for COUNT(*) any
     * @param paned whether a record starts with its pane
     * @param shardKeys the keys by which groups go to shards; empty: all
     * @param forgets groups that have not changed for a while are forgotten
     */
    public GroupLayout(
            List<DataType> keys,
            List<AggregateCall> calls,
            List<DataType> arguments,
            boolean paned,
            Rows rows,
            Optional<List<Integer>> shardKeys,
            boolean forgets) {
        this.keys = List.copyOf(keys);
        this.calls = List.copyOf(calls);
        this.arguments = List.copyOf(arguments);
        this.paned = paned;
        this.rows = rows;
        this.forgets = forgets;
        shardsByAll = shardKeys.isEmpty();
        this.shardKeys =
                shardKeys.orElse(List.of()).stream().mapToInt(Integer::intValue).toArray();
        int word = paned ? 1 : 0;
        boolean masked = keys.stream().anyMatch(DataType::nullable);
        if (masked && keys.size() > Long.SIZE) {
            throw new IllegalArgumentException("more than 64 keys");
        }
        maskWord = masked ? word++ : -1;
        keyWord = new int[keys.size()];
        for (int i = 0; i < keyWord.length; i++) {
            keyWord[i] = word;
            word += keys.get(i).isWide() ? 2 : 1;
        }
        keyEnd = word;
        textWord = new boolean[keyEnd];
        for (int i = 0; i < keyWord.length; i++) {
            textWord[keyWord[i]] = keys.get(i).kind().isSlice();
        }
        textKeys = IntStream.range(0, keyWord.length)
                .filter(key -> keys.get(key).kind().isSlice())
                .toArray();
        width = layOutAccumulators(word);
        rowCountWord = rows == Rows.GO_WITH_GROUP ? accumulators.get(rowCount()).word() : -1;
        textAccumulators = accumulators.stream()
                .filter(accumulator -> accumulator.kind().isText())
                .toList();
    }

    /** The accumulator that counts all rows: that of a COUNT(*), or one behind those of the calls. */
    private int rowCount() {
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            if (call.function() == AggregateCall.Function.COUNT
                    && call.argument().isEmpty()
                    && call.filter().isEmpty()) {
                return i;
            }
        }
        return calls.size();
    }

    private int layOutAccumulators(int firstWord) {
        boolean countsRows = rows == Rows.GO_WITH_GROUP && rowCount() == calls.size();
        int presenceStart = firstWord
                + (countsRows ? AccumulatorKind.COUNT.words() : 0)
                + (forgets ? AccumulatorKind.CHANGED.words() : 0);
        for (int i = 0; i < calls.size(); i++) {
            presenceStart += kind(i).words();
        }
        int word = firstWord;
        int presences = 0;
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            AccumulatorKind kind = kind(i);
            int presenceWord = kind.hasPresence() ? presenceStart + presences / Long.SIZE : -1;
            long bit = kind.hasPresence() ? 1L << presences : 0;
            Optional<RowComparison> order = kind == AccumulatorKind.MIN_ROW || kind == AccumulatorKind.MAX_ROW
                    ? Optional.of(new RowComparison(arguments.get(i), call.order()))
                    : Optional.empty();
            Optional<UserFold> user = call.user()
                    .filter(each -> kind == AccumulatorKind.USER)
                    .map(each -> new UserFold(each, call.type()));
            accumulators.add(new Accumulator(kind, call, arguments.get(i), word, presenceWord, bit, order, user));
            presences += kind.hasPresence() ? 1 : 0;
            word += kind.words();
        }
        if (countsRows) {
            accumulators.add(new Accumulator(
                    AccumulatorKind.COUNT,
                    COUNT_ROWS,
                    COUNT_ROWS.type(),
                    word,
                    -1,
                    0,
                    Optional.empty(),
                    Optional.empty()));
        }
        if (forgets) {
            accumulators.add(new Accumulator(
                    AccumulatorKind.CHANGED,
                    LAST_CHANGE,
                    LAST_CHANGE.type(),
                    word + (countsRows ? 1 : 0),
                    -1,
                    0,
                    Optional.empty(),
                    Optional.empty()));
        }
        return Math.max(1, presenceStart + (presences + Long.SIZE - 1) / Long.SIZE);
    }

    private AccumulatorKind kind(int call) {
        return rows == Rows.SEEN
                ? AccumulatorKind.FLAG
                : AccumulatorKind.of(calls.get(call), arguments.get(call), rows != Rows.STAY);
    }

    /** The same groups, each record with its pane in front. */
    public GroupLayout withPane() {
        return new GroupLayout(
                keys,
                calls,
                arguments,
                true,
                rows,
                shardsByAll
                        ? Optional.empty()
                        : Optional.of(Arrays.stream(shardKeys).boxed().toList()),
                forgets);
    }

    /** Of the first keys only, without aggregates. */
    GroupLayout firstKeys(int count) {
        return new GroupLayout(keys.subList(0, count), List.of(), List.of(), false);
    }

    public List<DataType> keys() {
        return keys;
    }

    /** Those of the calls, and behind them, where it has one of its own, that of the number of rows. */
    public List<Accumulator> accumulators() {
        return accumulators;
    }

    /** Whether the number of rows has a word of its own. */
    public boolean countsRows() {
        return rows == Rows.GO_WITH_GROUP && rowCount() == calls.size();
    }

    /** Whether groups that have not changed for a while are forgotten. */
    boolean forgets() {
        return forgets;
    }

    /** Where the time of the last change is; only where {@link #forgets}. */
    int changedWord() {
        return accumulators.get(accumulators.size() - 1).word();
    }

    /** The word with the number of rows; −1 where groups stay for ever. */
    public int rowCountWord() {
        return rowCountWord;
    }

    /** Whether a row of a group that is there may change nothing. */
    boolean isOfFlags() {
        return rows == Rows.SEEN;
    }

    /** Whether a record is a group: it has rows, or stays without. */
    boolean isAlive(long[] segment, int base) {
        return rowCountWord < 0 || segment[base + rowCountWord] > 0;
    }

    public boolean isPaned() {
        return paned;
    }

    /** The word with the null bits of the keys; −1 when no key is nullable. */
    public int maskWord() {
        return maskWord;
    }

    /** The first word of a key. */
    public int keyWord(int key) {
        return keyWord[key];
    }

    /** The first word behind the keys. */
    public int keyEnd() {
        return keyEnd;
    }

    /** The first word of what is hashed into the key group: the pane is not. */
    public int keyStart() {
        return paned ? 1 : 0;
    }

    /** Words of a record. */
    public int width() {
        return width;
    }

    /** The keys that are texts. */
    int[] textKeys() {
        return textKeys;
    }

    /** Those that keep a text. */
    List<Accumulator> textAccumulators() {
        return textAccumulators;
    }

    /** Whether the key with this number is NULL. */
    boolean isNullKey(long[] segment, int base, int key) {
        return maskWord >= 0 && (segment[base + maskWord] >>> key & 1) != 0;
    }

    /** Whether a user has written some of the aggregates. */
    public boolean hasUsers() {
        return accumulators.stream().anyMatch(accumulator -> accumulator.user().isPresent());
    }

    /** Closes the instances of users' classes. */
    public void close() {
        accumulators.forEach(accumulator -> accumulator.user().ifPresent(UserFold::close));
    }

    /** Whether results are texts that nothing else has, which take the place of others. */
    boolean makesTexts() {
        return hasUsers() || calls.stream().anyMatch(HeldValues::isMade);
    }

    /** Whether some word of a record is an id of a text. */
    public boolean hasText() {
        return textKeys.length > 0 || !textAccumulators.isEmpty();
    }

    /** The frozen hash of the keys of a record. */
    long hash(long[] segment, int base, StringPool strings) {
        long hash = KeyHash.SEED;
        for (int word = keyStart(); word < keyEnd; word++) {
            long value = segment[base + word];
            hash = KeyHash.combine(
                    hash, textWord[word] && !isNull(segment, base, word) ? strings.hash((int) value) : value);
        }
        return hash;
    }

    /** Whether groups go to shards by all their keys, or only by the {@link #shardKeys}. */
    boolean shardsByAll() {
        return shardsByAll;
    }

    /** The keys by which groups go to shards. */
    int[] shardKeys() {
        return shardKeys;
    }

    /**
     * The hash by which a record goes to a shard, if that is not {@link #hash}: it is the hash of a layout that has only the
     * {@link #shardKeys}.
     */
    long shardHash(long[] segment, int base, StringPool strings) {
        long nulls = 0;
        boolean masked = false;
        for (int i = 0; i < shardKeys.length; i++) {
            masked |= keys.get(shardKeys[i]).nullable();
            nulls |= isNullKey(segment, base, shardKeys[i]) ? 1L << i : 0;
        }
        long hash = masked ? KeyHash.combine(KeyHash.SEED, nulls) : KeyHash.SEED;
        for (int i = 0; i < shardKeys.length; i++) {
            int key = shardKeys[i];
            long value = segment[base + keyWord[key]];
            boolean text = textWord[keyWord[key]] && (nulls >>> i & 1) == 0;
            hash = KeyHash.combine(hash, text ? strings.hash((int) value) : value);
            if (keys.get(key).isWide()) {
                hash = KeyHash.combine(hash, segment[base + keyWord[key] + 1]);
            }
        }
        return hash;
    }

    /** Whether two records have the same {@link #shardKeys}; they have the same texts. */
    boolean isSameShardKey(long[] left, int leftBase, long[] right, int rightBase) {
        for (int key : shardKeys) {
            int word = keyWord[key];
            if (left[leftBase + word] != right[rightBase + word]
                    || isNullKey(left, leftBase, key) != isNullKey(right, rightBase, key)
                    || keys.get(key).isWide() && left[leftBase + word + 1] != right[rightBase + word + 1]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the key at this word is NULL. */
    boolean isNull(long[] segment, int base, int word) {
        if (maskWord < 0) {
            return false;
        }
        long mask = segment[base + maskWord];
        if (mask == 0) {
            return false;
        }
        for (int key = 0; key < keyWord.length; key++) {
            if (keyWord[key] == word) {
                return (mask >>> key & 1) != 0;
            }
        }
        return false;
    }
}
