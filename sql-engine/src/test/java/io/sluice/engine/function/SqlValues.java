package io.sluice.engine.function;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.planner.PlanException;
import io.sluice.planner.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Computes expressions over one row by queries of our own, several in one query, and gives their values as text. */
final class SqlValues implements AutoCloseable {
    private static final Instant NOW = Instant.parse("2026-11-21T08:30:00.123456Z");
    private static final int AT_ONCE = 50;

    private final Session session;
    private int queries;

    private SqlValues(Session session) {
        this.session = session;
    }

    /** @param directory an empty one */
    static SqlValues open(Path directory, Map<String, String> settings) throws IOException {
        Files.createDirectories(directory.resolve("one"));
        Files.writeString(directory.resolve("one/row.json"), "{\"n\": 1}\n");
        SessionConfig config = SessionConfig.in(directory).withClock(() -> NOW).withSettings(settings);
        Session session = Sluice.open(config);
        session.execute(
                new Script(
                        "<test>",
                        "CREATE TABLE source_row (n INT, ts AS TO_TIMESTAMP_LTZ(n, 3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = 'one', 'format' = 'json');"));
        return new SqlValues(session);
    }

    /** The values of expressions, cast to STRING; NULL as {@code NULL}, an error as {@code ! message}, without its place. */
    List<String> of(List<String> expressions) {
        return of(expressions, "source_row");
    }

    /** The values over a table that gives one row, or aggregates over another. */
    List<String> of(List<String> expressions, String from) {
        return all(expressions, some -> "SELECT %s FROM %s".formatted(columns(some, "CAST(%s AS STRING)"), from));
    }

    /**
     * The values of expressions for each row, as an array.
     *
     * @param from a table with a column {@code i} that orders the rows
     */
    List<String> rows(List<String> expressions, String from) {
        return all(expressions, some -> {
            List<String> lists = IntStream.range(0, some.size())
                    .mapToObj(i -> "CAST(ARRAY_AGG(c%d ORDER BY i) AS STRING) AS c%d".formatted(i, i))
                    .toList();
            return "SELECT %s FROM (SELECT i, %s FROM %s)"
                    .formatted(String.join(", ", lists), columns(some, "%s"), from);
        });
    }

    private List<String> all(List<String> expressions, Function<List<String>, String> query) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i += AT_ONCE) {
            values.addAll(several(expressions.subList(i, Math.min(expressions.size(), i + AT_ONCE)), query));
        }
        return values;
    }

    private static String columns(List<String> expressions, String form) {
        return IntStream.range(0, expressions.size())
                .mapToObj(i -> form.formatted(expressions.get(i)) + " AS c" + i)
                .collect(Collectors.joining(", "));
    }

    /** Together; where one of them fails, in halves. */
    private List<String> several(List<String> expressions, Function<List<String>, String> query) {
        try {
            return run(query.apply(expressions));
        } catch (PlanException e) {
            return expressions.size() == 1 ? List.of("! " + e.getMessage()) : halves(expressions, query);
        } catch (RuntimeException e) {
            return expressions.size() == 1
                    ? List.of("! " + cause(e).getMessage().replaceAll(", in .*", ""))
                    : halves(expressions, query);
        }
    }

    private static Throwable cause(Throwable e) {
        return e.getCause() == null ? e : cause(e.getCause());
    }

    private List<String> halves(List<String> expressions, Function<List<String>, String> query) {
        int half = expressions.size() / 2;
        List<String> values = new ArrayList<>(several(expressions.subList(0, half), query));
        values.addAll(several(expressions.subList(half, expressions.size()), query));
        return values;
    }

    private List<String> run(String query) {
        String name = "result" + queries++;
        session.sql("CREATE TABLE %s WITH ('connector' = 'memory') AS %s;".formatted(name, query))
                .awaitTermination();
        return session.memoryTable(name).orElseThrow().integrated().get(0).values().stream()
                .map(value -> value == null ? "NULL" : value.toString())
                .toList();
    }

    @Override
    public void close() {
        session.close();
    }
}
