package io.sluice.planner.translate;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.validate.UnnestRel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.core.Uncollect;

/** UNNEST as plan nodes. */
final class UnnestNodes {
    private final Constants constants;

    UnnestNodes(Constants constants) {
        this.constants = constants;
    }

    PlanNode of(UnnestRel rel, PlanNode input) {
        ExprBuilder builder = new ExprBuilder(input.columns(), constants);
        List<Expr> collections = rel.collections().stream().map(builder::build).toList();
        List<String> names = rel.getRowType().getFieldNames();
        List<Column> columns = columns(
                input,
                collections,
                rel.ordinality(),
                rel.outer(),
                names.subList(input.columns().size(), names.size()));
        Optional<Expr> condition = rel.condition().map(test -> new ExprBuilder(columns, constants).build(test));
        return new PlanNode.Unnest(input, collections, rel.ordinality(), rel.outer(), condition, columns);
    }

    /** Of the columns of the input, which then go no further. */
    PlanNode of(Uncollect rel, PlanNode input) {
        List<Expr> collections = PlanNodes.inputs(input);
        List<String> names = rel.getRowType().getFieldNames();
        List<Column> columns = columns(input, collections, rel.withOrdinality, false, names);
        PlanNode unnest = new PlanNode.Unnest(input, collections, rel.withOrdinality, false, Optional.empty(), columns);
        List<Expr> elements = PlanNodes.inputs(unnest);
        return PlanNodes.project(unnest, elements.subList(input.columns().size(), elements.size()), names);
    }

    /** Collections that lie side by side may be of different length. */
    private static List<Column> columns(
            PlanNode input, List<Expr> collections, boolean ordinality, boolean outer, List<String> names) {
        boolean filled = outer || collections.size() > 1;
        List<DataType> types = new ArrayList<>();
        for (Expr collection : collections) {
            PlanNode.Unnest.elements(collection.type())
                    .forEach(type -> types.add(type.withNullable(type.nullable() || filled)));
        }
        if (ordinality) {
            types.add(DataType.of(TypeKind.INT, outer));
        }
        List<Column> columns = new ArrayList<>(input.columns());
        for (int i = 0; i < types.size(); i++) {
            columns.add(new Column(names.get(i).replaceFirst("^EXPR\\$", "element"), types.get(i)));
        }
        return columns;
    }
}
