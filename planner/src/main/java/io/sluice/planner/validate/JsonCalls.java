package io.sluice.planner.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlAlienSystemTypeNameSpec;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlJsonConstructorNullClause;
import org.apache.calcite.sql.SqlJsonEmptyOrError;
import org.apache.calcite.sql.SqlJsonExistsErrorBehavior;
import org.apache.calcite.sql.SqlJsonQueryEmptyOrErrorBehavior;
import org.apache.calcite.sql.SqlJsonQueryWrapperBehavior;
import org.apache.calcite.sql.SqlJsonValueEmptyOrErrorBehavior;
import org.apache.calcite.sql.SqlJsonValueReturning;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** JSON functions with clauses of their own as calls of the register, whose arguments are plain. */
final class JsonCalls {
    private final ScriptErrors errors;
    private final UnaryOperator<SqlNode> rewrite;

    /** @param rewrite brings an argument into the form that the validator knows */
    JsonCalls(ScriptErrors errors, UnaryOperator<SqlNode> rewrite) {
        this.errors = errors;
        this.rewrite = rewrite;
    }

    Optional<SqlNode> of(String name, SqlCall call) {
        return Optional.ofNullable(
                switch (name) {
                    case "JSON_VALUE" -> value(call);
                    case "JSON_QUERY" -> query(call);
                    case "JSON_EXISTS" -> exists(call);
                    case "JSON_OBJECT" -> object(call);
                    case "JSON_ARRAY" -> array(call);
                    case "JSON" -> throw errors.at(
                            call,
                            "JSON(…) stands outside of JSON_OBJECT and JSON_ARRAY",
                            "Leave it out: JSON is text here. Inside of them it keeps a text from being quoted.");
                    default -> null;
                });
    }

    private static SqlNode call(String name, SqlCall from, SqlNode... arguments) {
        SqlOperator operator = StreamOperators.INSTANCE.function(name).orElseThrow();
        return new SqlBasicCall(operator, List.of(arguments), from.getParserPosition());
    }

    private static SqlNode text(String text, SqlCall call) {
        return SqlLiteral.createCharString(text, call.getParserPosition());
    }

    /** The text that a path looks into. */
    private SqlNode input(SqlCall call) {
        SqlNode input = call.operand(0);
        boolean formatted = isFormat(input);
        return rewrite.apply(formatted ? ((SqlCall) input).operand(0) : input);
    }

    private static boolean isFormat(SqlNode node) {
        return node instanceof SqlCall call && call.getOperator() == SqlStdOperatorTable.JSON_VALUE_EXPRESSION;
    }

    private SqlNode value(SqlCall call) {
        SqlDataTypeSpec returning = null;
        String[] behaviors = {"NULL", "NULL"};
        SqlNode[] defaults = new SqlNode[2];
        List<SqlNode> operands = call.getOperandList();
        SqlJsonValueEmptyOrErrorBehavior behavior = null;
        SqlNode otherwise = null;
        for (SqlNode operand : operands.subList(Math.min(2, operands.size()), operands.size())) {
            Object symbol = operand instanceof SqlLiteral literal ? literal.getValue() : null;
            if (symbol instanceof SqlJsonValueEmptyOrErrorBehavior known) {
                behavior = known;
            } else if (symbol instanceof SqlJsonEmptyOrError which) {
                int index = which == SqlJsonEmptyOrError.EMPTY ? 0 : 1;
                behaviors[index] = behavior.name();
                defaults[index] = otherwise;
                otherwise = null;
            } else if (operand instanceof SqlDataTypeSpec type) {
                returning = type;
            } else if (!(symbol instanceof SqlJsonValueReturning)) {
                otherwise = rewrite.apply(operand);
            }
        }
        SqlNode found = call(
                "JSON_VALUE",
                call,
                input(call),
                rewrite.apply(call.operand(1)),
                text("NONE " + String.join(" ", behaviors), call),
                asText(defaults[0], returning, call),
                asText(defaults[1], returning, call));
        return returning == null ? found : cast(found, returning, behaviors[1], defaults[1], call);
    }

    /** A default, as text; with a type it is one of that type. */
    private static SqlNode asText(SqlNode value, SqlDataTypeSpec type, SqlCall call) {
        if (value == null) {
            return SqlLiteral.createNull(SqlParserPos.ZERO);
        }
        SqlNode typed = type == null ? value : cast(value, type);
        return cast(typed, textType(call.getParserPosition()));
    }

    private static SqlDataTypeSpec textType(SqlParserPos pos) {
        return new SqlDataTypeSpec(new SqlAlienSystemTypeNameSpec("STRING", SqlTypeName.VARCHAR, pos), pos);
    }

    private static boolean isText(String type) {
        return type.equals("STRING") || type.equals("VARCHAR") || type.equals("CHAR");
    }

    private static boolean isArrayOfText(SqlDataTypeSpec type) {
        return type.getTypeNameSpec() instanceof SqlCollectionTypeNameSpec collection
                && collection.getTypeName().getSimple().equals("ARRAY")
                && isText(collection.getElementTypeName().getTypeName().getSimple());
    }

    private static SqlNode cast(SqlNode value, SqlDataTypeSpec type) {
        return SqlStdOperatorTable.CAST.createCall(value.getParserPosition(), value, type);
    }

    /** A cast that fails is the case ON ERROR. */
    private SqlNode cast(SqlNode found, SqlDataTypeSpec type, String onError, SqlNode otherwise, SqlCall call) {
        if (onError.equals("ERROR")) {
            return cast(found, type);
        }
        SqlParserPos pos = call.getParserPosition();
        SqlNode tried = SqlLibraryOperators.SAFE_CAST.createCall(pos, found, type);
        if (otherwise == null) {
            return tried;
        }
        SqlNodeList when = new SqlNodeList(pos);
        SqlNodeList then = new SqlNodeList(pos);
        when.add(SqlStdOperatorTable.IS_NOT_NULL.createCall(pos, tried));
        then.add(SqlNode.clone(tried));
        when.add(SqlStdOperatorTable.IS_NOT_NULL.createCall(pos, SqlNode.clone(found)));
        then.add(cast(otherwise, type));
        return new SqlCase(pos, null, when, then, SqlLiteral.createNull(SqlParserPos.ZERO));
    }

    private SqlNode query(SqlCall call) {
        Object wrapper = symbol(call, 2);
        String words = (wrapper == null || wrapper == SqlJsonQueryWrapperBehavior.WITHOUT_ARRAY
                        ? "NONE"
                        : wrapper == SqlJsonQueryWrapperBehavior.WITH_CONDITIONAL_ARRAY
                                ? "CONDITIONAL"
                                : "UNCONDITIONAL")
                + " " + behavior(symbol(call, 3)) + " " + behavior(symbol(call, 4));
        SqlNode type = call.operandCount() > 5 ? call.operand(5) : null;
        boolean array = type instanceof SqlDataTypeSpec && isArrayOfText((SqlDataTypeSpec) type);
        if (type instanceof SqlDataTypeSpec spec
                && !array
                && !isText(spec.getTypeNameSpec().getTypeName().getSimple())) {
            throw errors.at(call, "JSON_QUERY does not return %s".formatted(spec), "Return STRING or ARRAY<STRING>.");
        }
        return call(
                array ? "JSON_QUERY/ARRAY" : "JSON_QUERY",
                call,
                input(call),
                rewrite.apply(call.operand(1)),
                text(words, call));
    }

    private static Object symbol(SqlCall call, int index) {
        return call.operandCount() > index && call.operand(index) instanceof SqlLiteral literal
                ? literal.getValue()
                : null;
    }

    private static String behavior(Object symbol) {
        return symbol instanceof SqlJsonQueryEmptyOrErrorBehavior known ? known.name() : "NULL";
    }

    private SqlNode exists(SqlCall call) {
        String onError = symbol(call, 2) instanceof SqlJsonExistsErrorBehavior known ? known.name() : "FALSE";
        return call(
                "JSON_EXISTS", call, input(call), rewrite.apply(call.operand(1)), text("NONE FALSE " + onError, call));
    }

    /** The last of equal names counts. */
    private SqlNode object(SqlCall call) {
        Map<String, List<SqlNode>> members = new LinkedHashMap<>();
        for (int i = 1; i + 1 < call.operandCount(); i += 2) {
            if (!(call.operand(i) instanceof SqlLiteral literal) || literal.getValue() == null) {
                throw errors.at(
                        call.operand(i), "a name in JSON_OBJECT is not a string", "Write a name as 'name', not NULL.");
            }
            String name = literal.toValue();
            members.remove(name);
            members.put(name, List.of(text(name, call), json(call.operand(i + 1))));
        }
        if (members.isEmpty()) {
            return text("{}", call);
        }
        List<SqlNode> parts = new ArrayList<>();
        members.values().forEach(parts::addAll);
        return call("JSON_OBJECT/" + nulls(call), call, parts.toArray(SqlNode[]::new));
    }

    private static String nulls(SqlCall call) {
        return symbol(call, 0) == SqlJsonConstructorNullClause.ABSENT_ON_NULL ? "ABSENT" : "NULL";
    }

    private SqlNode array(SqlCall call) {
        if (call.operandCount() < 2) {
            return text("[]", call);
        }
        SqlNode[] values = call.getOperandList().subList(1, call.operandCount()).stream()
                .map(this::json)
                .toArray(SqlNode[]::new);
        return call("JSON_ARRAY/" + nulls(call), call, values);
    }

    /** A value as JSON. */
    SqlNode json(SqlNode value) {
        if (value instanceof SqlLiteral literal && literal.getValue() == null) {
            return value;
        }
        if (value instanceof SqlCall call) {
            String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
            if (name.equals("JSON_OBJECT") || name.equals("JSON_ARRAY") || JsonAggregates.isCall(call)) {
                return rewrite.apply(value);
            }
            if (name.equals("JSON") && call.operandCount() == 1 || isFormat(value)) {
                return call("JSON/RAW", call, rewrite.apply(call.operand(0)));
            }
        }
        SqlOperator operator = StreamOperators.INSTANCE.function("JSON_STRING").orElseThrow();
        return new SqlBasicCall(operator, List.of(rewrite.apply(value)), value.getParserPosition());
    }
}
