package io.sluice.runtime.execution;

import io.sluice.planner.PlannedQuery;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.plan.Watermark;
import io.sluice.planner.plan.WatermarkRules;
import io.sluice.planner.plan.WindowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Plans written by hand. */
final class Plans {
    static final DataType BIGINT = DataType.of(TypeKind.BIGINT, true);
    static final DataType INT = DataType.of(TypeKind.INT, true);
    static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE, true);
    static final DataType STRING = DataType.of(TypeKind.STRING, true);
    static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN, true);
    static final DataType DATE = DataType.of(TypeKind.DATE, true);
    static final DataType TIMESTAMP = DataType.of(TypeKind.TIMESTAMP, true);

    private Plans() {}

    static PlanNode.Scan scan(String source, List<Column> columns) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            positions.add(i);
        }
        return new PlanNode.Scan(source, columns, positions, List.of(), false);
    }

    static Expr.Input input(int index, DataType type) {
        return new Expr.Input(index, type);
    }

    static Expr.Input input(int index, PlanNode node) {
        return new Expr.Input(index, node.columns().get(index).type());
    }

    static Expr literal(Object value, DataType type) {
        return new Expr.Literal(Optional.ofNullable(value), type.withNullable(value == null));
    }

    static Expr call(CoreOperator operator, DataType type, Expr... arguments) {
        return new Expr.Call(operator.symbol(), List.of(arguments), type);
    }

    static PlanNode.Project project(PlanNode input, List<Expr> expressions) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            columns.add(new Column("c" + i, expressions.get(i).type()));
        }
        return new PlanNode.Project(input, expressions, columns);
    }

    /** The watermark is the time less a delay. */
    static PlanNode.AssignWatermark watermark(PlanNode input, String source, int time, long delay) {
        DataType type = input.columns().get(time).type();
        Expr expr = call(
                CoreOperator.MINUS,
                type,
                input(time, input),
                literal(delay, DataType.of(TypeKind.INTERVAL_DAY_TIME, false)));
        return new PlanNode.AssignWatermark(input, source, time, expr, WatermarkRules.of(WatermarkRules.NullTime.DROP));
    }

    static AggregateCall count() {
        return new AggregateCall(
                AggregateCall.Function.COUNT, OptionalInt.empty(), OptionalInt.empty(), BIGINT.withNullable(false));
    }

    static AggregateCall call(AggregateCall.Function function, int argument, DataType type) {
        return new AggregateCall(function, OptionalInt.of(argument), OptionalInt.empty(), type);
    }

    static PlanNode.Aggregate aggregate(
            PlanNode input,
            Optional<PlanNode.GroupWindow> window,
            List<GroupKey> keys,
            List<AggregateCall> calls,
            PlanNode.Emit emit,
            List<Integer> lateColumns) {
        List<Column> columns = new ArrayList<>();
        for (GroupKey key : keys) {
            columns.add(keyColumn(input, key, columns.size()));
        }
        for (AggregateCall call : calls) {
            columns.add(new Column("a" + columns.size(), call.type()));
        }
        return new PlanNode.Aggregate(input, "aggregate-1", window, keys, calls, emit, lateColumns, columns);
    }

    private static Column keyColumn(PlanNode input, GroupKey key, int position) {
        if (key instanceof GroupKey.InputColumn column) {
            return input.columns().get(column.index());
        }
        return new Column("w" + position, TIMESTAMP.withNullable(false));
    }

    static Optional<PlanNode.GroupWindow> window(int time, WindowSpec spec, String source) {
        return Optional.of(new PlanNode.GroupWindow(time, false, spec, Optional.of(new Watermark.OfSource(source))));
    }

    static GroupKey key(int column) {
        return new GroupKey.InputColumn(column);
    }

    static GroupKey start() {
        return new GroupKey.WindowProperty(GroupKey.Property.START);
    }

    static GroupKey end() {
        return new GroupKey.WindowProperty(GroupKey.Property.END);
    }

    static PlanNode.Write write(PlanNode input, Emission.Mode mode, boolean retracts, List<Integer> key) {
        return new PlanNode.Write(
                input, "write-1", "sink", new Emission(mode, "test"), retracts, key, Optional.empty());
    }

    static PlannedQuery query(PlanNode.Write write, boolean bounded, String... sources) {
        List<String> sinks = new ArrayList<>(List.of(write.sink()));
        write.lateSink().ifPresent(sinks::add);
        return new PlannedQuery("query", List.of(write), List.of(sources), sinks, bounded, List.of());
    }
}
