package io.sluice.runtime.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Frame;
import io.sluice.planner.plan.Frame.Bound;
import io.sluice.planner.plan.OverCall;
import io.sluice.planner.plan.OverFunction;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.RankLimits;
import io.sluice.planner.plan.SortKey;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.KeyedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ranks and functions with OVER against lists that are sorted anew after each batch. Few different values, so that rows tie
 * and repeat; half-way the operator is replaced by one that was made from what was stored.
 */
class RankAndOverTest {
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT, true);
    private static final List<Column> COLUMNS =
            List.of(new Column("k", NUMBER), new Column("v", NUMBER), new Column("x", NUMBER));
    private static final PlanNode INPUT = new PlanNode.Scan("t", COLUMNS, List.of(0, 1, 2), List.of(), false);
    private static final List<SortKey> ORDER = List.of(new SortKey(1, true, true));

    /** The order of a partition: v descending, NULL last, then x, NULL first. */
    private static final Comparator<List<Long>> SORTED = Comparator.comparing(
                    (List<Long> row) -> row.get(1), Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(row -> row.get(2), Comparator.nullsFirst(Comparator.naturalOrder()));

    private final BufferAllocator allocator = new RootAllocator();
    private final Random random = new Random(7);
    private final List<List<Long>> rows = new ArrayList<>();
    private final Map<List<Long>, Integer> result = new HashMap<>();

    @AfterEach
    void close() {
        allocator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ROW_NUMBER, 1, 3, false, false",
        "ROW_NUMBER, 1, 3, true, false",
        "ROW_NUMBER, 2, 4, true, true",
        "ROW_NUMBER, 1, 1, false, true",
        "ROW_NUMBER, 1, 1, false, false",
        "ROW_NUMBER, 1, 1, true, false",
        "RANK, 1, 3, false, false",
        "RANK, 2, 5, true, false",
        "RANK, 1, 4, true, true",
        "DENSE_RANK, 1, 2, false, false",
        "DENSE_RANK, 2, 3, true, false",
        "DENSE_RANK, 1, 2, true, true"
    })
    void ranksAreThoseOfASortedList(
            RankLimits.Function function, int first, int last, boolean numbered, boolean changing) {
        List<Column> columns = new ArrayList<>(COLUMNS);
        if (numbered) {
            columns.add(new Column("r", NUMBER));
        }
        PlanNode.Rank node = new PlanNode.Rank(
                INPUT,
                "rank-1",
                List.of(0),
                ORDER,
                new RankLimits(function, first, last),
                numbered,
                Optional.empty(),
                PlanNode.Emit.ON_CHANGE,
                true,
                columns);
        run(() -> RankOperator.of(node, changing, false, false, 1, allocator), changing, partition -> {
            List<List<Long>> ranked = new ArrayList<>();
            long dense = 0;
            int peers = 0;
            for (int i = 0; i < partition.size(); i++) {
                if (i == 0 || !isPeer(partition, i - 1, i)) {
                    dense++;
                    peers = i;
                }
                long rank =
                        switch (function) {
                            case ROW_NUMBER -> i + 1L;
                            case RANK -> peers + 1L;
                            case DENSE_RANK -> dense;
                        };
                if (rank >= first && rank <= last) {
                    ranked.add(numbered ? with(partition.get(i), rank) : partition.get(i));
                }
            }
            return ranked;
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void valuesAreThoseOfASortedList(boolean changing) {
        Frame sliding = new Frame(Frame.Unit.ROWS, new Bound(false, -2), new Bound(false, 1));
        List<OverCall> calls = List.of(
                call(OverFunction.COUNT, List.of(), 0, Frame.UP_TO_PEERS),
                call(OverFunction.SUM, List.of(2), 0, sliding),
                call(OverFunction.MAX, List.of(2), 0, sliding),
                call(OverFunction.LAG, List.of(2), 2, Frame.ALL),
                call(OverFunction.ROW_NUMBER, List.of(), 0, Frame.ALL),
                call(OverFunction.LAST_VALUE, List.of(2), 0, Frame.ALL));
        List<Column> columns = new ArrayList<>(COLUMNS);
        for (int i = 0; i < calls.size(); i++) {
            columns.add(new Column("c" + i, NUMBER));
        }
        PlanNode.Over node = new PlanNode.Over(
                INPUT, "over-1", List.of(0), ORDER, calls, Optional.empty(), PlanNode.Emit.ON_CHANGE, true, columns);
        run(() -> OverOperator.of(node, false, 1, allocator), changing, partition -> {
            List<List<Long>> valued = new ArrayList<>();
            for (int i = 0; i < partition.size(); i++) {
                int last = i;
                while (last + 1 < partition.size() && isPeer(partition, i, last + 1)) {
                    last++;
                }
                List<Long> frame = partition.subList(Math.max(0, i - 2), Math.min(partition.size(), i + 2)).stream()
                        .map(row -> row.get(2))
                        .filter(value -> value != null)
                        .toList();
                List<Long> row = with(partition.get(i), last + 1L);
                row.add(frame.stream().reduce(Long::sum).orElse(null));
                row.add(frame.stream().reduce(Long::max).orElse(null));
                row.add(i < 2 ? null : partition.get(i - 2).get(2));
                row.add(i + 1L);
                row.add(partition.get(partition.size() - 1).get(2));
                valued.add(row);
            }
            return valued;
        });
    }

    private static OverCall call(OverFunction function, List<Integer> arguments, long parameter, Frame frame) {
        return new OverCall(function, arguments, parameter, false, false, frame, NUMBER);
    }

    private static boolean isPeer(List<List<Long>> partition, int left, int right) {
        return Objects.equals(partition.get(left).get(1), partition.get(right).get(1));
    }

    private static List<Long> with(List<Long> row, Long value) {
        List<Long> all = new ArrayList<>(row);
        all.add(value);
        return all;
    }

    /** What the result has of a partition, which is in order. */
    private interface Model {
        List<List<Long>> of(List<List<Long>> partition);
    }

    private void run(Supplier<ShardedOperator> maker, boolean changing, Model model) {
        ShardedOperator operator = maker.get();
        ShardedOperator stored = maker.get();
        for (int batch = 0; batch < 60; batch++) {
            if (batch == 30) {
                ShardedOperator old = operator;
                operator = stored;
                stored = old;
            }
            step(operator, batch, changing);
            for (int i = 0; batch < 30 && i < operator.state().size(); i++) {
                KeyedRows to = stored.state().get(i);
                operator.state().get(i).delta().ifPresent(delta -> to.restore(delta.rows()));
            }
            assertThat(content(result)).isEqualTo(content(expected(model)));
        }
        operator.close();
        stored.close();
        assertThat(rows).isNotEmpty();
    }

    private void step(ShardedOperator operator, int batch, boolean changing) {
        operator.inputs().get(0).clear();
        operator.state().forEach(rows -> rows.begin(0));
        operator.begin(batch, new long[0], 0);
        RowOutput input = operator.inputs().get(0).output(changing);
        for (int piece = 0; piece < 2; piece++) {
            ColumnBatch batchRows = input.batch(0);
            batchRows.clear();
            int count = random.nextInt(12);
            for (int i = 0; i < count; i++) {
                change(batchRows, i, changing);
            }
            batchRows.setRows(count);
            input.consumer(0, piece).accept(batchRows);
        }
        RowEmitter emitter = new RowEmitter(operator.columns(), operator.retracts());
        ShardedOperator.Times times = new ShardedOperator.Times(new long[0], new long[] {Long.MIN_VALUE}, 0, false);
        for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
            emitter.start(this::integrate);
            operator.process(shard, times, emitter);
            emitter.flush();
        }
        operator.state().forEach(KeyedRows::settle);
        for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
            operator.settle(shard);
        }
    }

    private void change(ColumnBatch to, int at, boolean changing) {
        boolean takes = changing && !rows.isEmpty() && random.nextInt(5) < 2;
        List<Long> row =
                takes ? rows.remove(random.nextInt(rows.size())) : Arrays.asList(number(3), number(4), number(3));
        if (!takes) {
            rows.add(row);
        }
        if (to.weights() != null) {
            to.weights()[at] = (byte) (takes ? -1 : 1);
        }
        for (int column = 0; column < row.size(); column++) {
            boolean isNull = row.get(column) == null;
            to.column(column).hasNulls |= isNull;
            to.column(column).nulls[at] = isNull;
            to.column(column).longs[at] = isNull ? 0 : row.get(column);
        }
    }

    private Long number(int bound) {
        return random.nextInt(8) == 0 ? null : Long.valueOf(random.nextInt(bound));
    }

    private void integrate(ColumnBatch batch) {
        for (int row = 0; row < batch.rows(); row++) {
            List<Long> values = new ArrayList<>();
            for (var column : batch.columns()) {
                values.add(column.hasNulls && column.nulls[row] ? null : Long.valueOf(column.longs[row]));
            }
            result.merge(values, (int) batch.weights()[row], (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
        }
    }

    private Map<List<Long>, Integer> expected(Model model) {
        Map<Object, List<List<Long>>> partitions =
                rows.stream().collect(Collectors.groupingBy(row -> String.valueOf(row.get(0))));
        return partitions.values().stream()
                .map(partition -> model.of(partition.stream().sorted(SORTED).toList()))
                .flatMap(Collection::stream)
                .collect(Collectors.toMap(row -> row, row -> 1, Integer::sum));
    }

    private static Map<String, Integer> content(Map<List<Long>, Integer> rows) {
        Map<String, Integer> sorted = new TreeMap<>();
        rows.forEach((row, count) -> sorted.put(row.toString(), count));
        return sorted;
    }
}
