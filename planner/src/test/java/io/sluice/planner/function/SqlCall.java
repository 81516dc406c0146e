package io.sluice.planner.function;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one call of the register's functions, of literals, casts and calls, as an expression: as much SQL as examples
 * and test cases need, bound as the planner binds it.
 */
final class SqlCall {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*('(?:[^']|'')*'|[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|[A-Za-z_][A-Za-z_0-9]*|\\|\\||[(),+-])\\s*");
    private static final Set<String> SIDES = Set.of("BOTH", "LEADING", "TRAILING");
    private static final Set<String> WITHOUT_PARENTHESES =
            Set.of("CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME");

    private final List<String> tokens = new ArrayList<>();
    private int next;

    private SqlCall(String sql) {
        Matcher matcher = TOKEN.matcher(sql);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (end != sql.length()) {
            throw new IllegalArgumentException("cannot read " + sql.substring(end) + " of " + sql);
        }
    }

    /** Whether it is as much of SQL as is known here. */
    static boolean reads(String sql) {
        try {
            return isPlain(parse(sql));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return false;
        }
    }

    private static boolean isPlain(Expr expr) {
        if (expr instanceof Expr.Cast cast) {
            return isPlain(cast.value());
        }
        if (expr instanceof Expr.Call call) {
            ScalarFunction function = FunctionRegister.find(call.function()).orElseThrow();
            for (int i = 0; i < call.arguments().size(); i++) {
                if (function.encodes(i) || !isPlain(call.arguments().get(i))) {
                    return false;
                }
            }
        }
        return !expr.type().kind().isNested();
    }

    static Expr parse(String sql) {
        SqlCall call = new SqlCall(sql);
        Expr expr = call.expression();
        if (call.next != call.tokens.size()) {
            throw new IllegalArgumentException("cannot read the end of " + sql);
        }
        return expr;
    }

    private Expr expression() {
        Expr left = operand();
        while (true) {
            if (take("||")) {
                left = call("||", List.of(left, operand()));
            } else if (take("ILIKE")) {
                left = call("ILIKE", List.of(left, operand()));
            } else if (take("RLIKE")) {
                left = call("RLIKE", List.of(left, operand()));
            } else if (take("LIKE")) {
                Expr pattern = operand();
                left = take("ESCAPE")
                        ? call("LIKE", List.of(left, pattern, operand()))
                        : call("LIKE", List.of(left, pattern));
            } else {
                return left;
            }
        }
    }

    private Expr operand() {
        String token = tokens.get(next++);
        if (token.equals("-") || Character.isDigit(token.charAt(0))) {
            return token.equals("-") ? number("-" + tokens.get(next++)) : number(token);
        }
        if (token.startsWith("'")) {
            return literal(text(token), DataType.of(TypeKind.STRING, false));
        }
        return switch (token) {
            case "NULL" -> new Expr.Literal(Optional.empty(), DataType.of(TypeKind.STRING, true));
            case "TRUE", "FALSE" -> literal(token.equals("TRUE"), DataType.of(TypeKind.BOOLEAN, false));
            case "DATE" -> literal(
                    Casts.stringToDate(Utf8.of(text(tokens.get(next++)))), DataType.of(TypeKind.DATE, false));
            case "TIMESTAMP" -> timestamp(text(tokens.get(next++)));
            default -> call(token);
        };
    }

    private static String text(String token) {
        return token.substring(1, token.length() - 1).replace("''", "'");
    }

    private static Expr timestamp(String text) {
        int point = text.indexOf('.');
        int precision = point < 0 ? 0 : text.length() - point - 1;
        return literal(
                Casts.stringToTimestamp(Utf8.of(text), 6), new DataType(TypeKind.TIMESTAMP, precision, 0, false));
    }

    private static Expr number(String text) {
        if (text.contains("e") || text.contains("E")) {
            return literal(Double.parseDouble(text), DataType.of(TypeKind.DOUBLE, false));
        }
        BigDecimal value = new BigDecimal(text);
        if (value.scale() > 0) {
            int precision = Math.max(value.precision(), value.scale());
            return literal(value, DataType.decimal(precision, value.scale(), false));
        }
        long number = value.longValueExact();
        TypeKind kind = number == (int) number ? TypeKind.INT : TypeKind.BIGINT;
        return literal(number, DataType.of(kind, false));
    }

    private static Expr literal(Object value, DataType type) {
        return new Expr.Literal(Optional.of(value), type);
    }

    private Expr call(String name) {
        if (WITHOUT_PARENTHESES.contains(name)) {
            return call(name, List.of());
        }
        expect("(");
        Expr result =
                switch (name) {
                    case "CAST", "TRY_CAST" -> cast(name.equals("TRY_CAST"));
                    case "EXTRACT" -> extract();
                    case "TRIM" -> trim();
                    case "TIMESTAMPADD" -> timestampAdd();
                    case "TIMESTAMPDIFF" -> timestampDiff();
                    default -> plain(name);
                };
        expect(")");
        return result;
    }

    private Expr plain(String name) {
        List<Expr> arguments = new ArrayList<>();
        if (tokens.get(next).equals(")")) {
            return call(name, arguments);
        }
        arguments.add(expression());
        while (true) {
            if (take(",") || take("FROM") || take("FOR") || take("IN") || take("PLACING")) {
                arguments.add(expression());
            } else if (take("TO")) {
                arguments.add(literal(tokens.get(next++), DataType.of(TypeKind.STRING, false)));
                return call(name + " TO", arguments);
            } else {
                return call(name, arguments);
            }
        }
    }

    private Expr extract() {
        String unit = tokens.get(next++);
        expect("FROM");
        return call("EXTRACT/" + unit, List.of(expression()));
    }

    private Expr trim() {
        String side = SIDES.contains(tokens.get(next)) ? tokens.get(next++) : "BOTH";
        if (take("FROM")) {
            return call("TRIM/" + side, List.of(expression()));
        }
        Expr first = expression();
        return take("FROM") ? call("TRIM/" + side, List.of(expression(), first)) : call("TRIM/" + side, List.of(first));
    }

    private Expr timestampAdd() {
        String unit = tokens.get(next++);
        expect(",");
        Expr count = expression();
        expect(",");
        return call("TIMESTAMPADD/" + unit, List.of(expression(), count));
    }

    private Expr timestampDiff() {
        String unit = tokens.get(next++);
        expect(",");
        Expr from = expression();
        expect(",");
        return call("TIMESTAMPDIFF/" + unit, List.of(from, expression()));
    }

    private Expr cast(boolean safe) {
        Expr value = expression();
        expect("AS");
        String name = tokens.get(next++);
        List<Integer> sizes = new ArrayList<>();
        if (take("(")) {
            do {
                sizes.add(Integer.parseInt(tokens.get(next++)));
            } while (take(","));
            expect(")");
        }
        if (name.equals("CHAR") || name.equals("BINARY")) {
            return call("CAST/" + name, List.of(value, number(Integer.toString(sizes.get(0)))));
        }
        return new Expr.Cast(value, type(name, sizes, safe || value.type().nullable()), safe);
    }

    private static DataType type(String name, List<Integer> sizes, boolean nullable) {
        TypeKind kind = name.equals("VARCHAR")
                ? TypeKind.STRING
                : name.equals("BYTES") ? TypeKind.BINARY : TypeKind.valueOf(name);
        DataType type = DataType.of(kind, nullable);
        if (sizes.isEmpty()) {
            return type;
        }
        return new DataType(kind, sizes.get(0), sizes.size() > 1 ? sizes.get(1) : 0, nullable);
    }

    private static Expr call(String sqlName, List<Expr> exprs) {
        List<Argument> arguments = exprs.stream().map(Argument::of).toList();
        FunctionBinding binding = FunctionRegister.bind(sqlName, arguments)
                .orElseThrow(() -> new IllegalArgumentException("no function " + sqlName + " of " + arguments));
        binding.check(arguments);
        return binding.call(exprs);
    }

    private boolean take(String token) {
        boolean there = next < tokens.size() && tokens.get(next).equals(token);
        next += there ? 1 : 0;
        return there;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw new IllegalArgumentException("expected " + token + " before token " + next + " of " + tokens);
        }
    }
}
