package io.sluice.planner.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Measures: {@code SELECT *, AVG(x) AS MEASURE a FROM t}. A measure is a formula that a query over this one computes for each of its
 * groups; where it has none, each row is a group.
 *
 * <pre>
 * SELECT k, a FROM (SELECT *, AVG(x) AS MEASURE a FROM t) GROUP BY k
 * SELECT k, AVG(m1) AS a FROM (SELECT *, x AS m1 FROM t) GROUP BY k
 * </pre>
 */
final class Measures {
    static final String AGGREGATE = "AGGREGATE";

    /** Of one value that is the value. */
    private static final Set<String> OF_ONE =
            Set.of("SUM", "AVG", "MIN", "MAX", "ANY_VALUE", "FIRST_VALUE", "LAST_VALUE", "SINGLE_VALUE", "MEDIAN");

    private static final String HIDDEN = "$measure";

    private final ScriptErrors errors;

    Measures(ScriptErrors errors) {
        this.errors = errors;
    }

    static boolean has(SqlNode query) {
        return query instanceof SqlSelect select
                && select.getSelectList().stream()
                        .anyMatch(item -> measure(item).isPresent());
    }

    private static Optional<SqlNode> measure(SqlNode item) {
        SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
        return value.getKind() == SqlKind.MEASURE ? Optional.of(((SqlCall) value).operand(0)) : Optional.empty();
    }

    private static String name(SqlNode item) {
        return item.getKind() == SqlKind.AS ? ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple() : "";
    }

    /** Whether the rows of a query are groups. */
    static boolean isGrouped(SqlSelect select) {
        return select.getGroup() != null
                || select.getHaving() != null
                || finds(select.getSelectList(), node -> node instanceof SqlCall call && isAggregate(call));
    }

    private static boolean isAggregate(SqlCall call) {
        String name = function(call);
        return StreamOperators.isAggregate(name) || isOfMeasure(call);
    }

    private static boolean isOfMeasure(SqlCall call) {
        return function(call).equals(AGGREGATE) && call.operandCount() == 1 && !(call.operand(0) instanceof SqlLambda);
    }

    private static boolean isOfOneRow(SqlNode formula) {
        return !finds(
                formula,
                node -> node instanceof SqlCall call
                        && isAggregate(call)
                        && (call.operandCount() > 1
                                || !function(call).equals("COUNT") && !OF_ONE.contains(function(call))));
    }

    private static String function(SqlCall call) {
        return call.getOperator().getName().toUpperCase(Locale.ROOT);
    }

    /**
     * The query with the measures that it defines as columns: of each row alone.
     *
     * @param defines it is a view or has a name in WITH: those that mean nothing for one row are there for groups only
     */
    SqlSelect ofRows(SqlSelect select, boolean defines) {
        if (!has(select)) {
            return select;
        }
        refuseGroups(select);
        SqlNodeList items = new SqlNodeList(select.getSelectList().getParserPosition());
        for (SqlNode item : select.getSelectList()) {
            if (defines
                    && measure(item).filter(Measures::isOfOneRow).isEmpty()
                    && measure(item).isPresent()) {
                continue;
            }
            items.add(measure(item)
                    .map(formula -> named(resolved(select, item).accept(new OfOneRow()), name(item)))
                    .orElse(item));
        }
        return withItems(select, items, select.getFrom());
    }

    private static SqlNode named(SqlNode expression, String name) {
        SqlParserPos pos = expression.getParserPosition();
        return name.isEmpty()
                ? expression
                : SqlStdOperatorTable.AS.createCall(pos, expression, new SqlIdentifier(name, pos));
    }

    private static SqlSelect withItems(SqlSelect select, SqlNodeList items, SqlNode from) {
        SqlSelect copy = (SqlSelect) select.clone(select.getParserPosition());
        copy.setSelectList(items);
        copy.setFrom(from);
        return copy;
    }

    private void refuseGroups(SqlSelect select) {
        if (select.getGroup() != null || select.getHaving() != null || select.isDistinct()) {
            throw errors.at(
                    select,
                    "a query with GROUP BY, HAVING or DISTINCT defines a measure",
                    "Define it in a query over rows, and group in the query that uses it.");
        }
    }

    /** A formula without names that the select list gives: they stand for what they name. */
    private static SqlNode resolved(SqlSelect select, SqlNode item) {
        Map<String, SqlNode> others = new LinkedHashMap<>();
        for (SqlNode other : select.getSelectList()) {
            if (other != item && !name(other).isEmpty()) {
                others.put(name(other), other);
            }
        }
        return measure(item).orElseThrow().accept(new Outside() {
            @Override
            public SqlNode visit(SqlIdentifier name) {
                SqlNode other = name.isSimple() ? others.get(name.getSimple()) : null;
                if (other == null) {
                    return name;
                }
                return measure(other).isPresent() ? resolved(select, other) : ((SqlCall) other).operand(0);
            }
        });
    }

    /** A query over groups, and the rows below it. */
    record Grouped(SqlSelect query, SqlSelect rows) {}

    /**
     * A query over the groups of one that defines measures, with aggregates in their place.
     *
     * @param alias of the defining query; empty if it has none
     */
    Grouped ofGroups(SqlSelect select, SqlSelect defining, String alias) {
        refuseGroups(defining);
        SqlNodeList columns = new SqlNodeList(defining.getSelectList().getParserPosition());
        Map<String, SqlNode> formulas = new LinkedHashMap<>();
        Hidden hidden = new Hidden();
        for (SqlNode item : defining.getSelectList()) {
            if (measure(item).isPresent()) {
                formulas.put(name(item), resolved(defining, item).accept(hidden));
            } else {
                columns.add(item);
            }
        }
        columns.addAll(hidden.columns);
        Use use = new Use(formulas, alias);
        SqlNodeList items = new SqlNodeList(select.getSelectList().getParserPosition());
        for (SqlNode item : select.getSelectList()) {
            boolean plain =
                    item instanceof SqlIdentifier name && use.formula(name).isPresent();
            SqlNode used = item.accept(use);
            items.add(
                    plain
                            ? named(used, ((SqlIdentifier) item).names.get(((SqlIdentifier) item).names.size() - 1))
                            : used);
        }
        SqlSelect grouped = withItems(select, items, select.getFrom());
        if (select.getHaving() != null) {
            grouped.setHaving(select.getHaving().accept(use));
        }
        if (use.used && select.getWhere() != null) {
            throw errors.notYet(
                    select.getWhere(),
                    "WHERE beside a measure of groups",
                    "A measure is of all rows that the query has which defines it: write the condition there.");
        }
        return new Grouped(grouped, withItems(defining, columns, defining.getFrom()));
    }

    /** Whether a query names a measure of another one. */
    static boolean names(SqlSelect select, SqlSelect defining) {
        return defining.getSelectList().stream()
                .filter(item -> measure(item).isPresent())
                .map(Measures::name)
                .anyMatch(measure -> finds(
                        select.getSelectList(),
                        node -> node instanceof SqlIdentifier name
                                && name.names.get(name.names.size() - 1).equals(measure)));
    }

    private static boolean finds(SqlNode tree, Predicate<SqlNode> wanted) {
        return SqlSearch.finds(tree, wanted, call -> !call.isA(SqlKind.QUERY) && call.getKind() != SqlKind.OVER);
    }

    /** Leaves queries inside an expression as they are. */
    private abstract static class Outside extends SqlShuttle {
        @Override
        public SqlNode visit(SqlCall call) {
            return call.isA(SqlKind.QUERY) ? call : super.visit(call);
        }
    }

    /** Aggregates as they are over one row. */
    private final class OfOneRow extends Outside {
        @Override
        public SqlNode visit(SqlCall call) {
            SqlParserPos pos = call.getParserPosition();
            if (call.getKind() == SqlKind.FILTER) {
                SqlCall aggregate = call.operand(0);
                SqlNode otherwise = function(aggregate).equals("COUNT") ? number(0, pos) : SqlLiteral.createNull(pos);
                return conditional(call.operand(1), aggregate.accept(this), otherwise, pos);
            }
            if (!isAggregate(call)) {
                return super.visit(call);
            }
            List<SqlNode> operands = call.getOperandList();
            boolean star = operands.isEmpty() || operands.get(0) instanceof SqlIdentifier name && name.isStar();
            if (function(call).equals("COUNT") && operands.size() <= 1) {
                return star
                        ? number(1, pos)
                        : conditional(
                                SqlStdOperatorTable.IS_NOT_NULL.createCall(pos, operands.get(0)),
                                number(1, pos),
                                number(0, pos),
                                pos);
            }
            if (operands.size() != 1 || !OF_ONE.contains(function(call))) {
                throw errors.notYet(
                        call,
                        "%s in a measure that is asked for row by row".formatted(function(call)),
                        "Group the query that uses the measure.");
            }
            return operands.get(0);
        }

        private static SqlNode conditional(SqlNode condition, SqlNode value, SqlNode otherwise, SqlParserPos pos) {
            return new SqlCase(pos, null, SqlNodeList.of(condition), SqlNodeList.of(value), otherwise);
        }

        private static SqlNode number(int value, SqlParserPos pos) {
            SqlDataTypeSpec type = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.BIGINT, pos), pos);
            return SqlStdOperatorTable.CAST.createCall(
                    pos, SqlLiteral.createExactNumeric(Integer.toString(value), pos), type);
        }
    }

    /** Makes what a formula reads columns of the rows below. */
    private static final class Hidden extends Outside {
        private final List<SqlNode> columns = new ArrayList<>();

        @Override
        public SqlNode visit(SqlIdentifier name) {
            return name.isStar() ? name : hidden(name);
        }

        private SqlNode hidden(SqlNode expression) {
            SqlIdentifier name = new SqlIdentifier(HIDDEN + (columns.size() + 1), expression.getParserPosition());
            columns.add(SqlStdOperatorTable.AS.createCall(expression.getParserPosition(), expression, name));
            return name;
        }
    }

    /** Puts formulas in the place of measures. */
    private final class Use extends Outside {
        private final Map<String, SqlNode> formulas;
        private final String alias;
        private boolean used;

        Use(Map<String, SqlNode> formulas, String alias) {
            this.formulas = formulas;
            this.alias = alias;
        }

        Optional<SqlNode> formula(SqlIdentifier name) {
            boolean ours = name.isSimple()
                    || name.names.size() == 2 && name.names.get(0).equals(alias);
            return ours ? Optional.ofNullable(formulas.get(name.names.get(name.names.size() - 1))) : Optional.empty();
        }

        @Override
        public SqlNode visit(SqlIdentifier name) {
            Optional<SqlNode> formula = formula(name);
            used |= formula.isPresent();
            return formula.map(found -> found.accept(new Copy())).orElse(name);
        }

        @Override
        public SqlNode visit(SqlCall call) {
            if (call.getKind() == SqlKind.AS) {
                return SqlStdOperatorTable.AS.createCall(
                        call.getParserPosition(), call.operand(0).accept(this), call.operand(1));
            }
            if (call.getKind() == SqlKind.FILTER && isOfMeasure(call.operand(0))) {
                return ofMeasure(call.operand(0)).accept(new Filtering(call.operand(1)));
            }
            return isOfMeasure(call) ? ofMeasure(call) : super.visit(call);
        }

        private SqlNode ofMeasure(SqlCall call) {
            if (!(call.operand(0) instanceof SqlIdentifier name)
                    || formula(name).isEmpty()) {
                throw errors.at(
                        call,
                        "the argument of AGGREGATE must be a measure",
                        "Define it: SELECT …, %s AS MEASURE m FROM ….".formatted(errors.text(call.operand(0))));
            }
            return name.accept(this);
        }
    }

    /** A tree of its own: the validator writes into it. */
    private static final class Copy extends SqlShuttle {
        @Override
        public SqlNode visit(SqlIdentifier name) {
            return name.clone(name.getParserPosition());
        }

        @Override
        public SqlNode visit(SqlCall call) {
            SqlNode visited = super.visit(call);
            return visited == call ? SqlNode.clone(call) : visited;
        }
    }

    /** Aggregates over the rows that a condition passes. */
    private static final class Filtering extends Outside {
        private final SqlNode condition;

        Filtering(SqlNode condition) {
            this.condition = condition;
        }

        @Override
        public SqlNode visit(SqlCall call) {
            SqlParserPos pos = call.getParserPosition();
            if (call.getKind() == SqlKind.FILTER) {
                return SqlStdOperatorTable.FILTER.createCall(
                        pos,
                        call.operand(0),
                        SqlStdOperatorTable.AND.createCall(pos, call.operand(1), SqlNode.clone(condition)));
            }
            return isAggregate(call)
                    ? SqlStdOperatorTable.FILTER.createCall(pos, call, SqlNode.clone(condition))
                    : super.visit(call);
        }
    }
}
