package io.sluice.planner.validate;

import io.sluice.planner.StateTableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlPivot;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.SqlUnpivot;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Tables, joins and whatever else stands in FROM. */
final class FromClauses {
    private final ScriptErrors errors;
    private final Relations relations;
    private final ExpressionRewriter expressions;
    private final WindowCalls windows;
    private final Queries queries;

    /** Rewrites a query in FROM. */
    interface Queries {
        SqlNode query(SqlNode query, Set<String> common);
    }

    FromClauses(
            ScriptErrors errors,
            Relations relations,
            ExpressionRewriter expressions,
            WindowCalls windows,
            Queries queries) {
        this.errors = errors;
        this.relations = relations;
        this.expressions = expressions;
        this.windows = windows;
        this.queries = queries;
    }

    /** @param common the names that WITH gives to queries */
    SqlNode from(SqlNode node, Set<String> common) {
        return switch (node.getKind()) {
            case IDENTIFIER -> relation((SqlIdentifier) node, common);
            case AS -> fromAs((SqlCall) node, common);
            case SELECT, UNION, WITH, INTERSECT, EXCEPT, ORDER_BY, VALUES, EXPLICIT_TABLE -> queries.query(
                    node, common);
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
                QueryRewriter.list(pivot.aggList, expressions),
                pivot.axisList,
                QueryRewriter.list(pivot.inList, expressions));
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
                AsOf.matched(
                        join.getCondition() == null ? null : expressions.rewrite(join.getCondition()),
                        expressions.rewrite(join.getMatchCondition())));
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

    /** Whether a name is one that WITH gives. */
    static boolean isCommon(SqlIdentifier name, Set<String> common) {
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
            case SELECT -> queries.query(input, common);
                // Calcite would take each SELECT in these for a table of its own.
            case UNION, WITH -> Relations.selectAll(queries.query(input, common), input.getParserPosition());
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

    /** {@code TABLE t}. */
    SqlNode explicitTable(SqlCall table, Set<String> common) {
        SqlIdentifier name = table.operand(0);
        return Relations.selectAll(relation(name, common), name.getParserPosition());
    }

    /** The name by which columns of a table in FROM can be told. */
    static Optional<SqlIdentifier> alias(SqlNode from) {
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
}
