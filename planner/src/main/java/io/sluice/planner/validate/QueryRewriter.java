package io.sluice.planner.validate;

import io.sluice.planner.StateTableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlAsofJoin;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlPivot;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.SqlUnpivot;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Brings a query into the form that the validator knows: names of views become their queries, group windows become window
 * functions, expressions are rewritten by {@link ExpressionRewriter}. It knows each clause that may stay; any other is
 * refused by name, at its place.
 */
final class QueryRewriter {
    /** Each row of VALUES is code of its own. */
    private static final int MOST_VALUES = 500;

    private final ScriptErrors errors;
    private final Relations relations;
    private final ExpressionRewriter expressions;
    private final WindowCalls windows;
    private final Measures measures;

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
            case EXPLICIT_TABLE -> explicitTable((SqlCall) node, common);
            case ORDER_BY -> ordered((SqlOrderBy) node, common);
            case VALUES -> values((SqlCall) node);
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

    private SqlNode values(SqlCall values) {
        if (values.operandCount() > MOST_VALUES) {
            throw errors.at(
                    values,
                    "VALUES has %d rows: expected at most %d".formatted(values.operandCount(), MOST_VALUES),
                    "Read the rows from a file, such as one of format 'csv'.");
        }
        List<SqlNode> rows = new ArrayList<>();
        for (SqlNode row : values.getOperandList()) {
            List<SqlNode> cells = new ArrayList<>();
            List<SqlNode> given = ((SqlCall) row).getOperandList();
            for (int i = 0; i < given.size(); i++) {
                cells.add(expressions.rewriteWithoutColumns(typed(given.get(i), i, values)));
            }
            rows.add(SqlStdOperatorTable.ROW.createCall(row.getParserPosition(), cells));
        }
        return SqlStdOperatorTable.VALUES.createCall(values.getParserPosition(), rows);
    }

    /** Calcite gives NULL a type in a CASE, but not in VALUES: that of another row. */
    private static SqlNode typed(SqlNode cell, int column, SqlCall values) {
        if (!SqlUtil.isNullLiteral(cell, false)) {
            return cell;
        }
        return values.getOperandList().stream()
                .map(row -> ((SqlCall) row).getOperandList())
                .filter(cells -> cells.size() > column && !SqlUtil.isNullLiteral(cells.get(column), false))
                .findFirst()
                .<SqlNode>map(cells -> nothingOf(cells.get(column), cell.getParserPosition()))
                .orElse(cell);
    }

    /** NULL of the type of an expression. */
    private static SqlNode nothingOf(SqlNode expression, SqlParserPos pos) {
        return new SqlCase(
                pos,
                null,
                SqlNodeList.of(SqlLiteral.createBoolean(false, pos)),
                SqlNodeList.of(expression),
                SqlLiteral.createNull(pos));
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

    private SqlNode explicitTable(SqlCall table, Set<String> common) {
        SqlIdentifier name = table.operand(0);
        return Relations.selectAll(relation(name, common), name.getParserPosition());
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
        SqlSelect flat = groupWindow.map(call -> withWindowTable(select, call)).orElse(select);
        SqlNode from = flat.getFrom() == null ? null : from(flat.getFrom(), common);
        return new SqlSelect(
                flat.getParserPosition(),
                distinct(select),
                list(flat.getSelectList()),
                from,
                condition(flat.getWhere()),
                flat.getGroup() == null ? null : list(flat.getGroup()),
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
            Optional<SqlIdentifier> alias = alias(from);
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
        if (node instanceof SqlIdentifier name && isCommon(name, common)) {
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

    /** The same query with the group window as a window function over what it reads. */
    private SqlSelect withWindowTable(SqlSelect select, SqlCall window) {
        SqlParserPos pos = select.getParserPosition();
        SqlNode from = select.getFrom();
        SqlIdentifier alias = alias(from)
                .orElseThrow(() -> errors.at(
                        from,
                        "%s has no table that it could be about".formatted(window),
                        "Write FROM TABLE(TUMBLE(…)) GROUP BY window_start, window_end."));
        Map<SqlNode, String> computed = new LinkedHashMap<>();
        List<SqlIdentifier> keys = keys(select.getGroup(), window, computed);
        SqlNodeList columns = star(pos);
        computed.forEach((key, name) ->
                columns.add(SqlStdOperatorTable.AS.createCall(pos, SqlNode.clone(key), new SqlIdentifier(name, pos))));
        SqlNode rows = new SqlSelect(
                pos,
                null,
                columns,
                from,
                select.getWhere(),
                null,
                null,
                SqlNodeList.EMPTY,
                null,
                null,
                null,
                null,
                null);
        SqlNode table = windows.asTable(window, rows, keys);
        WindowCalls.Replacement replacement = new WindowCalls.Replacement(errors, window, alias, computed);
        SqlNode having = select.getHaving();
        SqlNode qualify = select.getQualify();
        return new SqlSelect(
                pos,
                null,
                replacement.list(select.getSelectList()),
                SqlStdOperatorTable.AS.createCall(from.getParserPosition(), table, alias),
                null,
                replacement.group(select.getGroup()),
                having == null ? null : having.accept(replacement),
                replacement.list(select.getWindowList()),
                qualify == null ? null : qualify.accept(replacement),
                null,
                null,
                null,
                null);
    }

    /** What else a query is grouped by; for sessions, which are of each key, expressions become columns below. */
    private static List<SqlIdentifier> keys(SqlNodeList group, SqlCall window, Map<SqlNode, String> computed) {
        if (!WindowCalls.isSession(window)) {
            return List.of();
        }
        List<SqlIdentifier> keys = new ArrayList<>();
        for (SqlNode key : group) {
            if (key instanceof SqlIdentifier column) {
                keys.add(column);
            } else if (key != window) {
                String name = "session_key_" + (computed.size() + 1);
                computed.put(key, name);
                keys.add(new SqlIdentifier(name, key.getParserPosition()));
            }
        }
        return keys;
    }

    static SqlNodeList star(SqlParserPos pos) {
        return SqlNodeList.of(SqlIdentifier.star(pos));
    }

    private static Optional<SqlIdentifier> alias(SqlNode from) {
        if (from instanceof SqlIdentifier name && name.isSimple()) {
            return Optional.of(name);
        }
        if (from.getKind() == SqlKind.AS) {
            return Optional.of(((SqlCall) from).operand(1));
        }
        return from.getKind() == SqlKind.SELECT
                ? Optional.of(new SqlIdentifier("rows", from.getParserPosition()))
                : Optional.empty();
    }

    private SqlNodeList list(SqlNodeList nodes) {
        SqlNodeList rewritten = new SqlNodeList(nodes.getParserPosition());
        for (SqlNode node : nodes) {
            rewritten.add(node.getKind() == SqlKind.AS ? aliased((SqlCall) node) : expressions.rewrite(node));
        }
        return rewritten;
    }

    private SqlNode aliased(SqlCall as) {
        List<SqlNode> operands = new ArrayList<>(as.getOperandList());
        operands.set(0, expressions.rewrite(operands.get(0)));
        return new SqlBasicCall(SqlStdOperatorTable.AS, operands, as.getParserPosition());
    }

    private SqlNode condition(SqlNode node) {
        return node == null ? null : expressions.rewrite(node);
    }

    private SqlNode from(SqlNode node, Set<String> common) {
        return switch (node.getKind()) {
            case IDENTIFIER -> relation((SqlIdentifier) node, common);
            case AS -> fromAs((SqlCall) node, common);
            case SELECT, UNION, WITH, INTERSECT, EXCEPT, ORDER_BY, VALUES, EXPLICIT_TABLE -> query(node, common);
            case COLLECTION_TABLE -> tableFunction((SqlCall) node, common);
            case JOIN -> join((SqlJoin) node, common);
            case TABLE_REF -> throw errors.notYet(node, "a table hint", "Put options into the WITH of the table.");
            case PIVOT -> pivot((SqlPivot) node, common);
            case UNPIVOT -> unpivot((SqlUnpivot) node, common);
            case UNNEST -> unnest((SqlCall) node);
            case LATERAL -> lateral((SqlCall) node, common);
            case TABLESAMPLE -> sample((SqlCall) node, common);
            case MATCH_RECOGNIZE, EXTEND -> throw errors.notYet(
                    node, node.getKind().name(), "It comes with a later release.");
            case SNAPSHOT -> throw errors.at(
                    node,
                    "FOR SYSTEM_TIME AS OF stands behind a table that is not joined",
                    "Write FROM a JOIN b FOR SYSTEM_TIME AS OF a.ts AS v ON a.k = v.k.");
            default -> throw errors.notYet(node, "%s in FROM".formatted(node.getKind()), "Name a table.");
        };
    }

    /** Rows that are drawn: {@code TABLESAMPLE BERNOULLI(10) [REPEATABLE(7)]}. */
    private SqlNode sample(SqlCall sample, Set<String> common) {
        SqlNode table = sample.operand(0);
        SqlNode condition = Samples.condition(errors, sample);
        return alias(table)
                .<SqlNode>map(name -> SqlStdOperatorTable.AS.createCall(
                        sample.getParserPosition(), sampled(table, condition, common), name))
                .orElseGet(() -> sampled(table, condition, common));
    }

    private SqlNode sampled(SqlNode table, SqlNode condition, Set<String> common) {
        SqlSelect rows = (SqlSelect) Relations.selectAll(from(table, common), table.getParserPosition());
        rows.setWhere(expressions.rewrite(condition));
        return rows;
    }

    private SqlNode pivot(SqlPivot pivot, Set<String> common) {
        return new SqlPivot(
                pivot.getParserPosition(),
                from(pivot.query, common),
                list(pivot.aggList),
                pivot.axisList,
                list(pivot.inList));
    }

    private SqlNode unpivot(SqlUnpivot unpivot, Set<String> common) {
        return new SqlUnpivot(
                unpivot.getParserPosition(),
                from(unpivot.query, common),
                unpivot.includeNulls,
                unpivot.measureList,
                unpivot.axisList,
                unpivot.inList);
    }

    private SqlNode join(SqlJoin join, Set<String> common) {
        Optional<SqlSnapshot> snapshot = AsOf.snapshot(join.getRight());
        if (snapshot.isPresent()) {
            return temporalJoin(join, snapshot.get(), common);
        }
        if (join instanceof SqlAsofJoin asof) {
            return asofJoin(asof, common);
        }
        switch (join.getJoinType()) {
            case INNER, LEFT, RIGHT, FULL, CROSS, COMMA -> {}
            default -> throw errors.notYet(
                    join,
                    join.getJoinType().name().replace('_', ' ')
                            + (join.getJoinType().name().endsWith("JOIN") ? "" : " JOIN"),
                    "Write JOIN, LEFT JOIN, RIGHT JOIN, FULL JOIN or CROSS JOIN.");
        }
        refuseToKeepRight(join);
        SqlNode condition = join.getCondition();
        return new SqlJoin(
                join.getParserPosition(),
                from(join.getLeft(), common),
                join.isNaturalNode(),
                join.getJoinTypeNode(),
                from(join.getRight(), common),
                join.getConditionTypeNode(),
                join.getConditionType() == JoinConditionType.ON ? expressions.rewrite(condition) : condition);
    }

    private void refuseToKeepRight(SqlJoin join) {
        SqlNode right = join.getRight();
        SqlNode table = right.getKind() == SqlKind.AS ? ((SqlCall) right).operand(0) : right;
        boolean keeps = join.getJoinType() == JoinType.RIGHT || join.getJoinType() == JoinType.FULL;
        if (keeps && (table.getKind() == SqlKind.UNNEST || table.getKind() == SqlKind.LATERAL)) {
            throw errors.at(
                    right,
                    "%s JOIN with %s: it has no rows but for a row of the left side"
                            .formatted(join.getJoinType(), table.getKind()),
                    "Write CROSS JOIN or LEFT JOIN … ON TRUE.");
        }
    }

    private SqlNode temporalJoin(SqlJoin join, SqlSnapshot snapshot, Set<String> common) {
        boolean fits = join.getJoinType() == JoinType.INNER || join.getJoinType() == JoinType.LEFT;
        if (!fits || join.getConditionType() != JoinConditionType.ON || join.isNatural()) {
            throw errors.at(
                    join,
                    "FOR SYSTEM_TIME AS OF is not possible in this join: expected [INNER] or LEFT JOIN, and ON",
                    "Write FROM a JOIN b FOR SYSTEM_TIME AS OF a.ts AS v ON a.k = v.k.");
        }
        return new SqlJoin(
                join.getParserPosition(),
                from(join.getLeft(), common),
                join.isNaturalNode(),
                join.getJoinTypeNode(),
                from(AsOf.withoutTime(join.getRight(), snapshot), common),
                join.getConditionTypeNode(),
                AsOf.timed(expressions.rewrite(join.getCondition()), expressions.rewrite(snapshot.getPeriod())));
    }

    private SqlNode asofJoin(SqlAsofJoin join, Set<String> common) {
        SqlParserPos pos = join.getParserPosition();
        if (join.isNatural() || join.getConditionType() == JoinConditionType.USING) {
            throw errors.at(
                    join,
                    "ASOF JOIN is not possible with NATURAL or USING: expected ON",
                    "Write FROM a ASOF JOIN b MATCH_CONDITION a.ts >= b.ts ON a.k = b.k.");
        }
        JoinType type = join.getJoinType() == JoinType.LEFT_ASOF ? JoinType.LEFT : JoinType.INNER;
        return new SqlJoin(
                pos,
                from(join.getLeft(), common),
                join.isNaturalNode(),
                type.symbol(pos),
                from(join.getRight(), common),
                JoinConditionType.ON.symbol(pos),
                AsOf.matched(condition(join.getCondition()), expressions.rewrite(join.getMatchCondition())));
    }

    private SqlNode fromAs(SqlCall as, Set<String> common) {
        List<SqlNode> operands = new ArrayList<>(as.getOperandList());
        SqlNode input = operands.get(0);
        operands.set(
                0,
                input instanceof SqlIdentifier name && isView(name, common)
                        ? relations.viewQuery(errors, name)
                        : from(input, common));
        return new SqlBasicCall(SqlStdOperatorTable.AS, operands, as.getParserPosition());
    }

    private boolean isView(SqlIdentifier name, Set<String> common) {
        return !isCommon(name, common) && relations.isView(name);
    }

    private static boolean isCommon(SqlIdentifier name, Set<String> common) {
        return name.isSimple() && common.contains(name.getSimple());
    }

    /** The table, or the view's query under its name. */
    private SqlNode relation(SqlIdentifier name, Set<String> common) {
        if (isCommon(name, common)) {
            return name;
        }
        if (relations.isView(name)) {
            return SqlStdOperatorTable.AS.createCall(name.getParserPosition(), relations.viewQuery(errors, name), name);
        }
        relations.useTable(errors, name);
        return name;
    }

    private SqlNode tableFunction(SqlCall collection, Set<String> common) {
        SqlCall call = collection.operand(0);
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        Optional<UserOperator> user = relations.function(name);
        if (user.isPresent()) {
            return userTable(user.get(), call);
        }
        if (BuiltInTables.isOne(name)) {
            List<SqlNode> arguments = new ArrayList<>();
            call.getOperandList().forEach(argument -> arguments.add(expressions.rewrite(argument)));
            return BuiltInTables.unnest(errors, name, call, arguments);
        }
        if (name.equals(StateTableName.FUNCTION)) {
            SqlParserPos place = call.getParserPosition();
            return relation(new SqlIdentifier(StateTables.name(errors, call).text(), place), common);
        }
        WindowFunction function = windows.function(name, call);
        List<SqlNode> arguments = windows.arguments(function, call);
        SqlNode input = arguments.get(0);
        List<SqlNode> columns = new ArrayList<>(((SqlCall) arguments.get(1)).getOperandList());
        columns.addAll(windows.partition(function, input));
        arguments.set(
                1, SqlStdOperatorTable.DESCRIPTOR.createCall(arguments.get(1).getParserPosition(), columns));
        boolean partitioned = input.getKind() == SqlKind.SET_SEMANTICS_TABLE;
        arguments.set(0, windowInput(function, partitioned ? ((SqlCall) input).operand(0) : input, common));
        SqlParserPos pos = collection.getParserPosition();
        List<SqlNode> rewritten = new ArrayList<>(arguments.subList(0, 2));
        arguments.subList(2, arguments.size()).forEach(interval -> rewritten.add(expressions.rewrite(interval)));
        return SqlStdOperatorTable.COLLECTION_TABLE.createCall(
                pos, new SqlBasicCall(function, rewritten, call.getParserPosition()));
    }

    /** The rows of a table function are an ARRAY, of which its elements are wanted. */
    private SqlNode userTable(UserOperator function, SqlCall call) {
        if (!function.function().table()) {
            throw errors.at(
                    call,
                    "%s is no table function".formatted(function.getName()),
                    "Call it in an expression; a table function extends TableFunction.");
        }
        List<SqlNode> arguments = new ArrayList<>();
        call.getOperandList().forEach(argument -> arguments.add(expressions.rewrite(argument)));
        SqlParserPos pos = call.getParserPosition();
        return SqlStdOperatorTable.UNNEST.createCall(pos, new SqlBasicCall(function, arguments, pos));
    }

    private SqlNode unnest(SqlCall call) {
        List<SqlNode> collections = new ArrayList<>();
        call.getOperandList().forEach(collection -> collections.add(expressions.rewrite(collection)));
        return call.getOperator().createCall(call.getParserPosition(), collections);
    }

    /** UNNEST sees what is left of it as it is. */
    private SqlNode lateral(SqlCall lateral, Set<String> common) {
        SqlNode of = lateral.operand(0);
        SqlNode rewritten = from(of, common);
        return rewritten.getKind() == SqlKind.UNNEST || of.getKind() == SqlKind.COLLECTION_TABLE
                ? rewritten
                : lateral.getOperator().createCall(lateral.getParserPosition(), rewritten);
    }

    private SqlNode windowInput(WindowFunction function, SqlNode input, Set<String> common) {
        return switch (input.getKind()) {
            case EXPLICIT_TABLE -> explicitTable((SqlCall) input, common);
            case SELECT -> query(input, common);
                // Calcite would take each SELECT in these for a table of its own.
            case UNION, WITH -> Relations.selectAll(query(input, common), input.getParserPosition());
            case IDENTIFIER -> throw errors.at(
                    input,
                    "%s got \"%s\" as its table: expected TABLE before the name".formatted(function.getName(), input),
                    "Write TABLE %s.".formatted(input));
            default -> throw errors.at(
                    input,
                    "%s has no table as its first argument".formatted(function.getName()),
                    WindowCalls.form(function));
        };
    }
}
