package io.sluice.planner.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Brings a query into the form that the validator knows: names of views become their queries, group windows become window
 * functions, expressions are rewritten by {@link ExpressionRewriter}. It knows each clause that may stay; any other is
 * refused by name, at its place.
 */
final class QueryRewriter {
    private final ScriptErrors errors;
    private final Relations relations;
    private final ExpressionRewriter expressions;
    private final WindowCalls windows;
    private final Measures measures;
    private final FromClauses tables;

    /** Queries of WITH that define measures, as they are written. */
    private final Map<String, SqlSelect> measured = new HashMap<>();

    /** The query that is rewritten has a name. */
    private boolean defines;

    /** The names that WITH gives to queries around the expression that is being rewritten. */
    private Set<String> scope = Set.of();

    QueryRewriter(ScriptErrors errors, Relations relations) {
        this.errors = errors;
        this.relations = relations;
        this.expressions = new ExpressionRewriter(errors, query -> query(query, scope), relations::function);
        this.windows = new WindowCalls(errors);
        this.measures = new Measures(errors);
        this.tables = new FromClauses(errors, relations, expressions, windows, this::query);
    }

    SqlNode rewrite(SqlNode query) {
        return query(query, Set.of());
    }

    /** Of the query of a view. */
    SqlNode rewriteDefinition(SqlNode query) {
        defines = true;
        return rewrite(query);
    }

    /** @param common the names that WITH gives to queries */
    private SqlNode query(SqlNode node, Set<String> common) {
        return switch (node.getKind()) {
            case SELECT -> select((SqlSelect) node, common);
            case UNION, INTERSECT, EXCEPT -> setOperation((SqlCall) node, common);
            case WITH -> with((SqlWith) node, common);
            case EXPLICIT_TABLE -> tables.explicitTable((SqlCall) node, common);
            case ORDER_BY -> ordered((SqlOrderBy) node, common);
            case VALUES -> new ValuesRows(errors, expressions).of((SqlCall) node);
            default -> throw errors.notYet(node, "query form " + node.getKind(), "Write SELECT … FROM ….");
        };
    }

    private SqlNode setOperation(SqlCall operation, Set<String> common) {
        List<SqlNode> inputs = new ArrayList<>();
        for (SqlNode input : operation.getOperandList()) {
            inputs.add(query(input, common));
        }
        return operation.getOperator().createCall(operation.getParserPosition(), inputs);
    }

    private SqlNode with(SqlWith with, Set<String> common) {
        Set<String> known = new HashSet<>(common);
        Map<String, SqlSelect> outer = new HashMap<>(measured);
        boolean named = defines;
        defines = true;
        SqlNodeList items = withItems(with, known);
        defines = named;
        SqlNode body = query(with.body, known);
        measured.clear();
        measured.putAll(outer);
        return new SqlWith(with.getParserPosition(), items, body);
    }

    /** @param known the names that WITH gives so far, to which those of the items are added */
    private SqlNodeList withItems(SqlWith with, Set<String> known) {
        SqlNodeList items = new SqlNodeList(with.withList.getParserPosition());
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            Optional<SqlNode> recursive =
                    item.recursive.booleanValue() ? recursive(item.query, item.name, known) : Optional.empty();
            items.add(new SqlWithItem(
                    item.getParserPosition(),
                    item.name,
                    item.columnList,
                    recursive.orElseGet(() -> query(item.query, known)),
                    SqlLiteral.createBoolean(recursive.isPresent(), item.getParserPosition())));
            known.add(item.name.getSimple());
            measured.remove(item.name.getSimple());
            if (Measures.has(item.query) && item.columnList == null) {
                measured.put(item.name.getSimple(), (SqlSelect) item.query);
            }
        }
        return items;
    }

    /** The query of WITH RECURSIVE, if it reads itself: only the second query of its UNION sees its name. */
    private Optional<SqlNode> recursive(SqlNode node, SqlIdentifier name, Set<String> common) {
        if (node instanceof SqlWith with) {
            Set<String> known = new HashSet<>(common);
            SqlNodeList items = withItems(with, known);
            return recursive(with.body, name, known).map(body -> new SqlWith(with.getParserPosition(), items, body));
        }
        if (!FromNames.in(node).contains(name.getSimple())) {
            return Optional.empty();
        }
        if (node.getKind() != SqlKind.UNION
                || FromNames.in(((SqlCall) node).operand(0)).contains(name.getSimple())) {
            throw errors.at(
                    name,
                    "\"%s\" does not begin with a query that does not read it".formatted(name),
                    "Write WITH RECURSIVE %1$s AS (SELECT … UNION [ALL] SELECT … FROM %1$s …).".formatted(name));
        }
        SqlCall union = (SqlCall) node;
        Set<String> inner = new HashSet<>(common);
        inner.add(name.getSimple());
        List<SqlNode> queries = List.of(query(union.operand(0), common), query(union.operand(1), inner));
        return Optional.of(union.getOperator().createCall(union.getParserPosition(), queries));
    }

    private SqlNode select(SqlSelect select, Set<String> common) {
        Set<String> outer = scope;
        scope = common;
        try {
            return rewritten(select, common);
        } finally {
            scope = outer;
        }
    }

    private SqlNode rewritten(SqlSelect given, Set<String> common) {
        SqlSelect ofRows = measures.ofRows(given, defines);
        SqlSelect select = ofMeasures(ofRows, common).orElse(ofRows);
        Optional<SqlCall> groupWindow = windows.ofGroupBy(select.getGroup());
        SqlSelect flat = groupWindow
                .map(call -> new GroupWindowTables(errors, windows).of(select, call))
                .orElse(select);
        SqlNode from = flat.getFrom() == null ? null : tables.from(flat.getFrom(), common);
        return new SqlSelect(
                flat.getParserPosition(),
                distinct(select),
                list(flat.getSelectList(), expressions),
                from,
                condition(flat.getWhere()),
                flat.getGroup() == null ? null : list(flat.getGroup(), expressions),
                condition(flat.getHaving()),
                windows(flat.getWindowList()),
                condition(flat.getQualify()),
                null,
                null,
                null,
                null);
    }

    private SqlNode ordered(SqlOrderBy query, Set<String> common) {
        SqlNodeList keys = new SqlNodeList(query.orderList.getParserPosition());
        query.orderList.forEach(key -> keys.add(expressions.over().sortKey(key)));
        return new SqlOrderBy(query.getParserPosition(), query(query.query, common), keys, query.offset, query.fetch);
    }

    private static SqlNodeList distinct(SqlSelect select) {
        return select.isDistinct()
                ? SqlNodeList.of(SqlSelectKeyword.DISTINCT.symbol(select.getParserPosition()))
                : null;
    }

    private SqlNodeList windows(SqlNodeList windows) {
        SqlNodeList rewritten = new SqlNodeList(windows.getParserPosition());
        windows.forEach(window -> rewritten.add(expressions.over().window((SqlWindow) window)));
        return rewritten;
    }

    /** A query of groups over one that defines measures. */
    private Optional<SqlSelect> ofMeasures(SqlSelect select, Set<String> common) {
        if (select.getFrom() == null || !Measures.isGrouped(select)) {
            return Optional.empty();
        }
        SqlNode from = select.getFrom();
        if (from.getKind() == SqlKind.JOIN) {
            refuseMeasures(select, from, common);
            return Optional.empty();
        }
        return defining(from, common).map(defining -> {
            Optional<SqlIdentifier> alias = FromClauses.alias(from);
            Measures.Grouped grouped = measures.ofGroups(
                    select, defining, alias.map(SqlIdentifier::getSimple).orElse(""));
            SqlNode rows = grouped.rows();
            grouped.query()
                    .setFrom(
                            from instanceof SqlIdentifier || from.getKind() == SqlKind.AS
                                    ? SqlStdOperatorTable.AS.createCall(
                                            from.getParserPosition(), rows, alias.orElseThrow())
                                    : rows);
            return grouped.query();
        });
    }

    /** The query with measures that stands in FROM, or that a name there is of. */
    private Optional<SqlSelect> defining(SqlNode from, Set<String> common) {
        SqlNode node = from.getKind() == SqlKind.AS && ((SqlCall) from).operandCount() == 2
                ? ((SqlCall) from).operand(0)
                : from;
        if (node instanceof SqlIdentifier name && FromClauses.isCommon(name, common)) {
            return Optional.ofNullable(measured.get(name.getSimple()));
        }
        SqlNode query = node instanceof SqlIdentifier name && relations.isView(name) && common.isEmpty()
                ? relations.viewTree(name)
                : node;
        return Measures.has(query) ? Optional.of((SqlSelect) query) : Optional.empty();
    }

    private void refuseMeasures(SqlSelect select, SqlNode from, Set<String> common) {
        if (from instanceof SqlJoin join) {
            refuseMeasures(select, join.getLeft(), common);
            refuseMeasures(select, join.getRight(), common);
            return;
        }
        defining(from, common)
                .filter(defining -> Measures.names(select, defining))
                .ifPresent(defining -> {
                    throw errors.notYet(
                            from,
                            "a measure of groups in a join",
                            "Compute it in a query with GROUP BY, and join with that.");
                });
    }

    /** A query of some columns and rows of one input; {@code where} may be null. */
    static SqlSelect select(SqlParserPos pos, SqlNodeList columns, SqlNode from, SqlNode where) {
        return new SqlSelect(
                pos, null, columns, from, where, null, null, SqlNodeList.EMPTY, null, null, null, null, null);
    }

    static SqlNodeList star(SqlParserPos pos) {
        return SqlNodeList.of(SqlIdentifier.star(pos));
    }

    /** Expressions, which may have names. */
    static SqlNodeList list(SqlNodeList nodes, ExpressionRewriter expressions) {
        SqlNodeList rewritten = new SqlNodeList(nodes.getParserPosition());
        for (SqlNode node : nodes) {
            rewritten.add(
                    node.getKind() == SqlKind.AS ? aliased((SqlCall) node, expressions) : expressions.rewrite(node));
        }
        return rewritten;
    }

    private static SqlNode aliased(SqlCall as, ExpressionRewriter expressions) {
        List<SqlNode> operands = new ArrayList<>(as.getOperandList());
        operands.set(0, expressions.rewrite(operands.get(0)));
        return new SqlBasicCall(SqlStdOperatorTable.AS, operands, as.getParserPosition());
    }

    private SqlNode condition(SqlNode node) {
        return node == null ? null : expressions.rewrite(node);
    }
}
