package io.sluice.engine.law;

import io.sluice.engine.law.GeneratedQuery.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random queries over the {@link LawTables}, the same text for both engines: where Sluice breaks ties by the whole row, or a text
 * would mean two things, it is written out. The times of tables whose watermark closes nothing are left out. Sums of doubles are in no condition, since their last digits may differ.
 */
final class QueryGenerator {
    private static final List<String> ROWS = List.of("t", "u", "e", "f", "c", "d", "x", "y");
    private static final List<Kind> ROW =
            List.of(Kind.INT, Kind.TEXT, Kind.BIGINT, Kind.INEXACT, Kind.DECIMAL, Kind.TIME, Kind.DATE);
    private static final List<String> ROW_NAMES = List.of("k", "name", "v", "d", "price", "ts", "`day`");
    private static final List<String> TEXTS = List.of("'anna'", "'bob'", "''", "'zoë'", "'b'");

    private final Random random;

    /** Joins multiply rows. */
    private int joins;

    QueryGenerator(long seed) {
        random = new Random(seed);
    }

    GeneratedQuery next() {
        joins = 2;
        return query(1 + random.nextInt(3));
    }

    private boolean oneOf(int n) {
        return random.nextInt(n) == 0;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private GeneratedQuery query(int depth) {
        if (depth == 0) {
            return scan();
        }
        return switch (random.nextInt(18)) {
            case 0, 1 -> group(query(depth - 1));
            case 2, 3 -> join(depth);
            case 4 -> windows();
            case 5 -> distinct(query(depth - 1));
            case 6, 7 -> set(depth);
            case 8, 9 -> rank(query(depth - 1));
            case 10, 14 -> over(query(depth - 1));
            case 11 -> sub(query(depth - 1), query(depth - 1));
            case 12 -> project(query(depth - 1));
            case 13 -> value(query(depth - 1), query(depth - 1));
            case 15 -> first(query(depth - 1));
            case 16 -> lateral(query(depth - 1), query(depth - 1));
            default -> inTime();
        };
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    }

    private GeneratedQuery scan() {
        String table = any(ROWS);
        boolean closes = table.equals("e") || table.equals("f");
        List<Integer> chosen = IntStream.range(0, ROW.size())
                .filter(i -> i < 3 || oneOf(2))
                .filter(i -> closes || ROW.get(i) != Kind.TIME)
                .boxed()
                .toList();
        StringBuilder text = new StringBuilder("SELECT ");
        List<Kind> kinds = new ArrayList<>();
        for (int i : chosen) {
            text.append(kinds.isEmpty() ? "" : ", ")
                    .append(ROW_NAMES.get(i))
                    .append(" AS c")
                    .append(kinds.size());
            kinds.add(ROW.get(i));
        }
        GeneratedQuery whole = new GeneratedQuery(text + " FROM " + table, kinds, List.of(), List.of());
        return oneOf(2) ? whole : filter(whole);
    }

    private GeneratedQuery filter(GeneratedQuery input) {
        return new GeneratedQuery(
                "SELECT * FROM {0} AS q{a}",
                input.columns(), List.of(input), List.of(" WHERE " + condition("", input.columns())));
    }

    private GeneratedQuery project(GeneratedQuery input) {
        List<Kind> kinds = new ArrayList<>();
        List<String> items = new ArrayList<>();
        int count = 2 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            int column = random.nextInt(input.columns().size());
            Kind kind = input.columns().get(column);
            items.add(expression("c" + column, kind, input.columns()) + " AS c" + i);
            kinds.add(kind);
        }
        return new GeneratedQuery(
                "SELECT " + String.join(", ", items) + " FROM {0} AS q{a}",
                kinds,
                List.of(input),
                List.of(oneOf(2) ? "" : " WHERE " + condition("", input.columns())));
    }

    private String expression(String column, Kind kind, List<Kind> columns) {
        return switch (kind) {
            case INT, BIGINT -> switch (random.nextInt(4)) {
                case 0 -> column + " + " + random.nextInt(5);
                case 1 -> "COALESCE(%s, %d)".formatted(column, random.nextInt(4) - 1);
                case 2 -> "CASE WHEN %s THEN %s ELSE 0 - %s END".formatted(condition("", columns), column, column);
                default -> column;
            };
            case TEXT -> switch (random.nextInt(4)) {
                case 0 -> "UPPER(" + column + ")";
                case 1 -> column + " || '-'";
                case 2 -> "COALESCE(%s, 'none')".formatted(column);
                default -> column;
            };
            default -> column;
        };
    }

    private String condition(String prefix, List<Kind> columns) {
        List<Integer> exact = IntStream.range(0, columns.size())
                .filter(i -> columns.get(i) != Kind.INEXACT)
                .boxed()
                .toList();
        if (exact.isEmpty()) {
            return prefix + "c0 IS NOT NULL";
        }
        if (oneOf(4)) {
            String first = condition(prefix, columns);
            String second = condition(prefix, columns);
            return any(List.of("(%s AND %s)", "(%s OR %s)", "NOT (%s AND %s)")).formatted(first, second);
        }
        int column = any(exact);
        String name = prefix + "c" + column;
        Kind kind = columns.get(column);
        if (oneOf(6)) {
            return name + any(List.of(" IS NULL", " IS NOT NULL"));
        }
        String compare = any(List.of(" = ", " <> ", " < ", " <= ", " > ", " >= "));
        return switch (kind) {
            case INT -> name + compare + random.nextInt(5);
            case BIGINT -> name + compare + (random.nextInt(1600) - 800);
            case DECIMAL -> name + compare + (random.nextInt(160) - 80) + ".5";
            case TEXT -> oneOf(3)
                    ? name + " LIKE '%" + any(List.of("a", "b", "n")) + "%'"
                    : oneOf(2) ? "%s IN (%s, %s)".formatted(name, any(TEXTS), any(TEXTS)) : name + compare + any(TEXTS);
            case DATE -> name + compare + "DATE '19" + (10 + random.nextInt(89)) + "-05-01'";
            case TIME -> name + compare + "TIMESTAMP '2026-01-0%d 00:00:00'".formatted(1 + random.nextInt(3));
            default -> name + " IS NOT NULL";
        };
    }

    private record Aggregate(String text, Kind kind) {}

    /** @param over what follows: nothing, or the rows of a window */
    private Aggregate aggregate(List<Kind> columns, String prefix, String over) {
        int column = random.nextInt(columns.size());
        String name = prefix + "c" + column;
        Kind kind = columns.get(column);
        String rows = (oneOf(4) ? " FILTER (WHERE " + condition(prefix, columns) + ")" : "") + over;
        if (oneOf(3)) {
            return lessUsual(name, kind, columns, prefix, rows);
        }
        if (kind.isNumber() && oneOf(2)) {
            String distinct = oneOf(4) ? "DISTINCT " : "";
            return new Aggregate("CAST(SUM(%s%s)%s AS BIGINT)".formatted(distinct, name, rows), Kind.BIGINT);
        }
        return switch (random.nextInt(6)) {
            case 0 -> new Aggregate("COUNT(*)" + rows, Kind.BIGINT);
            case 1 -> new Aggregate("COUNT(%s)%s".formatted(name, rows), Kind.BIGINT);
            case 2 -> kind == Kind.INEXACT
                    ? new Aggregate("COUNT(*)" + rows, Kind.BIGINT)
                    : new Aggregate("COUNT(DISTINCT %s)%s".formatted(name, rows), Kind.BIGINT);
            case 3 -> kind.isNumber()
                    ? new Aggregate("AVG(%s)%s".formatted(name, rows), Kind.INEXACT)
                    : new Aggregate("MIN(%s)%s".formatted(name, rows), kind);
            case 4 -> new Aggregate("MIN(%s)%s".formatted(name, rows), kind);
            default -> new Aggregate("MAX(%s)%s".formatted(name, rows), kind);
        };
    }

    /** Sketches are exact over so few rows. */
    private Aggregate lessUsual(String name, Kind kind, List<Kind> columns, String prefix, String rows) {
        if (kind.isNumber() && oneOf(2)) {
            return switch (random.nextInt(4)) {
                case 0 -> new Aggregate(any(List.of("BIT_AND", "BIT_OR", "BIT_XOR")) + "(" + name + ")" + rows, kind);
                case 1 -> new Aggregate("MEDIAN(%s)%s".formatted(name, rows), Kind.INEXACT);
                case 2 -> nearNothing(
                        any(List.of("STDDEV_POP", "STDDEV_SAMP", "VAR_POP", "VAR_SAMP")) + "(" + name + ")" + rows);
                default -> nearNothing("%s(%s, %s)%s"
                        .formatted(
                                any(List.of("COVAR_POP", "COVAR_SAMP", "REGR_SXY", "REGR_AVGX")),
                                name,
                                prefix + "c" + any(numbers(columns)),
                                rows));
            };
        }
        if (kind == Kind.INEXACT || oneOf(4)) {
            String function = any(List.of("BOOL_AND", "BOOL_OR"));
            return new Aggregate(
                    "CAST(%s(%s)%s AS INT)".formatted(function, condition(prefix, columns), rows), Kind.INT);
        }
        if (kind == Kind.TEXT && oneOf(2)) {
            String order = any(List.of("", " DESC"));
            return new Aggregate("STRING_AGG(%1$s, '/' ORDER BY %1$s%2$s)%3$s".formatted(name, order, rows), kind);
        }
        return oneOf(2)
                ? new Aggregate("APPROX_COUNT_DISTINCT(%s)%s".formatted(name, rows), Kind.BIGINT)
                : new Aggregate("APPROX_PERCENTILE(%s, 0.%d)%s".formatted(name, 1 + random.nextInt(9), rows), kind);
    }

    /** What should be nothing may be a rest of rounding. */
    private static Aggregate nearNothing(String value) {
        return new Aggregate("CASE WHEN ABS(%1$s) < 1e-6 THEN 0 ELSE %1$s END".formatted(value), Kind.INEXACT);
    }

    private static List<Integer> numbers(List<Kind> columns) {
        return IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).isNumber())
                .boxed()
                .toList();
    }

    private GeneratedQuery group(GeneratedQuery input) {
        List<Integer> keys = IntStream.range(0, input.columns().size())
                .filter(i -> input.columns().get(i) != Kind.INEXACT && oneOf(3))
                .boxed()
                .toList();
        List<String> items = new ArrayList<>();
        List<Kind> kinds = new ArrayList<>();
        for (int key : keys) {
            items.add("c%d AS k%d".formatted(key, kinds.size()));
            kinds.add(input.columns().get(key));
        }
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            Aggregate aggregate = aggregate(input.columns(), "", "");
            items.add("%s AS k%d".formatted(aggregate.text(), kinds.size()));
            kinds.add(aggregate.kind());
        }
        String names = keys.stream().map(key -> "c" + key).collect(Collectors.joining(", "));
        String by = keys.isEmpty()
                ? ""
                : " GROUP BY " + (oneOf(6) ? any(List.of("CUBE", "ROLLUP")) + "(" + names + ")" : names);
        String having = oneOf(3) ? " HAVING COUNT(*) > " + random.nextInt(3) : "";
        return new GeneratedQuery(
                "SELECT %s FROM (SELECT %s FROM {0} AS q{b}%s{a}) AS g"
                        .formatted(renamed(kinds.size()), String.join(", ", items), by),
                kinds,
                List.of(input),
                List.of(having, oneOf(3) ? " WHERE " + condition("", input.columns()) : ""));
    }

    private static String renamed(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "k%1$d AS c%1$d".formatted(i))
                .collect(Collectors.joining(", "));
    }

    private static String named(String text) {
        return text.replace("c0", "k").replace("c1", "name").replace("c2", "v");
    }

    private GeneratedQuery windows() {
        String table = any(List.of("e", "f", "o", "p"));
        List<Kind> columns = List.of(Kind.INT, Kind.TEXT, Kind.BIGINT);
        String minutes = Integer.toString(10 * (1 + random.nextInt(6)));
        String input = oneOf(3)
                ? "(SELECT k, name, v, ts FROM %s WHERE %s)".formatted(table, named(condition("", columns)))
                : "TABLE " + table;
        boolean session = oneOf(4);
        String function = session
                ? "SESSION(%s PARTITION BY k, DESCRIPTOR(ts), INTERVAL '%d' MINUTE)"
                        .formatted(input, 1 + random.nextInt(9))
                : switch (random.nextInt(3)) {
                    case 0 -> "HOP(%s, DESCRIPTOR(ts), INTERVAL '10' MINUTE, INTERVAL '%s' MINUTE)"
                            .formatted(input, minutes);
                    case 1 -> "CUMULATE(%s, DESCRIPTOR(ts), INTERVAL '10' MINUTE, INTERVAL '%s' MINUTE)"
                            .formatted(input, minutes);
                    default -> "TUMBLE(%s, DESCRIPTOR(ts), INTERVAL '%s' MINUTE)".formatted(input, minutes);
                };
        List<String> items = new ArrayList<>(List.of("window_start AS k0", "window_end AS k1"));
        List<Kind> kinds = new ArrayList<>(List.of(Kind.TIME, Kind.TIME));
        String by = " GROUP BY window_start, window_end";
        if (oneOf(2)) {
            items.add("k AS k2");
            kinds.add(Kind.INT);
            by += ", k";
        }
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            Aggregate aggregate = aggregate(columns, "", "");
            items.add("%s AS k%d".formatted(named(aggregate.text()), kinds.size()));
            kinds.add(aggregate.kind());
        }
        return new GeneratedQuery(
                "SELECT %s FROM (SELECT %s FROM TABLE(%s)%s{a}) AS g"
                        .formatted(renamed(kinds.size()), String.join(", ", items), function, by),
                kinds,
                List.of(),
                List.of(oneOf(3) ? " HAVING COUNT(*) > 1" : ""));
    }

    private GeneratedQuery join(int depth) {
        if (joins-- <= 0) {
            return scan();
        }
        GeneratedQuery left = query(depth - 1);
        GeneratedQuery right = query(Math.max(0, depth - 2));
        List<String> equal = new ArrayList<>();
        for (int i = 0; i < left.columns().size(); i++) {
            for (int j = 0; j < right.columns().size(); j++) {
                Kind kind = left.columns().get(i);
                if (kind == right.columns().get(j) && kind != Kind.INEXACT && kind != Kind.DECIMAL) {
                    equal.add("l.c%d %s r.c%d".formatted(i, oneOf(6) ? "IS NOT DISTINCT FROM" : "=", j));
                }
            }
        }
        String on = equal.isEmpty() ? condition("l.", left.columns()) : any(equal);
        String rest = oneOf(2)
                ? ""
                : " AND " + (oneOf(2) ? condition("l.", left.columns()) : condition("r.", right.columns()));
        List<Kind> kinds = new ArrayList<>();
        List<String> items = new ArrayList<>();
        for (int side = 0; side < 2; side++) {
            List<Kind> columns = side == 0 ? left.columns() : right.columns();
            for (int i = 0; i < columns.size(); i++) {
                if (i == 0 || oneOf(2)) {
                    items.add("%s.c%d AS c%d".formatted(side == 0 ? "l" : "r", i, kinds.size()));
                    kinds.add(columns.get(i));
                }
            }
        }
        String type = any(List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"));
        return new GeneratedQuery(
                "SELECT %s FROM {0} AS l %s {1} AS r ON %s{a}".formatted(String.join(", ", items), type, on),
                kinds,
                List.of(left, right),
                List.of(rest));
    }

    private GeneratedQuery inTime() {
        String type = any(List.of("JOIN", "LEFT JOIN", "FULL JOIN"));
        int before = random.nextInt(3);
        int behind = random.nextInt(3);
        return new GeneratedQuery(
                ("SELECT l.k AS c0, l.name AS c1, l.v AS c2, r.v AS c3, r.name AS c4 FROM e AS l %s f AS r ON l.k = r.k"
                                + " AND r.ts BETWEEN l.ts - INTERVAL '%d' MINUTE AND l.ts + INTERVAL '%d' MINUTE{a}")
                        .formatted(type, before, behind),
                List.of(Kind.INT, Kind.TEXT, Kind.BIGINT, Kind.BIGINT, Kind.TEXT),
                List.of(),
                List.of(oneOf(2) ? "" : " AND l.v > r.v"));
    }

    private GeneratedQuery distinct(GeneratedQuery input) {
        List<Integer> chosen = IntStream.range(0, input.columns().size())
                .filter(i -> input.columns().get(i) != Kind.INEXACT && (i == 0 || oneOf(2)))
                .boxed()
                .toList();
        if (chosen.isEmpty()) {
            return input;
        }
        String items = IntStream.range(0, chosen.size())
                .mapToObj(i -> "c%d AS c%d".formatted(chosen.get(i), i))
                .collect(Collectors.joining(", "));
        return new GeneratedQuery(
                "SELECT DISTINCT " + items + " FROM {0} AS q",
                chosen.stream().map(input.columns()::get).toList(),
                List.of(input),
                List.of());
    }

    private GeneratedQuery set(int depth) {
        GeneratedQuery left = query(depth - 1);
        GeneratedQuery right = query(depth - 1);
        List<Kind> kinds = new ArrayList<>();
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        for (int i = 0; i < left.columns().size() && kinds.size() < 3; i++) {
            int same = right.columns().indexOf(left.columns().get(i));
            if (same >= 0 && left.columns().get(i) != Kind.INEXACT) {
                first.add("c%d AS c%d".formatted(i, kinds.size()));
                second.add("c%d AS c%d".formatted(same, kinds.size()));
                kinds.add(left.columns().get(i));
            }
        }
        if (kinds.isEmpty()) {
            return left;
        }
        String operation = any(List.of("UNION ALL", "UNION", "INTERSECT", "INTERSECT ALL", "EXCEPT", "EXCEPT ALL"));
        return new GeneratedQuery(
                "SELECT %s FROM (SELECT %s FROM {0} AS q %s SELECT %s FROM {1} AS q) AS s"
                        .formatted(names(kinds.size()), String.join(", ", first), operation, String.join(", ", second)),
                kinds,
                List.of(left, right),
                List.of());
    }

    /** Sort keys: all columns, so that only equal rows are equal. */
    private String order(List<Kind> columns) {
        List<Integer> places =
                new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
        Collections.shuffle(places, random);
        return places.stream()
                .map(i -> "c" + i + any(List.of("", " DESC")) + any(List.of(" NULLS FIRST", " NULLS LAST")))
                .collect(Collectors.joining(", "));
    }

    private GeneratedQuery exact(GeneratedQuery input) {
        return input.columns().contains(Kind.INEXACT) ? withoutInexact(input) : input;
    }

    /** Without what is inexact. */
    private GeneratedQuery withoutInexact(GeneratedQuery input) {
        List<Integer> chosen = IntStream.range(0, input.columns().size())
                .filter(i -> input.columns().get(i) != Kind.INEXACT)
                .boxed()
                .toList();
        if (chosen.isEmpty()) {
            return scanExact();
        }
        String items = IntStream.range(0, chosen.size())
                .mapToObj(i -> "c%d AS c%d".formatted(chosen.get(i), i))
                .collect(Collectors.joining(", "));
        return new GeneratedQuery(
                "SELECT " + items + " FROM {0} AS q",
                chosen.stream().map(input.columns()::get).toList(),
                List.of(input),
                List.of());
    }

    private GeneratedQuery scanExact() {
        return new GeneratedQuery(
                "SELECT k AS c0, name AS c1, v AS c2 FROM " + any(ROWS),
                List.of(Kind.INT, Kind.TEXT, Kind.BIGINT),
                List.of(),
                List.of());
    }

    private String partition(List<Kind> columns) {
        List<String> by = IntStream.range(0, columns.size())
                .filter(i -> oneOf(3))
                .mapToObj(i -> "c" + i)
                .toList();
        return by.isEmpty() ? "" : "PARTITION BY " + String.join(", ", by) + " ";
    }

    private GeneratedQuery rank(GeneratedQuery given) {
        GeneratedQuery input = exact(given);
        int width = input.columns().size();
        boolean numbers = oneOf(2);
        List<Kind> kinds = new ArrayList<>(input.columns());
        if (numbers) {
            kinds.add(Kind.BIGINT);
        }
        String function = any(List.of("ROW_NUMBER", "RANK", "DENSE_RANK"));
        String order = function.equals("ROW_NUMBER") || oneOf(2)
                ? order(input.columns())
                : "c" + random.nextInt(width) + any(List.of(" DESC", "")) + any(List.of(" NULLS FIRST", " NULLS LAST"));
        return new GeneratedQuery(
                "SELECT %s%s FROM (SELECT *, %s() OVER (%sORDER BY %s) AS rn FROM {0} AS q) AS ranked WHERE rn <= %d"
                        .formatted(
                                names(width),
                                numbers ? ", rn AS c" + width : "",
                                function,
                                partition(input.columns()),
                                order,
                                1 + random.nextInt(4)),
                kinds,
                List.of(input),
                List.of());
    }

    private GeneratedQuery over(GeneratedQuery given) {
        GeneratedQuery input = exact(given);
        Aggregate value = oneOf(2)
                ? aggregate(input.columns(), "", " OVER (" + partition(input.columns()) + frame(input.columns()) + ")")
                : valueOfRow(input.columns());
        List<Kind> kinds = new ArrayList<>(input.columns());
        kinds.add(value.kind());
        return new GeneratedQuery(
                "SELECT *, %s AS c%d FROM {0} AS q".formatted(value.text(), kinds.size() - 1),
                kinds,
                List.of(input),
                List.of());
    }

    /** Rows that are equal by the order are in the same frames. */
    private String frame(List<Kind> columns) {
        List<Integer> numbers = numbers(columns);
        if (!numbers.isEmpty() && oneOf(3)) {
            return "ORDER BY c%d%s%s RANGE BETWEEN %s"
                    .formatted(
                            any(numbers),
                            any(List.of("", " DESC")),
                            any(List.of(" NULLS FIRST", " NULLS LAST")),
                            any(List.of(
                                    "200 PRECEDING AND CURRENT ROW",
                                    "UNBOUNDED PRECEDING AND CURRENT ROW",
                                    "2 PRECEDING AND 1 FOLLOWING",
                                    "CURRENT ROW AND 300 FOLLOWING",
                                    "CURRENT ROW AND UNBOUNDED FOLLOWING")));
        }
        return "ORDER BY "
                + order(columns)
                + any(List.of(
                        "",
                        " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW",
                        " ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
                        " ROWS BETWEEN 3 PRECEDING AND 2 PRECEDING",
                        " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW",
                        " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
                        " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"));
    }

    private Aggregate valueOfRow(List<Kind> columns) {
        int column = random.nextInt(columns.size());
        Kind kind = columns.get(column);
        String window = "OVER (%sORDER BY %s)".formatted(partition(columns), order(columns));
        return switch (random.nextInt(5)) {
            case 0 -> new Aggregate(
                    "%s(c%d, %d) %s".formatted(any(List.of("LAG", "LEAD")), column, random.nextInt(3), window), kind);
            case 1 -> new Aggregate("NTILE(%d) %s".formatted(1 + random.nextInt(4), window), Kind.BIGINT);
            case 2 -> new Aggregate(any(List.of("PERCENT_RANK", "CUME_DIST")) + "() " + window, Kind.INEXACT);
            case 3 -> new Aggregate(any(List.of("ROW_NUMBER", "RANK", "DENSE_RANK")) + "() " + window, Kind.BIGINT);
            default -> new Aggregate(
                    "%s(c%d) OVER (%sORDER BY %s%s)"
                            .formatted(
                                    any(List.of("FIRST_VALUE", "LAST_VALUE")),
                                    column,
                                    partition(columns),
                                    order(columns),
                                    any(List.of(
                                            "",
                                            " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW",
                                            " ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
                                            " ROWS BETWEEN 3 PRECEDING AND 2 PRECEDING"))),
                    kind);
        };
    }

    /** An aggregate over the rows of another query that belong to a row. */
    private GeneratedQuery value(GeneratedQuery input, GeneratedQuery other) {
        return same(input, other)
                .map(pair -> {
                    Aggregate value = aggregate(other.columns(), "s.", "");
                    List<Kind> kinds = new ArrayList<>(input.columns());
                    kinds.add(value.kind());
                    return new GeneratedQuery(
                            "SELECT *, (SELECT %s FROM {1} AS s WHERE s.c%d = q.c%d{a}) AS c%d FROM {0} AS q"
                                    .formatted(
                                            value.text(),
                                            pair.get(1),
                                            pair.get(0),
                                            input.columns().size()),
                            kinds,
                            List.of(input, other),
                            List.of(oneOf(2) ? "" : " AND " + condition("s.", other.columns())));
                })
                .orElse(input);
    }

    private GeneratedQuery first(GeneratedQuery given) {
        GeneratedQuery input = exact(given);
        return new GeneratedQuery(
                "SELECT %s FROM (SELECT * FROM {0} AS q ORDER BY %s LIMIT %d{a}) AS l"
                        .formatted(names(input.columns().size()), order(input.columns()), 1 + random.nextInt(8)),
                input.columns(),
                List.of(input),
                List.of(oneOf(3) ? " OFFSET " + random.nextInt(4) : ""));
    }

    private GeneratedQuery lateral(GeneratedQuery input, GeneratedQuery given) {
        GeneratedQuery other = exact(given);
        return joins-- <= 0
                ? input
                : same(input, other)
                        .map(pair -> {
                            List<Kind> kinds = new ArrayList<>(input.columns());
                            kinds.addAll(other.columns());
                            String items = IntStream.range(0, kinds.size())
                                    .mapToObj(i -> i < input.columns().size()
                                            ? "q.c%d AS c%d".formatted(i, i)
                                            : "l.c%d AS c%d"
                                                    .formatted(
                                                            i - input.columns().size(), i))
                                    .collect(Collectors.joining(", "));
                            return new GeneratedQuery(
                                    "SELECT %s FROM {0} AS q %s LATERAL (SELECT * FROM {1} AS s WHERE s.c%d = q.c%d ORDER BY %s LIMIT %d) AS l ON TRUE"
                                            .formatted(
                                                    items,
                                                    any(List.of("JOIN", "LEFT JOIN")),
                                                    pair.get(1),
                                                    pair.get(0),
                                                    order(other.columns()),
                                                    1 + random.nextInt(2)),
                                    kinds,
                                    List.of(input, other),
                                    List.of());
                        })
                        .orElse(input);
    }

    /** Two columns that may be compared. */
    private static Optional<List<Integer>> same(GeneratedQuery input, GeneratedQuery other) {
        for (int i = 0; i < input.columns().size(); i++) {
            int same = other.columns().indexOf(input.columns().get(i));
            if (same >= 0 && input.columns().get(i) != Kind.INEXACT) {
                return Optional.of(List.of(i, same));
            }
        }
        return Optional.empty();
    }

    private GeneratedQuery sub(GeneratedQuery input, GeneratedQuery other) {
        return same(input, other)
                .map(pair -> {
                    int i = pair.get(0);
                    int same = pair.get(1);
                    String test =
                            switch (random.nextInt(4)) {
                                case 0 -> "c%d IN (SELECT c%d FROM {1} AS s)".formatted(i, same);
                                case 1 -> "c%d NOT IN (SELECT c%d FROM {1} AS s WHERE c%d IS NOT NULL)"
                                        .formatted(i, same, same);
                                case 2 -> "EXISTS (SELECT 1 FROM {1} AS s WHERE s.c%d = q.c%d)".formatted(same, i);
                                default -> "NOT EXISTS (SELECT 1 FROM {1} AS s WHERE s.c%d = q.c%d)".formatted(same, i);
                            };
                    return new GeneratedQuery(
                            "SELECT * FROM {0} AS q WHERE " + test + "{a}",
                            input.columns(),
                            List.of(input, other),
                            List.of(oneOf(2) ? "" : " AND " + condition("q.", input.columns())));
                })
                .orElse(input);
    }
}
