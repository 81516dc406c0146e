package io.sluice.planner.validate;

import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Spark's table functions: {@code LATERAL TABLE(JSON_TUPLE(s, 'a'))} and EXPLODE, which is UNNEST. */
final class BuiltInTables {
    private static final Set<String> NAMES = Set.of("EXPLODE", "JSON_TUPLE");

    private BuiltInTables() {}

    static boolean isOne(String name) {
        return NAMES.contains(name);
    }

    /** @param arguments of the call, rewritten */
    static SqlNode unnest(ScriptErrors errors, String name, SqlCall call, List<SqlNode> arguments) {
        SqlParserPos pos = call.getParserPosition();
        if (!name.equals("EXPLODE")) {
            SqlOperator function = StreamOperators.INSTANCE.function(name).orElseThrow();
            return SqlStdOperatorTable.UNNEST.createCall(pos, new SqlBasicCall(function, arguments, pos));
        }
        if (arguments.size() != 1) {
            throw errors.at(call, "EXPLODE takes one argument", "Write LATERAL TABLE(EXPLODE(a)) AS t(x).");
        }
        return SqlStdOperatorTable.UNNEST.createCall(pos, arguments);
    }
}
