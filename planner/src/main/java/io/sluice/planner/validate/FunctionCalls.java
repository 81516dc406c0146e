package io.sluice.planner.validate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Calls of scalar functions, as they are written, as calls of the register. Only what SQL writes in a way of its own is
 * named here: EXTRACT, TIMESTAMPADD, FLOOR … TO, TRIM.
 */
final class FunctionCalls {
    private final ScriptErrors errors;
    private final ShorthandCalls shorthands;
    private final JsonCalls json;

    /** @param rewrite brings an argument into the form that the validator knows */
    FunctionCalls(ScriptErrors errors, UnaryOperator<SqlNode> rewrite) {
        this.errors = errors;
        this.shorthands = new ShorthandCalls(errors);
        this.json = new JsonCalls(errors, rewrite);
    }

    /** A function without arguments and parentheses. */
    SqlNode of(String name, SqlParserPos pos) {
        SqlOperator operator = StreamOperators.INSTANCE.function(name).orElseThrow();
        return new SqlBasicCall(operator, List.of(), pos);
    }

    /** @param rewritten gives the arguments of the call, themselves rewritten */
    SqlNode of(String name, SqlCall call, Supplier<List<SqlNode>> rewritten) {
        refuseFunction(name, call);
        if (call.getFunctionQuantifier() != null) {
            throw errors.at(call, "%s cannot be called with DISTINCT or ALL".formatted(name), "Leave it out.");
        }
        Optional<SqlNode> jsonCall = json.of(name, call);
        if (jsonCall.isPresent()) {
            return jsonCall.get();
        }
        List<SqlNode> operands = rewritten.get();
        SqlParserPos pos = call.getParserPosition();
        Optional<SqlNode> shorthand = shorthands.of(name, operands, call);
        if (shorthand.isPresent()) {
            return shorthand.get();
        }
        return switch (name) {
            case "EXTRACT" -> function("EXTRACT/" + unit(call, operands.get(0)), pos, operands.subList(1, 2), call);
            case "FLOOR", "CEIL", "CEILING" -> floorOrCeil(name, operands, call);
            case "TIMESTAMPADD" -> function(
                    "TIMESTAMPADD/" + unit(call, operands.get(0)),
                    pos,
                    List.of(operands.get(2), operands.get(1)),
                    call);
            case "TIMESTAMPDIFF" -> function(
                    "TIMESTAMPDIFF/" + unit(call, operands.get(0)), pos, operands.subList(1, 3), call);
            case "TRIM" -> trim(operands, call);
            case "SUBSTRING", "POSITION", "OVERLAY" -> function(name, pos, operands, call);
            case "TRANSLATE3" -> function("TRANSLATE", pos, operands, call);
            default -> function(name, pos, operands, call);
        };
    }

    private void refuseFunction(String name, SqlCall call) {
        StreamOperators.laterAggregate(name).ifPresent(hint -> {
            throw errors.notYet(call, "aggregate function " + name, hint);
        });
        if (StreamOperators.needsOver(name)) {
            throw errors.at(
                    call,
                    "%s stands without OVER".formatted(name),
                    "Write %s(…) OVER (PARTITION BY … ORDER BY …).".formatted(name));
        }
        if (WindowCalls.isProperty(name) || WindowCalls.isWindow(name)) {
            throw errors.at(
                    call, "%s stands where no group window belongs to it".formatted(name), WindowCalls.PROPERTY_HINT);
        }
    }

    private SqlNode floorOrCeil(String name, List<SqlNode> operands, SqlCall call) {
        boolean floor = name.equals("FLOOR");
        if (operands.size() < 2) {
            return function(floor ? "FLOOR" : "CEIL", call.getParserPosition(), operands, call);
        }
        SqlNode unit = SqlLiteral.createCharString(
                unit(call, operands.get(1)), operands.get(1).getParserPosition());
        String target = floor ? "FLOOR TO" : "CEIL TO";
        return function(target, call.getParserPosition(), List.of(operands.get(0), unit), call);
    }

    private SqlNode trim(List<SqlNode> operands, SqlCall call) {
        if (operands.size() != 3 || !(operands.get(0) instanceof SqlLiteral flag)) {
            return function("BTRIM", call.getParserPosition(), operands, call);
        }
        List<SqlNode> arguments =
                operands.get(1) == null ? List.of(operands.get(2)) : List.of(operands.get(2), operands.get(1));
        return function("TRIM/" + flag.toValue(), call.getParserPosition(), arguments, call);
    }

    private static String unit(SqlCall call, SqlNode node) {
        return node instanceof SqlIntervalQualifier qualifier
                ? (qualifier.timeFrameName != null
                        ? qualifier.timeFrameName.toUpperCase(Locale.ROOT)
                        : qualifier.getUnit().name())
                : node.toString().toUpperCase(Locale.ROOT);
    }

    private SqlNode function(String name, SqlParserPos pos, List<SqlNode> operands, SqlCall call) {
        SqlOperator operator = StreamOperators.INSTANCE
                .function(ShorthandCalls.registered(name))
                .orElseThrow(() -> doesNotExist(name, call));
        return new SqlBasicCall(operator, operands, pos);
    }

    private RuntimeException doesNotExist(String name, SqlCall call) {
        int slash = name.indexOf('/');
        if (slash > 0) {
            String function = name.substring(0, slash);
            Set<String> units = new TreeSet<>();
            StreamOperators.INSTANCE.getOperatorList().stream()
                    .map(SqlOperator::getName)
                    .filter(other -> other.startsWith(function + "/"))
                    .forEach(other -> units.add(other.substring(slash + 1)));
            return errors.at(
                    call,
                    "%s has no unit %s".formatted(function, name.substring(slash + 1)),
                    "The units are %s.".formatted(String.join(", ", units)));
        }
        String near = Names.nearest(name, StreamOperators.functionNames()).replace("\"", "");
        return errors.at(
                call, "function %s does not exist%s".formatted(name, near), "SHOW FUNCTIONS lists what there is.");
    }
}
