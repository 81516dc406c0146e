package io.sluice.planner.validate;

import io.sluice.planner.plan.AggregateCall.Function;
import io.sluice.planner.plan.SortKey;
import io.sluice.planner.validate.StreamAggregate.Nulls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * JSON_ARRAYAGG and JSON_OBJECTAGG: a LISTAGG of the elements, or of {@code "name":value}, as JSON; what it gives is put in
 * brackets where results are computed.
 */
public final class JsonAggregates {
    private static final String ARRAY = "JSON_ARRAYAGG";
    private static final String OBJECT = "JSON_OBJECTAGG";

    /** The function of the register that makes JSON of the list, for the name of the aggregate. */
    public static final Map<String, String> RESULTS =
            Map.of(ARRAY, "JSON_ARRAYAGG/TEXT", OBJECT, "JSON_OBJECTAGG/TEXT");

    private final JsonCalls values;
    private final UnaryOperator<SqlNode> rewrite;

    /** @param rewrite brings an argument into the form that the validator knows */
    JsonAggregates(ScriptErrors errors, UnaryOperator<SqlNode> rewrite) {
        this.values = new JsonCalls(errors, rewrite);
        this.rewrite = rewrite;
    }

    static boolean isCall(SqlCall call) {
        return call.getKind() == SqlKind.JSON_ARRAYAGG || call.getKind() == SqlKind.JSON_OBJECTAGG;
    }

    /** @param order behind WITHIN GROUP; one inside the call is an argument of it */
    SqlNode of(SqlCall call, SqlNodeList order) {
        boolean absent = call.getOperator().getName().endsWith("ABSENT_ON_NULL");
        SqlParserPos pos = call.getParserPosition();
        if (call.getKind() == SqlKind.JSON_OBJECTAGG) {
            SqlNode member = function(
                    absent ? "JSON_OBJECTAGG/ABSENT" : "JSON_OBJECTAGG/NULL",
                    pos,
                    rewrite.apply(call.operand(0)),
                    values.json(call.operand(1)));
            return list(OBJECT, List.of(), List.of(member), call);
        }
        SqlNode json = values.json(call.operand(0));
        SqlNode element = absent ? json : function("JSON/RAW", pos, json);
        SqlNodeList keys = call.operandCount() > 1 && call.operand(1) instanceof SqlNodeList inside ? inside : order;
        List<SortKey> sorted = new ArrayList<>();
        List<SqlNode> operands = new ArrayList<>(List.of(element));
        for (SqlNode key : keys) {
            sorted.add(AggregateCalls.sortKey(key, sorted.size()));
            operands.add(rewrite.apply(AggregateCalls.unordered(key)));
        }
        return list(ARRAY, sorted, operands, call);
    }

    private static SqlNode function(String name, SqlParserPos pos, SqlNode... arguments) {
        SqlOperator operator = StreamOperators.INSTANCE.function(name).orElseThrow();
        return new SqlBasicCall(operator, List.of(arguments), pos);
    }

    private static SqlNode list(String name, List<SortKey> order, List<SqlNode> operands, SqlCall call) {
        SqlOperator operator = new StreamAggregate(name, Function.LISTAGG, order, Optional.of(","), Nulls.OF_THE_VALUE);
        return new SqlBasicCall(operator, operands, call.getParserPosition(), call.getFunctionQuantifier());
    }
}
