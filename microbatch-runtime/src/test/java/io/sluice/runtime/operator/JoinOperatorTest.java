package io.sluice.runtime.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.JoinKey;
import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.RowErrors;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.batch.Vectors;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.KeyedRows;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random changes of both inputs, and a restart, against nested loops over what is there: all types of joins, with and without a
 * condition, whether or not the inputs take rows back, sent at once or at the end.
 */
class JoinOperatorTest {
    private static final int BATCHES = 12;
    private static final List<Column> COLUMNS = List.of(
            new Column("k", DataType.of(TypeKind.BIGINT, true)),
            new Column("name", DataType.of(TypeKind.STRING, true)),
            new Column("v", DataType.of(TypeKind.BIGINT, true)));

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void close() {
        allocator.close();
    }

    /** What is joined, and how. */
    private record Case(
            JoinType type,
            boolean condition,
            boolean nulls,
            boolean leftRetracts,
            boolean rightRetracts,
            boolean atEnd) {}

    @ParameterizedTest
    @EnumSource(JoinType.class)
    void resultIsThatOfNestedLoops(JoinType type) {
        for (int bits = 0; bits < 32; bits++) {
            Case test = new Case(
                    type, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0);
            if (!test.atEnd || !test.leftRetracts && !test.rightRetracts) {
                run(test, bits);
            }
        }
    }

    private void run(Case test, int seed) {
        Random random = new Random(seed);
        List<List<Object>> left = new ArrayList<>();
        List<List<Object>> right = new ArrayList<>();
        Map<String, Integer> sent = new TreeMap<>();
        JoinOperator operator = operator(test);
        JoinOperator stored = operator(test);
        for (int batch = 0; batch < BATCHES; batch++) {
            if (batch == BATCHES / 2) {
                operator.close();
                operator = stored;
            }
            operator.inputs().forEach(Exchange::clear);
            operator.state().forEach(rows -> rows.begin(0));
            operator.begin(batch, new long[0], 0);
            change(operator.inputs().get(0), left, test.leftRetracts, random);
            change(operator.inputs().get(1), right, test.rightRetracts, random);
            boolean last = batch == BATCHES - 1;
            process(operator, last, sent, test);
            if (operator != stored) {
                store(operator, stored);
            }
            if (!test.atEnd || last) {
                assertThat(sent).as("%s in batch %d", test, batch).isEqualTo(expected(test, left, right));
            }
        }
        operator.close();
    }

    private static void store(JoinOperator from, JoinOperator to) {
        for (int i = 0; i < 2; i++) {
            KeyedRows table = to.state().get(i);
            from.state().get(i).delta().ifPresent(delta -> table.restore(delta.rows()));
        }
    }

    /** Some rows are added, and some of those that are there, or have just come, are taken back. */
    private static void change(Exchange to, List<List<Object>> rows, boolean retracts, Random random) {
        for (int part = 0; part < 2; part++) {
            boolean weighted = retracts && random.nextInt(3) > 0;
            RowOutput output = to.output(weighted);
            ColumnBatch batch = output.batch(0);
            batch.clear();
            BatchConsumer consumer = output.consumer(0, part);
            for (int i = random.nextInt(8); i > 0; i--) {
                boolean back = weighted && !rows.isEmpty() && random.nextInt(5) < 2;
                List<Object> row = back ? rows.remove(random.nextInt(rows.size())) : row(random);
                if (!back) {
                    rows.add(row);
                }
                append(batch, row, back);
            }
            consumer.accept(batch);
        }
    }

    private static List<Object> row(Random random) {
        return Arrays.asList(
                random.nextInt(6) == 0 ? null : (Object) (long) random.nextInt(3),
                random.nextInt(6) == 0 ? null : "n".repeat(random.nextInt(2)),
                random.nextInt(6) == 0 ? null : (Object) (long) random.nextInt(4));
    }

    private static void append(ColumnBatch batch, List<Object> row, boolean back) {
        int at = batch.rows();
        List<Object[]> single = new ArrayList<>();
        single.add(row.toArray());
        for (int column = 0; column < row.size(); column++) {
            DataType type = COLUMNS.get(column).type();
            batch.copy(Vectors.of(single, column, type, false, 0), 0, column, at);
        }
        if (batch.weights() != null) {
            batch.weights()[at] = (byte) (back ? -1 : 1);
        }
        batch.setRows(at + 1);
    }

    private static void process(JoinOperator operator, boolean last, Map<String, Integer> sent, Case test) {
        operator.start(new FunctionContext(ZoneOffset.UTC, 0));
        RowEmitter emitter = new RowEmitter(operator.columns(), operator.retracts());
        ShardedOperator.Times times = new ShardedOperator.Times(new long[0], new long[0], 0, last);
        for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
            emitter.start(batch -> add(batch, test, sent));
            operator.process(shard, times, emitter);
            emitter.flush();
        }
        operator.state().forEach(last ? KeyedRows::discard : KeyedRows::settle);
        for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
            operator.settle(shard);
        }
    }

    /** The pipeline above an inner join tests its condition. */
    private static void add(ColumnBatch batch, Case test, Map<String, Integer> sent) {
        for (int row = 0; row < batch.rows(); row++) {
            List<Object> values = new ArrayList<>();
            for (int column = 0; column < batch.columns().length; column++) {
                values.add(Vectors.value(
                        batch.column(column),
                        COLUMNS.get(column % COLUMNS.size()).type(),
                        row));
            }
            boolean passes = test.type != JoinType.INNER
                    || !test.condition
                    || meets(values.subList(0, COLUMNS.size()), values.subList(COLUMNS.size(), values.size()));
            if (passes) {
                sent.merge(values.toString(), (int) batch.weights()[row], Integer::sum);
                sent.remove(values.toString(), 0);
            }
        }
    }

    private static boolean meets(List<Object> left, List<Object> right) {
        Object a = left.get(2);
        Object b = right.get(2);
        return a != null && b != null && (long) a < (long) b;
    }

    private static boolean arePartners(Case test, List<Object> left, List<Object> right) {
        for (int key = 0; key < 2; key++) {
            Object a = left.get(key);
            Object b = right.get(key);
            boolean same = a == null || b == null ? test.nulls && a == b : a.equals(b);
            if (!same) {
                return false;
            }
        }
        return !test.condition || meets(left, right);
    }

    private static Map<String, Integer> expected(Case test, List<List<Object>> left, List<List<Object>> right) {
        Map<String, Integer> rows = new TreeMap<>();
        List<Object> none = Arrays.asList(null, null, null);
        for (List<Object> each : left) {
            List<List<Object>> partners = right.stream()
                    .filter(other -> arePartners(test, each, other))
                    .toList();
            if (test.type.givesRight()) {
                partners.forEach(other -> rows.merge(joined(each, other), 1, Integer::sum));
            }
            boolean alone = partners.isEmpty();
            if (test.type == JoinType.SEMI && !alone || test.type == JoinType.ANTI && alone) {
                rows.merge(each.toString(), 1, Integer::sum);
            } else if (test.type.keepsLeft() && alone) {
                rows.merge(joined(each, none), 1, Integer::sum);
            }
        }
        for (List<Object> each : right) {
            if (test.type.keepsRight() && left.stream().noneMatch(other -> arePartners(test, other, each))) {
                rows.merge(joined(none, each), 1, Integer::sum);
            }
        }
        return rows;
    }

    private static String joined(List<Object> left, List<Object> right) {
        List<Object> both = new ArrayList<>(left);
        both.addAll(right);
        return both.toString();
    }

    private JoinOperator operator(Case test) {
        PlanNode left = new PlanNode.Scan("l", COLUMNS, List.of(0, 1, 2), List.of(), false);
        PlanNode right = new PlanNode.Scan("r", COLUMNS, List.of(0, 1, 2), List.of(), false);
        List<Column> columns = new ArrayList<>(COLUMNS);
        if (test.type.givesRight()) {
            columns.addAll(COLUMNS);
        }
        DataType number = COLUMNS.get(2).type();
        Expr less = new Expr.Call(
                "<",
                List.of(new Expr.Input(2, number), new Expr.Input(5, number)),
                DataType.of(TypeKind.BOOLEAN, true));
        Join node = new Join(
                left,
                right,
                "join-1",
                test.type,
                List.of(new JoinKey(0, 0, test.nulls), new JoinKey(1, 1, test.nulls)),
                test.condition ? Optional.of(less) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                test.atEnd ? Emit.ON_CLOSE : Emit.ON_CHANGE,
                true,
                columns);
        return new JoinOperator(
                node, test.leftRetracts, test.rightRetracts, false, RowErrors.FAIL, Optional.empty(), 1, allocator);
    }
}
