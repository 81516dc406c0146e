package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.StateTtl;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.operator.Exchange;
import io.sluice.runtime.operator.RowEmitter;
import io.sluice.runtime.operator.ShardedOperator;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.KeyedRows;
import io.sluice.runtime.state.Shards;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToIntFunction;

/** A sharded operator at its place in the graph: shards run on all threads, and send rows down the pipeline as pieces. */
final class ShardedNode implements Stage {
    private static final int FEW_ROWS = 4096;

    /** Fewer are compressed where they are stored, while the next batch is read. */
    private static final long PACKED_FROM_BYTES = 1 << 20;

    private final ShardedOperator operator;
    private final Downstream downstream;
    private final LateInputs late;
    private final boolean idles;
    private final Optional<Forgetting> forgetting;
    private final RowEmitter[] emitters;
    private final Optional<LookUpInput> lookUp;
    private final Optional<Pages> pages;
    private StateMemory memory;
    private long[] start = {};
    private long clock;

    /**
     * @param idles whether some source can be idle
     * @param ttl of its state
     * @param lookUp its left input, if rows of that may go on as they come
     */
    ShardedNode(
            ShardedOperator operator,
            Downstream downstream,
            LateInputs late,
            boolean idles,
            Optional<StateTtl> ttl,
            Optional<LookUpInput> lookUp,
            int threads) {
        forgetting = ttl.map(Forgetting::new);
        this.operator = requireNonNull(operator, "operator");
        this.downstream = requireNonNull(downstream, "downstream");
        this.late = requireNonNull(late, "late");
        this.lookUp = requireNonNull(lookUp, "lookUp");
        this.idles = idles;
        emitters = new RowEmitter[threads];
        pages = operator.isPaged() && !operator.state().isEmpty()
                ? Optional.of(new Pages(
                        operator.state().stream()
                                .map(rows -> new Pages.Table(rows.table(), rows))
                                .toList(),
                        operator::unload,
                        operator::reload,
                        operator::bytesAround))
                : Optional.empty();
    }

    @Override
    public List<Pages> pages() {
        return pages.stream().toList();
    }

    @Override
    public void useMemory(StateMemory newMemory) {
        memory = newMemory;
    }

    private boolean isAway() {
        return pages.isPresent() && memory.isAway(pages.get());
    }

    @Override
    public String uid() {
        return operator.uid();
    }

    @Override
    public List<Watermark> watermarks() {
        return operator.watermarks();
    }

    @Override
    public boolean remembers(Watermark watermark) {
        return idles && OperatorNode.isOfSeveral(watermark);
    }

    @Override
    public void resume(long[] watermarks) {
        operator.resume(watermarks);
    }

    @Override
    public boolean hasClock() {
        return operator.hasClock() || forgetting.isPresent();
    }

    @Override
    public void resumeClock(long reached) {
        forgetting.ifPresent(each -> each.resume(reached));
    }

    @Override
    public void begin(long batch, long[] watermarks, long newClock) {
        start = watermarks;
        clock = newClock;
        operator.inputs().forEach(Exchange::clear);
        operator.state().forEach(rows -> rows.begin(newClock));
        late.begin(batch, watermarks);
        operator.begin(batch, watermarks, newClock);
        forgetting.ifPresent(each -> {
            int[] shards = each.begin(newClock);
            if (isAway()) {
                memory.run(pages.orElseThrow(), Shards.of(shards), some -> {
                    forget(Shards.list(some), each);
                    operator.state().forEach(rows -> rows.settle(some));
                });
            } else {
                forget(shards, each);
            }
        });
    }

    private void forget(int[] shards, Forgetting each) {
        for (int shard : shards) {
            operator.forget(shard, each.before(clock));
        }
    }

    @Override
    public Set<String> readFirst() {
        return lookUp.map(LookUpInput::first).orElse(Set.of());
    }

    @Override
    public int stream(Reading reading, int firstPiece, FunctionContext context, Tally tally) {
        return lookUp.map(input -> input.begin(!isAway(), reading, firstPiece, context, tally))
                .orElse(0);
    }

    /** The right input, which makes no rows as long as there are none of the left one. */
    @Override
    public void takeFirst(FunctionContext context, WorkerPool pool) {
        if (lookUp.filter(LookUpInput::streams).isEmpty()) {
            return;
        }
        operator.start(context);
        ShardedOperator.Times times = new ShardedOperator.Times(start, start, clock, false);
        pool.run(KeyGroups.SHARDS, (thread, shard) -> {
            if (hasArrivals(shard)) {
                operator.process(shard, times, new RowEmitter(operator.columns(), operator.retracts()));
            }
        });
        operator.inputs().forEach(Exchange::clear);
    }

    @Override
    public int run(End end, int firstPiece, FunctionContext context, WorkerPool pool, Tally tally) {
        ShardedOperator.Times times = new ShardedOperator.Times(start, end.watermarks(), clock, end.endOfInput());
        operator.start(context);
        if (isAway()) {
            runInTurn(firstPiece, times, context, pool, tally);
            return downstream.pieces(KeyGroups.SHARDS);
        }
        long rows = operator.inputs().stream().mapToLong(Exchange::rows).sum();
        if (rows < FEW_ROWS
                && operator.state().stream().mapToLong(KeyedRows::size).sum() < FEW_ROWS) {
            for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
                process(0, shard, firstPiece, times, context, tally);
            }
        } else {
            pool.run(KeyGroups.SHARDS, (thread, shard) -> process(thread, shard, firstPiece, times, context, tally));
        }
        tally.late(operator.uid(), operator.lateRows());
        operator.inputs().forEach(Exchange::clear);
        if (end.endOfInput()) {
            operator.state().forEach(KeyedRows::discard);
        } else {
            write(pool, KeyedRows::collect);
        }
        for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
            operator.settle(shard);
        }
        return downstream.pieces(KeyGroups.SHARDS);
    }

    /** Some of the state is on disk: a few shards at a time take the batch in, send on, and are done with. */
    private void runInTurn(
            int firstPiece, ShardedOperator.Times times, FunctionContext context, WorkerPool pool, Tally tally) {
        boolean wakes = operator.sendsAll()
                || operator.isWoken(times) && (times.endOfInput() || operator.hasClock() || isDue(times.end()));
        int busy = Shards.where(shard -> wakes || hasArrivals(shard));
        memory.run(pages.orElseThrow(), busy, shards -> {
            int[] list = Shards.list(shards);
            pool.run(list.length, (thread, i) -> process(thread, list[i], firstPiece, times, context, tally));
            Arrays.fill(emitters, null);
            if (times.endOfInput()) {
                operator.state().forEach(state -> Arrays.stream(list).forEach(state::discard));
            } else {
                write(pool, state -> state.collect(shards));
            }
            Arrays.stream(list).forEach(operator::settle);
        });
        tally.late(operator.uid(), operator.lateRows());
        operator.inputs().forEach(Exchange::clear);
    }

    private boolean isDue(long[] end) {
        for (int i = 0; i < end.length; i++) {
            OptionalLong next = operator.nextEnd(i);
            if (next.isPresent() && next.getAsLong() <= end[i]) {
                return true;
            }
        }
        return false;
    }

    private boolean hasArrivals(int shard) {
        for (Exchange input : operator.inputs()) {
            if (input.hasArrivals(shard)) {
                return true;
            }
        }
        return false;
    }

    /** Few changed rows of a table are written here, more by one of the threads, and many by all of them in pieces, packed. */
    private void write(WorkerPool pool, ToIntFunction<KeyedRows> collect) {
        List<KeyedRows> many = new ArrayList<>();
        List<Runnable> tasks = new ArrayList<>();
        for (KeyedRows state : operator.state()) {
            int changed = collect.applyAsInt(state);
            if (changed < FEW_ROWS) {
                state.write();
            } else if (changed * state.bytesOfRow() < PACKED_FROM_BYTES) {
                tasks.add(state::write);
            } else {
                many.add(state);
                int count = state.startPacking();
                for (int i = 0; i < count; i++) {
                    int piece = i;
                    tasks.add(() -> state.pack(piece));
                }
            }
        }
        pool.run(tasks.size(), (thread, index) -> tasks.get(index).run());
        many.forEach(KeyedRows::finishPacking);
    }

    private void process(
            int thread, int shard, int firstPiece, ShardedOperator.Times times, FunctionContext context, Tally tally) {
        if (!hasArrivals(shard) && !operator.isWoken(times)) {
            return;
        }
        if (emitters[thread] == null) {
            emitters[thread] = new RowEmitter(
                    operator.columns(), operator.retracts(), downstream.reads(), downstream.writesFailed());
        }
        RowEmitter emitter = emitters[thread];
        downstream.run(thread, firstPiece, shard, context, tally, (rows, failures) -> {
            LateInputs.Piece lateRows = late.piece(thread, firstPiece + shard);
            emitter.start(rows, lateRows, failures);
            operator.process(shard, times, emitter);
            emitter.flush();
            lateRows.flush();
        });
    }

    @Override
    public boolean isStateful() {
        return !operator.state().isEmpty();
    }

    @Override
    public List<StateTable> tables() {
        return operator.state().stream().map(KeyedRows::table).toList();
    }

    @Override
    public void restore(StateTable table, StoredPieces rows, WorkerPool pool) {
        operator.state().stream().filter(each -> each.table().equals(table)).forEach(each -> rows.pieces()
                .forEach(piece -> each.restore(piece.root())));
    }

    @Override
    public List<StateDelta> deltas() {
        return operator.state().stream().flatMap(each -> each.delta().stream()).toList();
    }

    private long bytesAround() {
        long bytes = 0;
        for (int shard = 0; pages.isPresent() && shard < KeyGroups.SHARDS; shard++) {
            bytes += operator.bytesAround(shard);
        }
        return bytes;
    }

    @Override
    public Held held() {
        List<KeyedRows> all = operator.state();
        return new Held(
                all.stream().mapToLong(KeyedRows::size).sum(),
                all.stream().mapToLong(KeyedRows::bytes).sum() + bytesAround(),
                all.stream().mapToLong(KeyedRows::updated).sum(),
                all.stream().mapToLong(KeyedRows::removed).sum());
    }

    @Override
    public OptionalLong nextEnd(int watermark) {
        return operator.nextEnd(watermark);
    }

    @Override
    public OptionalLong nextTime() {
        return operator.nextTime();
    }

    @Override
    public boolean isDue(boolean endOfInput) {
        return operator.isDue(endOfInput);
    }

    @Override
    public boolean isSatisfied() {
        return operator.isSatisfied();
    }

    @Override
    public void close() {
        operator.close();
        late.close();
    }
}
