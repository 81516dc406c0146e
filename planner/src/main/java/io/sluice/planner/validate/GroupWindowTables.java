package io.sluice.planner.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Group windows, {@code GROUP BY TUMBLE(…)}, as window functions over what the query reads. */
final class GroupWindowTables {
    private final ScriptErrors errors;
    private final WindowCalls windows;

    GroupWindowTables(ScriptErrors errors, WindowCalls windows) {
        this.errors = errors;
        this.windows = windows;
    }

    /** The same query with the group window as a window function over what it reads. */
    SqlSelect of(SqlSelect select, SqlCall window) {
        SqlParserPos pos = select.getParserPosition();
        SqlNode from = select.getFrom();
        SqlIdentifier alias = FromClauses.alias(from)
                .orElseThrow(() -> errors.at(
                        from,
                        "%s has no table that it could be about".formatted(window),
                        "Write FROM TABLE(TUMBLE(…)) GROUP BY window_start, window_end."));
        Map<SqlNode, String> computed = new LinkedHashMap<>();
        List<SqlIdentifier> keys = keys(select.getGroup(), window, computed);
        SqlNodeList columns = QueryRewriter.star(pos);
        computed.forEach((key, name) ->
                columns.add(SqlStdOperatorTable.AS.createCall(pos, SqlNode.clone(key), new SqlIdentifier(name, pos))));
        SqlNode rows = QueryRewriter.select(pos, columns, from, select.getWhere());
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
}
