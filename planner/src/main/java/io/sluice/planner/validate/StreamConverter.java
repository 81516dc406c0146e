package io.sluice.planner.validate;

import java.math.BigDecimal;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalLiteral.IntervalValue;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/** Calcite's converter, but INTERVAL literals keep their microseconds, and IS DISTINCT FROM stays one operator. */
final class StreamConverter extends SqlToRelConverter {
    /** Microseconds in the unit in which Calcite holds a day-time interval, as decimal digits. */
    private static final int MICROS_SCALE = 3;

    StreamConverter(StreamValidator validator, RelOptCluster cluster, Config config) {
        super(
                (rowType, query, schemaPath, viewPath) -> {
                    throw new IllegalStateException("views are replaced before: " + viewPath);
                },
                validator,
                (Prepare.CatalogReader) validator.getCatalogReader(),
                cluster,
                StandardConvertletTable.INSTANCE,
                config);
    }

    @Override
    protected RexNode convertExtendedExpression(SqlNode node, Blackboard blackboard) {
        if (node.getKind() == SqlKind.IS_DISTINCT_FROM || node.getKind() == SqlKind.IS_NOT_DISTINCT_FROM) {
            SqlCall call = (SqlCall) node;
            return rexBuilder.makeCall(
                    call.getOperator(),
                    blackboard.convertExpression(call.operand(0)),
                    blackboard.convertExpression(call.operand(1)));
        }
        if (!(node instanceof SqlIntervalLiteral literal)) {
            return null;
        }
        IntervalText interval = IntervalText.of(literal).orElseThrow();
        BigDecimal value = BigDecimal.valueOf(interval.value(), interval.months() ? 0 : MICROS_SCALE);
        return rexBuilder.makeIntervalLiteral(value, ((IntervalValue) literal.getValue()).getIntervalQualifier());
    }
}
