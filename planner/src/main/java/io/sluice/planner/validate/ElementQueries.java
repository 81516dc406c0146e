package io.sluice.planner.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnnestOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Queries inside an expression that read nothing but an ARRAY of the row: they need no join, but are functions of it.
 *
 * <pre>
 * x IN (SELECT e FROM UNNEST(a) AS t(c))          EXISTS(a, c -> x = e)
 * x &gt; ALL (SELECT e FROM UNNEST(a) AS t(c))       FORALL(a, c -> x &gt; e)
 * EXISTS (SELECT … FROM UNNEST(a) AS t(c) WHERE b) EXISTS(a, c -> b IS TRUE)
 * ARRAY(SELECT e FROM UNNEST(a) AS t(c) WHERE b)   TRANSFORM(FILTER(a, c -> b), c -> e)
 * </pre>
 *
 * A NULL has no elements.
 */
final class ElementQueries {
    private static final Map<SqlKind, SqlOperator> COMPARISONS = Map.of(
            SqlKind.EQUALS,
            SqlStdOperatorTable.EQUALS,
            SqlKind.NOT_EQUALS,
            SqlStdOperatorTable.NOT_EQUALS,
            SqlKind.LESS_THAN,
            SqlStdOperatorTable.LESS_THAN,
            SqlKind.LESS_THAN_OR_EQUAL,
            SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
            SqlKind.GREATER_THAN,
            SqlStdOperatorTable.GREATER_THAN,
            SqlKind.GREATER_THAN_OR_EQUAL,
            SqlStdOperatorTable.GREATER_THAN_OR_EQUAL);

    private ElementQueries() {}

    /** A query over the elements of an ARRAY, whose column has this name in what is selected and in the condition. */
    private record Elements(SqlNode array, String name, SqlNode selected, Optional<SqlNode> condition) {}

    /** The call without a query; empty if it has none of this kind. */
    static Optional<SqlNode> of(SqlCall call) {
        SqlParserPos pos = call.getParserPosition();
        return switch (call.getKind()) {
            case EXISTS -> elements(call.operand(0), Optional.empty())
                    .map(found -> lambda(
                            "EXISTS",
                            found,
                            SqlStdOperatorTable.IS_TRUE.createCall(
                                    pos, found.condition().orElse(SqlLiteral.createBoolean(true, pos))),
                            pos));
            case IN -> compared(call, SqlKind.EQUALS, "EXISTS");
            case NOT_IN -> compared(call, SqlKind.EQUALS, "EXISTS")
                    .map(found -> SqlStdOperatorTable.NOT.createCall(pos, found));
            case SOME -> compared(call, ((SqlQuantifyOperator) call.getOperator()).comparisonKind, "EXISTS");
            case ALL -> compared(call, ((SqlQuantifyOperator) call.getOperator()).comparisonKind, "FORALL");
            case ARRAY_QUERY_CONSTRUCTOR -> elements(call.operand(0), Optional.empty())
                    .map(found -> lambda("TRANSFORM", filtered(found, pos), found.selected(), pos));
            default -> Optional.empty();
        };
    }

    private static Optional<SqlNode> compared(SqlCall call, SqlKind comparison, String function) {
        SqlParserPos pos = call.getParserPosition();
        SqlNode value = call.operand(0);
        SqlNode query = call.operand(1) instanceof SqlNodeList list && list.size() == 1 ? list.get(0) : call.operand(1);
        return elements(query, Optional.of(value))
                .map(found -> lambda(
                        function,
                        filtered(found, pos),
                        COMPARISONS.get(comparison).createCall(pos, value, found.selected()),
                        pos));
    }

    private static Elements filtered(Elements elements, SqlParserPos pos) {
        return elements.condition()
                .map(condition -> new Elements(
                        lambda("FILTER", elements, condition, pos),
                        elements.name(),
                        elements.selected(),
                        Optional.empty()))
                .orElse(elements);
    }

    private static SqlNode lambda(String function, Elements elements, SqlNode body, SqlParserPos pos) {
        SqlNodeList parameters = SqlNodeList.of(new SqlIdentifier(elements.name(), pos));
        return call(function, pos, elements.array(), new SqlLambda(pos, parameters, body));
    }

    private static SqlNode call(String name, SqlParserPos pos, SqlNode... operands) {
        SqlOperator function = new SqlUnresolvedFunction(
                new SqlIdentifier(name, pos), null, null, null, null, SqlFunctionCategory.USER_DEFINED_FUNCTION);
        return new SqlBasicCall(function, List.of(operands), pos);
    }

    /** @param beside an expression in which the name of the element must mean nothing */
    private static Optional<Elements> elements(SqlNode query, Optional<SqlNode> beside) {
        if (!(query instanceof SqlSelect select) || !isPlain(select) || select.getFrom() == null) {
            return Optional.empty();
        }
        SqlNode from = select.getFrom();
        List<String> names = new ArrayList<>();
        if (from.getKind() == SqlKind.AS) {
            List<SqlNode> operands = ((SqlCall) from).getOperandList();
            operands.subList(1, operands.size()).forEach(name -> names.add(((SqlIdentifier) name).getSimple()));
            from = operands.get(0);
        }
        boolean unnests = from.getKind() == SqlKind.UNNEST
                && ((SqlCall) from).operandCount() == 1
                && !((SqlUnnestOperator) ((SqlCall) from).getOperator()).withOrdinality;
        if (!unnests || names.isEmpty() || names.size() > 2 || !refersToRow(((SqlCall) from).operand(0))) {
            return Optional.empty();
        }
        String table = names.get(0);
        String column = names.get(names.size() - 1);
        boolean taken = beside.filter(value -> mentions(value, column)).isPresent();
        String name = taken ? column + "_element" : column;
        Names renaming = new Names(table, column, name);
        SqlNode item = select.getSelectList().get(0);
        SqlNode selected = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
        if (selected instanceof SqlIdentifier star && star.isStar()) {
            selected = new SqlIdentifier(column, star.getParserPosition());
        }
        Optional<SqlNode> condition = Optional.ofNullable(select.getWhere()).map(where -> where.accept(renaming));
        SqlNode renamed = selected.accept(renaming);
        if (hasQuery(renamed) || condition.filter(ElementQueries::hasQuery).isPresent()) {
            return Optional.empty();
        }
        SqlNode array = ((SqlCall) from).operand(0);
        SqlNode known = new SqlBasicCall(StreamOperators.ELEMENTS, List.of(array), array.getParserPosition());
        return Optional.of(new Elements(known, name, renamed, condition));
    }

    private static boolean isPlain(SqlSelect select) {
        return !select.isDistinct()
                && select.getSelectList().size() == 1
                && select.getGroup() == null
                && select.getHaving() == null
                && select.getQualify() == null
                && select.getFetch() == null
                && select.getOffset() == null
                && select.getOrderList() == null
                && !aggregates(select.getSelectList().get(0));
    }

    private static boolean refersToRow(SqlNode array) {
        return finds(array, node -> node instanceof SqlIdentifier) && !hasQuery(array);
    }

    private static boolean mentions(SqlNode node, String name) {
        return finds(
                node,
                each -> each instanceof SqlIdentifier identifier
                        && identifier.names.get(0).equals(name));
    }

    private static boolean hasQuery(SqlNode node) {
        return finds(node, each -> each.isA(SqlKind.QUERY));
    }

    private static boolean aggregates(SqlNode node) {
        return finds(
                node,
                each -> each instanceof SqlCall call
                        && (call.getKind() == SqlKind.OVER
                                || StreamOperators.isAggregate(
                                        call.getOperator().getName().toUpperCase(java.util.Locale.ROOT))));
    }

    private static boolean finds(SqlNode tree, Predicate<SqlNode> wanted) {
        return SqlSearch.finds(
                tree, wanted, call -> !call.getOperator().getName().isEmpty());
    }

    /** Puts the element's name in the place of the column. */
    private static final class Names extends SqlShuttle {
        private final String table;
        private final String column;
        private final String name;

        Names(String table, String column, String name) {
            this.table = table;
            this.column = column;
            this.name = name;
        }

        @Override
        public SqlNode visit(SqlIdentifier identifier) {
            List<String> names = identifier.names;
            int at = names.size() > 1
                            && names.get(0).equals(table)
                            && names.get(1).equals(column)
                    ? 1
                    : 0;
            if (!names.get(at).equals(column)) {
                return identifier;
            }
            List<String> renamed = new ArrayList<>(names.subList(at, names.size()));
            renamed.set(0, name);
            return new SqlIdentifier(renamed, identifier.getParserPosition());
        }
    }
}
