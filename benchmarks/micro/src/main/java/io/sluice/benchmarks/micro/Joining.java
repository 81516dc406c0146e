package io.sluice.benchmarks.micro;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.JoinKey;
import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.runtime.RowErrors;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.operator.Exchange;
import io.sluice.runtime.operator.JoinOperator;
import io.sluice.runtime.operator.RowEmitter;
import io.sluice.runtime.operator.RowOutput;
import io.sluice.runtime.operator.ShardedOperator.Times;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.KeyedRows;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One batch of a join that keeps both inputs: exchange, lookup, results, and the delta of its state, a row of the left input. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Joining {
    private static final int BATCHES = 32;
    private static final int PARTNERS = 4;

    /** Of which each has some rows on the right: so one row of the left has half a partner, or sixteen have one. */
    @Param({"65536", "524288"})
    public int keys;

    private final ColumnBatch[] left = new ColumnBatch[BATCHES];
    private final ColumnBatch[] right = new ColumnBatch[PARTNERS];
    private BufferAllocator allocator;
    private JoinOperator operator;
    private RowEmitter emitter;
    private long sent;

    @Setup
    public void fill() {
        allocator = new RootAllocator();
        Random random = new Random(1);
        for (int i = 0; i < BATCHES; i++) {
            left[i] = ColumnBatch.of(Columns.types());
            Columns.fill(left[i], random, keys);
        }
        for (int i = 0; i < PARTNERS; i++) {
            right[i] = ColumnBatch.of(Columns.types());
            Columns.fill(right[i], random, keys);
        }
    }

    @Setup(Level.Invocation)
    public void open() {
        List<Column> columns = new ArrayList<>(Columns.ALL);
        columns.addAll(Columns.ALL);
        Join node = new Join(
                Columns.scan("l"),
                Columns.scan("r"),
                "join-1",
                JoinType.INNER,
                List.of(new JoinKey(0, 0, false)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Emit.ON_CHANGE,
                false,
                columns);
        operator = new JoinOperator(node, false, false, false, RowErrors.FAIL, Optional.empty(), 1, allocator);
        emitter = new RowEmitter(operator.columns(), false);
    }

    @Benchmark
    @OperationsPerInvocation(BATCHES * Columns.ROWS)
    public long batch() {
        operator.state().forEach(rows -> rows.begin(0));
        operator.begin(0, new long[0], 0);
        operator.start(new FunctionContext(ZoneOffset.UTC, 0));
        send(right, operator.inputs().get(1));
        send(left, operator.inputs().get(0));
        Times times = new Times(new long[0], new long[0], 0, false);
        for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
            emitter.start(batch -> sent += batch.rows());
            operator.process(shard, times, emitter);
            emitter.flush();
        }
        operator.state().forEach(KeyedRows::settle);
        for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
            operator.settle(shard);
        }
        return sent;
    }

    private static void send(ColumnBatch[] batches, Exchange to) {
        RowOutput output = to.output(false);
        BatchConsumer consumer = output.consumer(0, 0);
        for (ColumnBatch batch : batches) {
            consumer.accept(batch);
        }
    }

    @TearDown(Level.Invocation)
    public void closeOperator() {
        operator.close();
    }

    @TearDown
    public void close() {
        allocator.close();
    }
}
