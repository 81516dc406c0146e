package io.sluice.planner.translate;

import io.sluice.planner.PlannerOptions;
import io.sluice.planner.TableDefinition;
import io.sluice.planner.TableDefinition.ColumnDefinition;
import io.sluice.planner.TableDefinition.WatermarkDefinition;
import io.sluice.planner.TableResolver;
import io.sluice.planner.WatermarkOptions;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.validate.TableExpressions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rex.RexNode;

/** What reading a table is: a scan, above it its computed columns, above them its watermark. */
final class TablePlan {
    private final PlannerOptions options;
    private final Constants constants;
    private final TableResolver resolver;

    TablePlan(PlannerOptions options, Constants constants, TableResolver resolver) {
        this.resolver = resolver;
        this.options = options;
        this.constants = constants;
    }

    PlanNode of(TableDefinition table, boolean bounded, WatermarkOptions kept) {
        List<Column> columns = table.connectorColumns().stream()
                .map(column -> new Column(column.name(), column.type()))
                .toList();
        List<Integer> all = IntStream.range(0, columns.size()).boxed().toList();
        TableExpressions expressions = new TableExpressions(table, Optional.empty(), resolver);
        PlanNode scan = new PlanNode.Scan(table.name(), columns, all, List.of(), bounded);
        PlanNode computed = withComputed(scan, table, expressions.computed());
        return table.watermark()
                .map(watermark -> withWatermark(computed, table, watermark, kept, expressions))
                .orElse(computed);
    }

    private PlanNode withComputed(PlanNode scan, TableDefinition table, List<RexNode> computed) {
        if (computed.isEmpty()) {
            return scan;
        }
        ExprBuilder builder = new ExprBuilder(scan.columns(), constants);
        Iterator<Expr> stored = PlanNodes.inputs(scan).iterator();
        Iterator<RexNode> others = computed.iterator();
        List<Expr> expressions = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            boolean isComputed = column instanceof ColumnDefinition.Computed;
            expressions.add(isComputed ? builder.build(others.next()) : stored.next());
        }
        return PlanNodes.project(
                scan,
                expressions,
                table.columns().stream().map(ColumnDefinition::name).toList());
    }

    private PlanNode withWatermark(
            PlanNode input,
            TableDefinition table,
            WatermarkDefinition watermark,
            WatermarkOptions kept,
            TableExpressions expressions) {
        int time = PlanNodes.names(input).indexOf(watermark.column());
        Expr expression = new ExprBuilder(input.columns(), constants).build(expressions.watermark(watermark));
        return new PlanNode.AssignWatermark(input, table.name(), time, expression, kept.rules(options.nullTime()));
    }
}
