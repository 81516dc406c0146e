package io.sluice.runtime.execution;

import static io.sluice.runtime.execution.Plans.BIGINT;
import static io.sluice.runtime.execution.Plans.BOOLEAN;
import static io.sluice.runtime.execution.Plans.DOUBLE;
import static io.sluice.runtime.execution.Plans.INT;
import static io.sluice.runtime.execution.Plans.STRING;
import static io.sluice.runtime.execution.Plans.TIMESTAMP;
import static io.sluice.runtime.execution.Plans.call;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.AggregateCall.Function;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.WindowSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** A table with a column of each sort, random rows of it, and a group-by with each aggregate over it. */
final class Sample {
    static final long DELAY = 15;

    static final List<Column> COLUMNS = List.of(
            new Column("ts", TIMESTAMP),
            new Column("name", STRING),
            new Column("code", BIGINT),
            new Column("v", INT),
            new Column("d", DOUBLE),
            new Column("wide", DataType.decimal(30, 4, true)),
            new Column("text", STRING),
            new Column("flag", BOOLEAN),
            new Column("money", DataType.decimal(12, 2, true)));

    static final List<AggregateCall> CALLS = calls();

    private static List<AggregateCall> calls() {
        List<AggregateCall> calls = new ArrayList<>();
        calls.add(Plans.count());
        calls.add(call(Function.COUNT, 3, BIGINT.withNullable(false)));
        calls.add(
                new AggregateCall(Function.COUNT, OptionalInt.empty(), OptionalInt.of(7), BIGINT.withNullable(false)));
        calls.add(call(Function.SUM, 3, BIGINT));
        calls.add(call(Function.AVG, 3, DOUBLE));
        calls.add(call(Function.SUM, 4, DOUBLE));
        calls.add(call(Function.AVG, 4, DOUBLE));
        calls.add(call(Function.SUM, 5, DataType.decimal(38, 4, true)));
        calls.add(call(Function.AVG, 5, DataType.decimal(38, 6, true)));
        calls.add(call(Function.SUM, 8, DataType.decimal(38, 2, true)));
        for (int column : new int[] {3, 4, 5, 6, 7}) {
            DataType type = COLUMNS.get(column).type();
            calls.add(call(Function.MIN, column, type));
            calls.add(call(Function.MAX, column, type));
        }
        return calls;
    }

    private Sample() {}

    /** The group-by into a sink; in append groups come when they are closed, else when they change. */
    static PlanNode.Write plan(
            Optional<WindowSpec> window, List<Integer> keys, Emission.Mode mode, List<Integer> lateColumns) {
        PlanNode scan = Plans.watermark(Plans.scan("t", COLUMNS), "t", 0, DELAY);
        List<GroupKey> all = new ArrayList<>();
        List<Integer> sinkKey = new ArrayList<>();
        if (window.isPresent()) {
            all.add(Plans.start());
            all.add(Plans.end());
        }
        keys.forEach(key -> all.add(Plans.key(key)));
        for (int i = 0; i < all.size(); i++) {
            sinkKey.add(i);
        }
        PlanNode.Aggregate aggregate = Plans.aggregate(
                scan,
                window.flatMap(spec -> Plans.window(0, spec, "t")),
                all,
                CALLS,
                mode == Emission.Mode.APPEND ? PlanNode.Emit.ON_CLOSE : PlanNode.Emit.ON_CHANGE,
                lateColumns);
        boolean retracts = mode == Emission.Mode.UPDATE || mode == Emission.Mode.CHANGELOG;
        return Plans.write(aggregate, mode, retracts, sinkKey);
    }

    /** Rows around a time; doubles are such that sums are exact. */
    static List<Object[]> rows(Random random, int count, long time) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new Object[] {
                orNull(random, 60, time + random.nextInt(80) - 50L),
                orNull(random, 8, "k" + random.nextInt(5)),
                orNull(random, 8, (long) random.nextInt(3)),
                orNull(random, 5, (long) random.nextInt(2_000_000_000) - 1_000_000_000),
                orNull(random, 5, floating(random)),
                orNull(random, 5, new BigDecimal(new java.math.BigInteger(88, random), 4)),
                orNull(random, 5, "é€".repeat(random.nextInt(3)) + random.nextInt(100)),
                orNull(random, 5, random.nextBoolean()),
                orNull(random, 5, BigDecimal.valueOf(random.nextInt(), 2))
            });
        }
        return rows;
    }

    private static Double floating(Random random) {
        return random.nextInt(200) == 0 ? -0.0 : (random.nextInt(2000) - 1000) * 0.25;
    }

    private static Object orNull(Random random, int oneIn, Object value) {
        return random.nextInt(oneIn) == 0 ? null : value;
    }
}
