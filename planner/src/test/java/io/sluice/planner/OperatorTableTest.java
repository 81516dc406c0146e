package io.sluice.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each scalar operator that Calcite has, written with arguments of many types: it is planned for some of them, or refused
 * by name; never does anything but a {@link PlanException} come out. Aggregates, window functions and what SQL cannot
 * write are left out.
 */
class OperatorTableTest {
    private static final List<String> SAMPLES = List.of(
            "s",
            "i32",
            "f64",
            "d",
            "t3",
            "b",
            "ARRAY[1, 2]",
            "ARRAY['a']",
            "ARRAY[ARRAY[1]]",
            "MAP['a', 1]",
            "ENCODE(s, 'UTF-8')");

    private static final List<String> MIXED = List.of(
            "s, i32",
            "s, i32, i32",
            "s, s, i32",
            "s, i32, s",
            "i32, s",
            "ARRAY[1], i32",
            "ARRAY['a'], s",
            "MAP['a', 1], s",
            "'DAY', t3",
            "'UTC', 'UTC', t3",
            "t3, s",
            "d, i32",
            "ENCODE(s, 'UTF-8'), 'UTF-8'",
            "b, i32, i32",
            "MAP_ENTRIES(MAP['a', 1])");

    /** What is not written as a name with arguments in parentheses. */
    private static final Map<String, List<String>> FORMS = Map.ofEntries(
            Map.entry("EXTRACT", List.of("EXTRACT(DAY FROM t3)")),
            Map.entry("POSITION", List.of("POSITION(s IN s)")),
            Map.entry("OVERLAY", List.of("OVERLAY(s PLACING s FROM 1)")),
            Map.entry("TIMESTAMPADD", List.of("TIMESTAMPADD(DAY, 1, t3)")),
            Map.entry("TIMESTAMPDIFF", List.of("TIMESTAMPDIFF(DAY, t3, t3)")),
            Map.entry("CAST", List.of("CAST(s AS INT)")),
            Map.entry("TRY_CAST", List.of("TRY_CAST(s AS INT)")),
            Map.entry("SAFE_CAST", List.of("SAFE_CAST(s AS INT)")),
            Map.entry("CASE", List.of("CASE WHEN b THEN 1 ELSE 2 END")),
            Map.entry("ROW", List.of("ROW(i32, s)")),
            Map.entry("ARRAY", List.of("ARRAY[i32]")),
            Map.entry("MAP", List.of("MAP[i32, s]")),
            Map.entry("MULTISET", List.of("MULTISET[i32]")),
            Map.entry("ITEM", List.of("ARRAY[i32][1]")),
            Map.entry("DOT", List.of("MAP_ENTRIES(MAP['a', 1])[1].key")),
            Map.entry("BETWEEN ASYMMETRIC", List.of("i32 BETWEEN 1 AND 2")),
            Map.entry("BETWEEN SYMMETRIC", List.of("i32 BETWEEN SYMMETRIC 2 AND 1")),
            Map.entry("NOT BETWEEN SYMMETRIC", List.of("i32 NOT BETWEEN SYMMETRIC 2 AND 1")),
            Map.entry("POSIX REGEX CASE SENSITIVE", List.of("s ~ s")),
            Map.entry("POSIX REGEX CASE INSENSITIVE", List.of("s ~* s")),
            Map.entry("NEGATED POSIX REGEX CASE SENSITIVE", List.of("s !~ s")),
            Map.entry("NEGATED POSIX REGEX CASE INSENSITIVE", List.of("s !~* s")),
            Map.entry("MINUS_DATE", List.of("(t3 - t3) DAY")),
            Map.entry("NOT BETWEEN ASYMMETRIC", List.of("i32 NOT BETWEEN 1 AND 2")),
            Map.entry("IN", List.of("i32 IN (1, 2)")),
            Map.entry("NOT IN", List.of("i32 NOT IN (1, 2)")),
            Map.entry("JSON_VALUE", List.of("JSON_VALUE(s, '$.a')")),
            Map.entry("JSON_QUERY", List.of("JSON_QUERY(s, '$.a')")),
            Map.entry("JSON_EXISTS", List.of("JSON_EXISTS(s, '$.a')")),
            Map.entry("JSON_OBJECT", List.of("JSON_OBJECT('a' VALUE i32)")),
            Map.entry("OVERLAPS", List.of("(d, d) OVERLAPS (d, d)")),
            Map.entry("CONTAINS", List.of("(d, d) CONTAINS (d, d)")),
            Map.entry("EQUALS", List.of("(d, d) EQUALS (d, d)")),
            Map.entry("PRECEDES", List.of("(d, d) PRECEDES (d, d)")),
            Map.entry("SUCCEEDS", List.of("(d, d) SUCCEEDS (d, d)")),
            Map.entry("TRANSLATE3", List.of("TRANSLATE(s, s, s)")),
            Map.entry("DATEADD", List.of("DATEADD(DAY, 1, t3)")),
            Map.entry("DATEPART", List.of("DATEPART(DAY, t3)")));

    /** No scalar operators: parts of clauses, queries, patterns; or only within Calcite. */
    private static final Set<String> NOT_WRITTEN = Set.of(
            "=>",
            "AS",
            "COLON",
            "COLUMN_LIST",
            "CURSOR",
            "DEFAULT",
            "ESCAPE",
            "IGNORE NULLS",
            "LATERAL",
            "OFFSET",
            "ORDINAL",
            "SAFE_OFFSET",
            "SAFE_ORDINAL",
            "PATTERN_EXCLUDE",
            "PATTERN_PERMUTE",
            "PATTERN_QUANTIFIER",
            "RESPECT NULLS",
            "Reinterpret",
            "TABLE",
            "TABLESAMPLE",
            "UNNEST",
            "VALUES",
            "CURRENT_VALUE",
            "NEXT_VALUE",
            "DESC",
            "FORMAT JSON",
            "NULLS FIRST",
            "NULLS LAST",
            "CALL",
            "EXISTS",
            "FINAL",
            "NEW",
            "RUNNING",
            "UNIQUE",
            "EXCEPT",
            "EXCEPT ALL",
            "INTERSECT",
            "INTERSECT ALL",
            "UNION",
            "UNION ALL",
            "FILTER",
            "OVER",
            "WITHIN DISTINCT",
            "WITHIN GROUP",
            "DESCRIPTOR",
            "HOP",
            "TUMBLE",
            "SESSION",
            "CLASSIFIER",
            "MATCH_NUMBER",
            "PREV",
            "NEXT",
            "FIRST",
            "LAST");

    private final TestCatalog catalog = TestCatalog.standard();

    @TestFactory
    Stream<DynamicTest> eachOperatorIsPlannedOrRefused() {
        return GoldenFile.open("plan/operators.txt").tests(kind -> outcomes(kind.strip()));
    }

    /** @param kind {@code operators} or {@code functions} */
    private String outcomes(String kind) {
        Map<String, SqlOperator> all = new TreeMap<>();
        SqlStdOperatorTable.instance().getOperatorList().forEach(operator -> all.put(key(operator), operator));
        for (SqlLibrary library : SqlLibrary.values()) {
            if (library != SqlLibrary.ALL && library != SqlLibrary.SPATIAL) {
                SqlLibraryOperatorTableFactory.INSTANCE
                        .getOperatorTable(library)
                        .getOperatorList()
                        .forEach(operator -> all.putIfAbsent(key(operator), operator));
            }
        }
        return all.values().stream()
                .filter(OperatorTableTest::isScalar)
                .filter(operator -> operator instanceof SqlFunction == kind.equals("functions"))
                .map(this::outcome)
                .collect(Collectors.joining("\n"));
    }

    /** Plus and minus have two meanings. */
    private static String key(SqlOperator operator) {
        return operator.getSyntax() == SqlSyntax.PREFIX ? operator.getName() + " prefix" : operator.getName();
    }

    private static boolean isScalar(SqlOperator operator) {
        String name = operator.getName();
        boolean internal = name.startsWith("$")
                || name.isEmpty()
                || operator.getSyntax().name().equals("INTERNAL");
        return !internal && !(operator instanceof SqlAggFunction) && !NOT_WRITTEN.contains(name);
    }

    /** The first call that is planned, or else why they are refused, by name if one is. */
    private String outcome(SqlOperator operator) {
        Optional<String> refusal = Optional.empty();
        for (String call : calls(operator)) {
            Optional<String> refused = refused(call);
            if (refused.isEmpty()) {
                return "%s: %s".formatted(operator.getName(), call);
            }
            boolean better = refusal.isEmpty()
                    || refused.get().contains(operator.getName())
                            && !refusal.get().contains(operator.getName());
            refusal = better ? refused : refusal;
            if (refused.get().startsWith("function %s does not exist".formatted(operator.getName()))) {
                break;
            }
        }
        return "%s ! %s".formatted(operator.getName(), refusal.orElseThrow());
    }

    private Optional<String> refused(String call) {
        try {
            PlanContract.check(catalog.plan("SELECT %s AS x FROM kinds".formatted(call)));
            return Optional.empty();
        } catch (PlanException e) {
            assertThat(e.getMessage()).as(call).isNotBlank();
            return Optional.of(e.getMessage().lines().findFirst().orElseThrow());
        } catch (RuntimeException | Error e) {
            throw new AssertionError("%s ends with %s".formatted(call, e), e);
        }
    }

    private static List<String> calls(SqlOperator operator) {
        String name = operator.getName();
        if (FORMS.containsKey(name)) {
            return FORMS.get(name);
        }
        return switch (operator.getSyntax()) {
            case BINARY -> SAMPLES.stream()
                    .map(sample -> "%s %s %s".formatted(sample, name, right(name, sample)))
                    .toList();
            case PREFIX -> SAMPLES.stream().map(sample -> name + " " + sample).toList();
            case POSTFIX -> SAMPLES.stream().map(sample -> sample + " " + name).toList();
            case FUNCTION_ID, FUNCTION_ID_CONSTANT -> List.of(name, name + "()");
            default -> operator instanceof SqlFunction
                    ? functions(name)
                    : SAMPLES.stream()
                            .map(sample -> "%s %s %s".formatted(sample, name, sample))
                            .toList();
        };
    }

    private static String right(String name, String sample) {
        return name.endsWith(" SOME") || name.endsWith(" ALL") ? "(" + sample + ", " + sample + ")" : sample;
    }

    private static List<String> functions(String name) {
        List<String> calls = new ArrayList<>();
        calls.add(name + "()");
        for (String sample : SAMPLES) {
            for (int count = 1; count <= 3; count++) {
                calls.add("%s(%s)".formatted(name, String.join(", ", Collections.nCopies(count, sample))));
            }
        }
        MIXED.forEach(arguments -> calls.add("%s(%s)".formatted(name, arguments)));
        return calls;
    }
}
