package io.sluice.planner.validate;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Builds expressions as they are: a cast of a constant stays a cast, since Calcite computes times in milliseconds. */
final class ExactRexBuilder extends RexBuilder {
    ExactRexBuilder(RelDataTypeFactory types) {
        super(types);
    }

    @Override
    public RexNode makeCast(
            SqlParserPos pos,
            RelDataType type,
            RexNode value,
            boolean matchNullability,
            boolean safe,
            RexLiteral format) {
        if (RexLiteral.isNullLiteral(value)) {
            return super.makeCast(pos, type, value, matchNullability, safe, format);
        }
        return safe || !value.getType().equals(type) ? makeAbstractCast(pos, type, value, safe, format) : value;
    }
}
