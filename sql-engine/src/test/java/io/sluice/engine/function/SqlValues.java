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
                        "CREATE TABLE source_row (n INT) WITH ('connector' = 'filesystem', 'path' = 'one', 'format' = 'json');"));
        return new SqlValues(session);
    }

    /** The values of expressions, cast to STRING; NULL as {@code NULL}, an error as {@code ! message}, without its place. */
    List<String> of(List<String> expressions) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i += AT_ONCE) {
            values.addAll(several(expressions.subList(i, Math.min(expressions.size(), i + AT_ONCE))));
        }
        return values;
    }

    /** Together; where one of them fails, in halves. */
    private List<String> several(List<String> expressions) {
        try {
            return run(expressions);
        } catch (PlanException e) {
            return expressions.size() == 1 ? List.of("! " + e.getMessage()) : halves(expressions);
        } catch (RuntimeException e) {
            return expressions.size() == 1
                    ? List.of("! " + cause(e).getMessage().replaceAll(", in .*", ""))
                    : halves(expressions);
        }
    }

    private static Throwable cause(Throwable e) {
        return e.getCause() == null ? e : cause(e.getCause());
    }

    private List<String> halves(List<String> expressions) {
        int half = expressions.size() / 2;
        List<String> values = new ArrayList<>(several(expressions.subList(0, half)));
        values.addAll(several(expressions.subList(half, expressions.size())));
        return values;
    }

    private List<String> run(List<String> expressions) {
        List<String> columns = new ArrayList<>();
        for (String expression : expressions) {
            columns.add("CAST(%s AS STRING) AS c%d".formatted(expression, columns.size()));
        }
        String name = "result" + queries++;
        session.sql("CREATE TABLE %s WITH ('connector' = 'memory') AS SELECT %s FROM source_row;"
                        .formatted(name, String.join(", ", columns)))
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
