package io.sluice.planner.validate;

import io.sluice.planner.plan.AggregateCall.Function;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlNthValueAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Functions with OVER, and the windows that they and the clause WINDOW name. */
final class OverClauses {
    /** NULL where the frame has fewer rows, also of a column that is not. */
    static final SqlOperator NTH_VALUE = new SqlNthValueAggFunction(SqlKind.NTH_VALUE) {
        private static final long serialVersionUID = 1L;

        @Override
        public RelDataType inferReturnType(SqlOperatorBinding binding) {
            return binding.getTypeFactory().createTypeWithNullability(super.inferReturnType(binding), true);
        }
    };

    private static final Map<String, SqlOperator> FUNCTIONS = Map.ofEntries(
            Map.entry("ROW_NUMBER", SqlStdOperatorTable.ROW_NUMBER),
            Map.entry("RANK", SqlStdOperatorTable.RANK),
            Map.entry("DENSE_RANK", SqlStdOperatorTable.DENSE_RANK),
            Map.entry("NTILE", SqlStdOperatorTable.NTILE),
            Map.entry("PERCENT_RANK", SqlStdOperatorTable.PERCENT_RANK),
            Map.entry("CUME_DIST", SqlStdOperatorTable.CUME_DIST),
            Map.entry("LAG", SqlStdOperatorTable.LAG),
            Map.entry("LEAD", SqlStdOperatorTable.LEAD),
            Map.entry("FIRST_VALUE", SqlStdOperatorTable.FIRST_VALUE),
            Map.entry("LAST_VALUE", SqlStdOperatorTable.LAST_VALUE),
            Map.entry("NTH_VALUE", NTH_VALUE),
            Map.entry("COUNT", SqlStdOperatorTable.COUNT),
            Map.entry("SUM", SqlStdOperatorTable.SUM),
            Map.entry("AVG", SqlStdOperatorTable.AVG),
            Map.entry("MIN", SqlStdOperatorTable.MIN),
            Map.entry("MAX", SqlStdOperatorTable.MAX));

    private static final Map<String, Function> VARIANCES = Map.of(
            "VAR_POP",
            Function.VAR_POP,
            "VAR_SAMP",
            Function.VAR_SAMP,
            "VARIANCE",
            Function.VAR_SAMP,
            "STDDEV_POP",
            Function.STDDEV_POP,
            "STDDEV_SAMP",
            Function.STDDEV_SAMP,
            "STDDEV",
            Function.STDDEV_SAMP);

    /** Those of group-bys that need all rows of a frame, by all their names. */
    private static final Set<String> OF_ROWS = ofRows();

    private final ScriptErrors errors;
    private final ExpressionRewriter expressions;

    OverClauses(ScriptErrors errors, ExpressionRewriter expressions) {
        this.errors = errors;
        this.expressions = expressions;
    }

    private static Set<String> ofRows() {
        Set<String> names = new TreeSet<>(AggregateCalls.names());
        names.removeAll(FUNCTIONS.keySet());
        names.removeAll(Set.of("SINGLE_VALUE", "TRY_SUM", "TRY_AVG"));
        return Collections.unmodifiableSet(names);
    }

    /** {@code function(…) OVER (…)}. */
    SqlNode over(SqlCall over) {
        SqlCall function = function(over.operand(0));
        SqlNode window = over.operand(1);
        SqlNode rewritten = window instanceof SqlWindow clause ? window(clause) : window;
        return SqlStdOperatorTable.OVER.createCall(over.getParserPosition(), function, rewritten);
    }

    private SqlCall function(SqlNode node) {
        if (!(node instanceof SqlCall call)) {
            throw errors.at(node, "%s is no function".formatted(errors.text(node)), "Write SUM(x) OVER (…).");
        }
        if (isOfRows(call)) {
            return ofRows(call);
        }
        return switch (call.getKind()) {
            case IGNORE_NULLS, RESPECT_NULLS -> call.getOperator()
                    .createCall(call.getParserPosition(), function(call.operand(0)));
            case FILTER -> filtered(call);
            case WITHIN_GROUP, WITHIN_DISTINCT -> throw errors.notYet(
                    call, "%s with OVER".formatted(call.getOperator().getName()), "Leave it out.");
            default -> expressions.userAggregate(call).orElseGet(() -> call(call, operands(call)));
        };
    }

    /** Whether it is one of the aggregates that take more than a value, as in group-bys. */
    private static boolean isOfRows(SqlCall call) {
        return switch (call.getKind()) {
            case WITHIN_GROUP, IGNORE_NULLS, RESPECT_NULLS -> call.operand(0) instanceof SqlCall inner
                    && isOfRows(inner);
            default -> OF_ROWS.contains(call.getOperator().getName().toUpperCase(Locale.ROOT))
                    || JsonAggregates.isCall(call);
        };
    }

    private SqlCall ofRows(SqlCall call) {
        SqlCall made = (SqlCall) expressions.aggregates().of(call).orElseThrow();
        if (made.getOperator() instanceof StreamAggregate aggregate && aggregate.isOfSeveralFractions()) {
            throw errors.notYet(
                    call,
                    "%s of several fractions with OVER".formatted(aggregate.sqlName()),
                    "Write one call for each fraction.");
        }
        return made.getOperator() == SqlStdOperatorTable.APPROX_COUNT_DISTINCT
                ? new SqlBasicCall(
                        SqlStdOperatorTable.COUNT,
                        made.getOperandList(),
                        made.getParserPosition(),
                        SqlSelectKeyword.DISTINCT.symbol(made.getParserPosition()))
                : made;
    }

    private SqlCall call(SqlCall call, List<SqlNode> operands) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        SqlParserPos pos = call.getParserPosition();
        if (StreamOperators.isForm(name) && operands.size() == 1) {
            return (SqlCall) AggregateForms.of(name, operands.get(0), pos);
        }
        if (VARIANCES.containsKey(name) && operands.size() == 1) {
            SqlNode number = SqlStdOperatorTable.MULTIPLY.createCall(
                    pos, operands.get(0), SqlLiteral.createApproxNumeric("1e0", pos));
            SqlOperator variance = new StreamAggregate(
                    name, VARIANCES.get(name), List.of(), Optional.empty(), StreamAggregate.Nulls.OF_THE_VALUE);
            return new SqlBasicCall(variance, List.of(number), pos, call.getFunctionQuantifier());
        }
        SqlOperator operator = Optional.ofNullable(FUNCTIONS.get(name))
                .orElseThrow(() -> errors.notYet(
                        call,
                        "%s with OVER".formatted(name),
                        "The functions with OVER are %s."
                                .formatted(String.join(
                                        ", ",
                                        Stream.of(
                                                        FUNCTIONS.keySet(),
                                                        VARIANCES.keySet(),
                                                        OF_ROWS,
                                                        StreamOperators.forms())
                                                .flatMap(Set::stream)
                                                .sorted()
                                                .toList()))));
        return new SqlBasicCall(operator, operands, call.getParserPosition(), call.getFunctionQuantifier());
    }

    private List<SqlNode> operands(SqlCall call) {
        List<SqlNode> operands = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            operands.add(operand instanceof SqlIdentifier name && name.isStar() ? name : expressions.rewrite(operand));
        }
        return operands;
    }

    /** {@code SUM(x) FILTER (WHERE c)} is {@code SUM(CASE WHEN c THEN x END)}. */
    private SqlCall filtered(SqlCall filter) {
        SqlCall call = filter.operand(0);
        SqlNode condition = expressions.rewrite(filter.operand(1));
        SqlParserPos pos = call.getParserPosition();
        Optional<SqlCall> user = expressions.userAggregate(call);
        if (user.isPresent()) {
            return filtered(user.get(), condition);
        }
        if (isOfRows(call)) {
            return filtered(ofRows(call), condition);
        }
        List<SqlNode> operands = operands(call);
        if (operands.size() != 1
                || StreamOperators.needsOver(call.getOperator().getName().toUpperCase(Locale.ROOT))) {
            throw errors.at(
                    filter,
                    "%s takes no FILTER".formatted(call.getOperator().getName()),
                    "Only aggregates of one argument do.");
        }
        boolean star = operands.get(0) instanceof SqlIdentifier name && name.isStar();
        SqlNode value = star ? SqlLiteral.createExactNumeric("1", pos) : operands.get(0);
        return call(call, List.of(where(condition, value)));
    }

    private static SqlCall filtered(SqlCall call, SqlNode condition) {
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        SqlOperator operator = call.getOperator();
        if (operator instanceof StreamAggregate aggregate) {
            operands.add(condition);
            operator = aggregate.withFilter();
        } else if (operator instanceof UserAggregateOperator aggregate) {
            operands.add(condition);
            operator = aggregate.withFilter();
        } else {
            operands.set(0, where(condition, operands.get(0)));
        }
        return new SqlBasicCall(operator, operands, call.getParserPosition(), call.getFunctionQuantifier());
    }

    /** {@code CASE WHEN condition THEN value END}. */
    private static SqlNode where(SqlNode condition, SqlNode value) {
        SqlParserPos pos = value.getParserPosition();
        return new SqlCase(pos, null, SqlNodeList.of(condition), SqlNodeList.of(value), SqlLiteral.createNull(pos));
    }

    /** A window of OVER, or one that WINDOW names. */
    SqlWindow window(SqlWindow window) {
        boolean whole = !window.isRows() && window.getOrderList().isEmpty() && window.getRefName() == null;
        if (whole) {
            refuseDistance(window.getLowerBound());
            refuseDistance(window.getUpperBound());
        }
        SqlParserPos pos = window.getParserPosition();
        boolean excludes = !SqlWindow.isExcludeNoOthers(window.getExclude());
        boolean all = whole && excludes || isAll(window);
        boolean standard = whole && !excludes || isUpToPeers(window);
        SqlNode first = all ? SqlWindow.createUnboundedPreceding(pos) : bound(window.getLowerBound());
        SqlNode last = all ? SqlWindow.createUnboundedFollowing(pos) : bound(window.getUpperBound());
        return new SqlWindow(
                pos,
                window.getDeclName(),
                window.getRefName(),
                list(window.getPartitionList()),
                list(window.getOrderList()),
                SqlLiteral.createBoolean(window.isRows() || all, pos),
                standard ? null : first,
                standard ? null : last,
                null,
                window.getExclude());
    }

    /** Calcite takes no RANGE by several keys, not even one that is what there would be without it. */
    private static boolean isUpToPeers(SqlWindow window) {
        SqlNode last = window.getUpperBound();
        return isUnboundedRange(window) && (last == null || SqlWindow.isCurrentRow(last));
    }

    /** Nor one of all rows, which ROWS are, too. */
    private static boolean isAll(SqlWindow window) {
        SqlNode last = window.getUpperBound();
        return isUnboundedRange(window) && last != null && SqlWindow.isUnboundedFollowing(last);
    }

    private static boolean isUnboundedRange(SqlWindow window) {
        SqlNode first = window.getLowerBound();
        return !window.isRows()
                && window.getOrderList().size() > 1
                && first != null
                && SqlWindow.isUnboundedPreceding(first);
    }

    /** Without ORDER BY all rows of a partition are equal, so that a frame of RANGE has all of them. */
    private void refuseDistance(SqlNode bound) {
        boolean distance =
                bound != null && (bound.getKind() == SqlKind.PRECEDING || bound.getKind() == SqlKind.FOLLOWING);
        if (distance) {
            throw errors.at(bound, "RANGE with a distance needs an ORDER BY", "Add ORDER BY, or write ROWS.");
        }
    }

    private SqlNodeList list(SqlNodeList nodes) {
        SqlNodeList rewritten = new SqlNodeList(nodes.getParserPosition());
        nodes.forEach(node -> rewritten.add(sortKey(node)));
        return rewritten;
    }

    /** An expression of ORDER BY, with its direction. */
    SqlNode sortKey(SqlNode node) {
        return switch (node.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
                SqlCall call = (SqlCall) node;
                yield call.getOperator().createCall(call.getParserPosition(), sortKey(call.operand(0)));
            }
            default -> expressions.rewrite(node);
        };
    }

    private SqlNode bound(SqlNode bound) {
        if (bound == null || bound.getKind() != SqlKind.PRECEDING && bound.getKind() != SqlKind.FOLLOWING) {
            return bound;
        }
        SqlCall call = (SqlCall) bound;
        return call.getOperator().createCall(call.getParserPosition(), whole(expressions.rewrite(call.operand(0))));
    }

    /** 2.00 is 2. */
    private static SqlNode whole(SqlNode distance) {
        if (distance instanceof SqlNumericLiteral number && number.isExact() && number.getScale() > 0) {
            BigDecimal value = number.getValueAs(BigDecimal.class).stripTrailingZeros();
            return value.scale() > 0
                    ? distance
                    : SqlLiteral.createExactNumeric(value.toPlainString(), distance.getParserPosition());
        }
        return distance;
    }
}
