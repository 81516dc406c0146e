package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.JoinKey;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.KeyedRows;
import io.sluice.runtime.state.KeyedRows.Equals;
import io.sluice.runtime.state.Shards;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What joins of all kinds have around their shards: rows of two inputs come by key, each side keeps what it needs of them, and
 * the watermarks of both say what is over.
 */
abstract class TwoInputOperator implements ShardedOperator {
    /** The rows of one input that a shard keeps. */
    interface Side {
        /** After a restore. */
        void rebuild();

        /** Rows that came too late since it was called last. */
        long takeLate();

        /** Gives memory back where many rows are gone. */
        void compact();
    }

    /** The watermarks of both inputs; −∞ where one has none, +∞ at the end of the input. */
    record Marks(long leftStart, long rightStart, long leftEnd, long rightEnd) {
        static final Marks NONE = new Marks(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);
    }

    private final PlanNode.Keyed node;
    private final Optional<Watermark> ofLeft;
    private final Optional<Watermark> ofRight;
    private final List<Watermark> watermarks = new ArrayList<>();
    private final List<Exchange> inputs;
    private boolean started;

    /** Late rows of shards that have gone to disk since they were asked for. */
    private long lateOfAway;

    /** Of the shards that are on disk, for both watermarks. */
    private final long[][] leastOfAway = new long[2][KeyGroups.SHARDS];

    private int away;

    /**
     * @param node with the left and the right input
     * @param ofLeft by which rows of the left input are over
     * @param threads that send rows to it
     */
    TwoInputOperator(
            PlanNode.Keyed node,
            List<JoinKey> keys,
            Optional<Watermark> ofLeft,
            Optional<Watermark> ofRight,
            int threads) {
        this.node = requireNonNull(node, "node");
        this.ofLeft = requireNonNull(ofLeft, "ofLeft");
        this.ofRight = requireNonNull(ofRight, "ofRight");
        ofLeft.ifPresent(watermarks::add);
        ofRight.ifPresent(watermarks::add);
        inputs = List.of(
                new Exchange(types(node.inputs().get(0)), columns(keys, JoinKey::left), threads),
                new Exchange(types(node.inputs().get(1)), columns(keys, JoinKey::right), threads));
    }

    abstract Side left(int shard);

    abstract Side right(int shard);

    /** The rows of both inputs, stored or not. */
    abstract List<KeyedRows> kept();

    static int[] columns(List<JoinKey> keys, ToIntFunction<JoinKey> side) {
        return keys.stream().mapToInt(side).toArray();
    }

    private static List<DataType> types(PlanNode input) {
        return input.columns().stream().map(Column::type).toList();
    }

    /** @param seen columns that are looked at where they lie, besides the key */
    static KeyedRows rows(
            PlanNode.Keyed node,
            int input,
            int[] key,
            int[] seen,
            boolean retracts,
            List<String> extras,
            BufferAllocator allocator) {
        return new KeyedRows(
                node.uid(),
                input == 0 ? "left" : "right",
                node.inputs().get(input).columns(),
                key,
                seen,
                retracts ? Equals.ONE : Equals.APART,
                extras,
                allocator);
    }

    @Override
    public String uid() {
        return node.uid();
    }

    @Override
    public List<Exchange> inputs() {
        return inputs;
    }

    @Override
    public List<DataType> columns() {
        return types(node);
    }

    @Override
    public boolean retracts() {
        return node.retracts();
    }

    @Override
    public List<Watermark> watermarks() {
        return watermarks;
    }

    @Override
    public boolean isWoken(Times times) {
        return times.endOfInput() || !watermarks.isEmpty();
    }

    @Override
    public void begin(long batch, long[] values, long clock) {
        finishRestore();
    }

    private void finishRestore() {
        if (!started) {
            started = true;
            kept().forEach(KeyedRows::finishRestore);
            for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
                rebuild(shard);
            }
        }
    }

    private void rebuild(int shard) {
        left(shard).rebuild();
        right(shard).rebuild();
    }

    /** Makes both sides of a shard anew, as they are before anything comes. */
    abstract void renew(int shard);

    @Override
    public synchronized void unload(int shard) {
        leastOfAway[0][shard] = leastEnd(shard, false);
        leastOfAway[1][shard] = leastEnd(shard, true);
        lateOfAway += left(shard).takeLate() + right(shard).takeLate();
        away |= Shards.of(shard);
        renew(shard);
    }

    @Override
    public void reload(int shard) {
        rebuild(shard);
        synchronized (this) {
            away &= ~Shards.of(shard);
        }
    }

    /** Times and places of rows. */
    @Override
    public long bytesAround(int shard) {
        long slots = 0;
        for (KeyedRows rows : kept()) {
            slots += rows.shard(shard).slots();
        }
        return watermarks.isEmpty() ? 0 : 2L * Long.BYTES * slots;
    }

    Marks marks(Times times) {
        int rightIndex = ofLeft.isPresent() ? 1 : 0;
        return new Marks(
                value(ofLeft, times.start(), 0),
                value(ofRight, times.start(), rightIndex),
                value(ofLeft, times.end(), 0),
                value(ofRight, times.end(), rightIndex));
    }

    private static long value(Optional<Watermark> watermark, long[] values, int index) {
        return watermark.isPresent() ? values[index] : Long.MIN_VALUE;
    }

    @Override
    public long lateRows() {
        long late = lateOfAway;
        lateOfAway = 0;
        for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
            late += left(shard).takeLate() + right(shard).takeLate();
        }
        return late;
    }

    @Override
    public void settle(int shard) {
        left(shard).compact();
        right(shard).compact();
    }

    @Override
    public List<KeyedRows> state() {
        return kept();
    }

    /** Only rows that are sent when they go are waited for; others may stay until the next batch. */
    @Override
    public OptionalLong nextEnd(int watermark) {
        if (node.emit() != Emit.ON_CLOSE) {
            return OptionalLong.empty();
        }
        finishRestore();
        boolean isLeft = watermark == 0 && ofLeft.isPresent();
        long least = Long.MAX_VALUE;
        for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
            least = Math.min(
                    least, Shards.has(away, shard) ? leastOfAway[isLeft ? 1 : 0][shard] : leastEnd(shard, isLeft));
        }
        return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least + 1);
    }

    /**
     * The least time of the rows of a shard that wait for a watermark; the greatest long: none.
     *
     * @param ofLeftMark for that of the left input
     */
    abstract long leastEnd(int shard, boolean ofLeftMark);

    @Override
    public boolean isDue(boolean endOfInput) {
        return endOfInput && node.emit() == Emit.ON_CLOSE;
    }

    @Override
    public void close() {
        kept().forEach(KeyedRows::close);
    }
}
