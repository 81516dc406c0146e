package io.sluice.planner.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * {@code JOIN t FOR SYSTEM_TIME AS OF time ON …} and {@code ASOF JOIN t MATCH_CONDITION comparison ON …} on their way through
 * Calcite: a plain join, in whose condition the time, or the comparison, stands as the argument of an operator. Calcite's own form
 * of the first is a correlation, which would have to be found again; of the second it takes plain columns only.
 */
public final class AsOf extends SqlSpecialOperator {
    private static final AsOf TIME = new AsOf("FOR SYSTEM_TIME AS OF");
    private static final AsOf MATCH = new AsOf("MATCH_CONDITION");

    private AsOf(String name) {
        super(name, SqlKind.OTHER, 0, false, ReturnTypes.BOOLEAN_NOT_NULL, null, OperandTypes.ANY);
    }

    /** It is in no table of operators. */
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        validator.deriveType(scope, call.operand(0));
        return validator.getTypeFactory().createSqlType(SqlTypeName.BOOLEAN);
    }

    /** The table of which a version is asked for; empty: it is an ordinary one. */
    static Optional<SqlSnapshot> snapshot(SqlNode table) {
        SqlNode named = table.getKind() == SqlKind.AS ? ((SqlCall) table).operand(0) : table;
        return named instanceof SqlSnapshot snapshot ? Optional.of(snapshot) : Optional.empty();
    }

    /** The same table without the time. */
    static SqlNode withoutTime(SqlNode table, SqlSnapshot snapshot) {
        if (table == snapshot) {
            return snapshot.getTableRef();
        }
        SqlCall as = (SqlCall) table;
        List<SqlNode> operands = new ArrayList<>(as.getOperandList());
        operands.set(0, snapshot.getTableRef());
        return as.getOperator().createCall(as.getParserPosition(), operands);
    }

    /** The condition of a join with the time in it. */
    static SqlNode timed(SqlNode condition, SqlNode time) {
        return and(condition, TIME.createCall(time.getParserPosition(), time));
    }

    /** The condition of a join with the comparison in it; null: it has no other. */
    static SqlNode matched(SqlNode condition, SqlNode match) {
        SqlNode marked = MATCH.createCall(match.getParserPosition(), match);
        return condition == null ? marked : and(condition, marked);
    }

    private static SqlNode and(SqlNode condition, SqlNode marked) {
        return SqlStdOperatorTable.AND.createCall(condition.getParserPosition(), condition, marked);
    }

    /** Whether the condition of a join has a time or a comparison for the nearest row. */
    public static boolean isIn(RexNode condition) {
        return RelOptUtil.conjunctions(condition).stream().anyMatch(AsOf::isMark);
    }

    /** The time in the condition of a join, if it has one. */
    public static Optional<RexNode> time(RexNode condition) {
        return argument(condition, TIME);
    }

    /** The comparison for the nearest row. */
    public static Optional<RexNode> match(RexNode condition) {
        return argument(condition, MATCH);
    }

    private static Optional<RexNode> argument(RexNode condition, AsOf operator) {
        return RelOptUtil.conjunctions(condition).stream()
                .filter(part -> part instanceof RexCall call && call.getOperator() == operator)
                .map(mark -> ((RexCall) mark).getOperands().get(0))
                .findFirst();
    }

    /** The other conditions. */
    public static List<RexNode> others(RexNode condition) {
        return RelOptUtil.conjunctions(condition).stream()
                .filter(part -> !isMark(part))
                .toList();
    }

    private static boolean isMark(RexNode node) {
        return node instanceof RexCall call && call.getOperator() instanceof AsOf;
    }
}
