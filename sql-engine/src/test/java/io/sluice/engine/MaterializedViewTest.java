package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.planner.PlanException;
import io.sluice.planner.Script;
import io.sluice.runtime.StreamingQuery;
import io.sluice.sinks.memory.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A materialized view holds the result of its query as it is after each batch. */
class MaterializedViewTest {
    private static final String ORDERS =
            """
            CREATE TABLE orders (item STRING, n INT)
            WITH ('connector' = 'filesystem', 'path' = 'orders', 'format' = 'json', 'source.monitor-interval' = '1 ms');
            """;
    private static final String TOTALS =
            "CREATE MATERIALIZED VIEW totals AS SELECT item, SUM(n) AS n FROM orders GROUP BY item HAVING SUM(n) > 0;";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeInput() throws IOException {
        Files.createDirectories(directory.resolve("orders"));
        add("a", "{\"item\":\"x\",\"n\":1}\n{\"item\":\"y\",\"n\":2}\n{\"item\":\"x\",\"n\":3}\n");
    }

    private void add(String file, String rows) throws IOException {
        Path hidden = directory.resolve("orders/." + file);
        Files.writeString(hidden, rows);
        Files.move(hidden, directory.resolve("orders/" + file + ".json"));
    }

    private Session open() {
        return Sluice.open(SessionConfig.in(directory));
    }

    private static List<Row> rows(Session session, String table) {
        return session.memoryTable(table).orElseThrow().integrated();
    }

    @Test
    void itGoesOnWithItsQuery() throws IOException {
        try (Session session = open()) {
            StreamingQuery view = session.sql(ORDERS + TOTALS);
            view.processAllAvailable();
            assertThat(rows(session, "totals")).containsExactlyInAnyOrder(Row.of("x", 4L), Row.of("y", 2L));
            assertThat(session.memoryTable("totals").orElseThrow().batches()).isEmpty();
            add("b", "{\"item\":\"y\",\"n\":-2}\n{\"item\":\"z\",\"n\":5}\n");
            view.processAllAvailable();
            assertThat(rows(session, "totals")).containsExactlyInAnyOrder(Row.of("x", 4L), Row.of("z", 5L));
            assertThat(view.isActive()).isTrue();
        }
    }

    @Test
    void aSelectSeesWhatWasThereWhenItStarts() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        SessionConfig config = SessionConfig.in(directory).withOutput(new PrintStream(printed, true));
        try (Session session = Sluice.open(config)) {
            List<StatementResult> results =
                    session.executeAll(new Script("job.sql", ORDERS + TOTALS + "SELECT * FROM totals WHERE n > 3;"));
            StatementResult last = results.get(results.size() - 1);
            ((StatementResult.Started) last).query().awaitTermination();
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("x", "4").doesNotContain("y");
    }

    @Test
    void whatRunsOnReadsItAsAView() throws IOException {
        try (Session session = open()) {
            session.sql(ORDERS + TOTALS).processAllAvailable();
            StreamingQuery items = session.sql("CREATE MATERIALIZED VIEW items (many) AS SELECT COUNT(*) FROM totals;");
            items.processAllAvailable();
            assertThat(rows(session, "items")).containsExactly(Row.of(2L));
            add("b", "{\"item\":\"z\",\"n\":5}\n");
            items.processAllAvailable();
            assertThat(rows(session, "items")).containsExactly(Row.of(3L));
        }
    }

    @Test
    void itIsDroppedWithItsQuery() {
        try (Session session = open()) {
            StreamingQuery view = session.sql(ORDERS + TOTALS);
            assertThatThrownBy(() -> session.sql(TOTALS))
                    .isInstanceOf(PlanException.class)
                    .hasMessageContaining("there is already a table or view \"totals\"");
            assertThatThrownBy(() -> session.sql("INSERT INTO totals SELECT 'a', 1"))
                    .isInstanceOf(PlanException.class)
                    .hasMessageContaining("\"totals\" is a view: it cannot be written");
            assertThatThrownBy(() -> session.execute(new Script("drop", "DROP VIEW totals")))
                    .isInstanceOf(PlanException.class)
                    .hasMessageContaining("there is no view \"totals\"");
            session.execute(new Script("drop", "DROP MATERIALIZED VIEW totals"));
            assertThat(view.isActive()).isFalse();
            assertThat(session.memoryTable("totals")).isEmpty();
            session.sql(TOTALS).processAllAvailable();
            assertThat(rows(session, "totals")).hasSize(2);
        }
    }
}
