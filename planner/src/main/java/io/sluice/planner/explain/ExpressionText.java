package io.sluice.planner.explain;

import io.sluice.planner.function.Casts;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.Durations;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An expression as SQL, for a person. */
public record ExpressionText(List<String> inputs) implements Expr.Visitor<String> {
    private static final int LOOSEST = 0;
    private static final int TIGHTEST = 9;

    public static String of(Expr expr, List<String> inputs) {
        return expr.accept(new ExpressionText(inputs));
    }

    @Override
    public String input(Expr.Input expr) {
        return inputs.get(expr.index());
    }

    @Override
    public String literal(Expr.Literal expr) {
        return expr.value()
                .map(value -> literal(value, expr.type().kind(), expr.type().precision()))
                .orElse("NULL");
    }

    private static String literal(Object value, TypeKind kind, int precision) {
        return switch (kind) {
            case STRING -> "'" + value.toString().replace("'", "''") + "'";
            case BOOLEAN -> (Boolean) value ? "TRUE" : "FALSE";
            case DATE -> {
                Utf8 text = new Utf8();
                Casts.dateToString((Long) value, text);
                yield "DATE '" + text + "'";
            }
            case BINARY -> "X'" + HexFormat.of().withUpperCase().formatHex(((Utf8) value).toBytes()) + "'";
            case TIME -> {
                Utf8 text = new Utf8();
                Casts.timeToString((Long) value, precision, text);
                yield "TIME '" + text + "'";
            }
            case TIMESTAMP, TIMESTAMP_LTZ -> {
                Utf8 text = new Utf8();
                Casts.timestampToString((Long) value, precision, text);
                yield kind + " '" + text + "'" + (kind == TypeKind.TIMESTAMP_LTZ ? " UTC" : "");
            }
            case INTERVAL_DAY_TIME -> Durations.of((Long) value);
            case INTERVAL_YEAR_MONTH -> value + (value.equals(1L) ? " month" : " months");
            default -> value.toString();
        };
    }

    @Override
    public String call(Expr.Call expr) {
        Optional<CoreOperator> operator = CoreOperator.find(expr.function());
        return operator.isPresent()
                ? core(operator.get(), expr.arguments())
                : function(expr.function(), expr.arguments());
    }

    @Override
    public String userCall(Expr.UserCall expr) {
        return function(expr.method().function(), expr.arguments());
    }

    private String core(CoreOperator operator, List<Expr> arguments) {
        return switch (operator) {
            case NEGATE -> "-" + nested(arguments.get(0), TIGHTEST);
            case NOT -> "NOT " + nested(arguments.get(0), TIGHTEST);
            case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> nested(
                            arguments.get(0), TIGHTEST)
                    + " " + operator.symbol();
            case IN -> nested(arguments.get(0), TIGHTEST) + " IN "
                    + list(arguments.subList(1, arguments.size()), LOOSEST);
            case ARRAY, MAP -> operator.symbol() + "["
                    + list(arguments, LOOSEST).replaceAll("^\\(|\\)$", "") + "]";
            case ROW -> "ROW" + list(arguments, LOOSEST);
            case ITEM -> nested(arguments.get(0), TIGHTEST) + "["
                    + arguments.get(1).accept(this) + "]";
            case FIELD -> field(arguments.get(0), arguments.get(1));
            default -> arguments.stream()
                    .map(argument -> nested(argument, binding(operator) + 1))
                    .collect(Collectors.joining(" " + operator.symbol() + " "));
        };
    }

    private String field(Expr row, Expr place) {
        int index = ((Long) ((Expr.Literal) place).value().orElseThrow()).intValue();
        return nested(row, TIGHTEST) + "." + row.type().children().get(index).name();
    }

    /** How tightly an operator binds. */
    private static int binding(CoreOperator operator) {
        return switch (operator) {
            case OR -> 1;
            case AND -> 2;
            case NOT -> 3;
            case PLUS, MINUS -> 5;
            case TIMES, DIVIDE, REMAINDER -> 6;
            case NEGATE -> 7;
            case ARRAY, MAP, ROW, ITEM, FIELD -> TIGHTEST;
            default -> 4;
        };
    }

    private String nested(Expr expr, int least) {
        boolean loose = expr instanceof Expr.Call call
                && CoreOperator.find(call.function())
                        .filter(operator -> binding(operator) < least)
                        .isPresent();
        return loose ? "(" + expr.accept(this) + ")" : expr.accept(this);
    }

    private String function(String name, List<Expr> arguments) {
        String[] parts = name.split("/");
        return switch (parts[0]) {
            case "EXTRACT" -> "EXTRACT(%s FROM %s)"
                    .formatted(parts[1], arguments.get(0).accept(this));
            case "TIMESTAMPADD" -> "TIMESTAMPADD(%s, %s, %s)"
                    .formatted(
                            parts[1],
                            arguments.get(1).accept(this),
                            arguments.get(0).accept(this));
            case "TIMESTAMPDIFF" -> "TIMESTAMPDIFF(%s, %s, %s)"
                    .formatted(
                            parts[1],
                            arguments.get(0).accept(this),
                            arguments.get(1).accept(this));
            case "FLOOR_TO", "CEIL_TO" -> "%s(%s TO %s)"
                    .formatted(
                            parts[0].substring(0, parts[0].indexOf('_')),
                            arguments.get(0).accept(this),
                            arguments.get(1).accept(this).replace("'", ""));
            case "CAST" -> "CAST(%s AS %s(%s))"
                    .formatted(
                            arguments.get(0).accept(this),
                            parts[1],
                            arguments.get(1).accept(this));
            case "LIKE" -> arguments.stream()
                    .map(argument -> nested(argument, TIGHTEST))
                    .collect(Collectors.joining(" LIKE "))
                    .replaceFirst("( LIKE '.*') LIKE ", "$1 ESCAPE ");
            default -> parts[0] + list(arguments, LOOSEST);
        };
    }

    private String list(List<Expr> arguments, int least) {
        return arguments.stream().map(argument -> nested(argument, least)).collect(Collectors.joining(", ", "(", ")"));
    }

    @Override
    public String cast(Expr.Cast expr) {
        return "%s(%s AS %s)"
                .formatted(
                        expr.safe() ? "TRY_CAST" : "CAST",
                        expr.value().accept(this),
                        expr.type().withNullable(true));
    }

    @Override
    public String conditional(Expr.Conditional expr) {
        return expr.branches().stream()
                .map(branch -> "WHEN %s THEN %s"
                        .formatted(
                                branch.condition().accept(this), branch.value().accept(this)))
                .collect(Collectors.joining(
                        " ", "CASE ", " ELSE " + expr.otherwise().accept(this) + " END"));
    }

    @Override
    public String lambda(Expr.Lambda expr) {
        String parameters = expr.parameters().stream().map(Expr.Variable::name).collect(Collectors.joining(", "));
        return (expr.parameters().size() == 1 ? parameters : "(" + parameters + ")")
                + " -> "
                + expr.body().accept(this);
    }

    @Override
    public String variable(Expr.Variable expr) {
        return expr.name();
    }
}
