package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sinks.memory.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory tables are read in SQL. */
class MemorySourceTest {
    private static final String COLUMNS =
            "b BOOLEAN, t TINYINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(8, 2), w DECIMAL(30, 3), s STRING, "
                    + "day DATE, at TIMESTAMP(6), moment TIMESTAMP_LTZ(3)";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeInput() throws IOException {
        Files.createDirectories(directory.resolve("input"));
        Files.writeString(
                directory.resolve("input/a.json"),
                """
                {"b":true,"t":-3,"i":7,"l":9000000000,"f":1.5,"d":-0.25,"n":12.34,"w":-123456789012345678901234.567,"s":"ä","day":"1969-12-31","at":"1969-12-31 23:59:59.999999","moment":"2024-03-01 12:00:00.5Z"}
                {}
                """);
    }

    private Session open() {
        return Sluice.open(SessionConfig.in(directory));
    }

    private String input(String options) {
        return "CREATE TABLE input (%s) WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json'%s);"
                .formatted(COLUMNS, options);
    }

    private static List<Row> rows(Session session, String table) {
        return session.memoryTable(table).orElseThrow().integrated();
    }

    @Test
    void whatWasWrittenIsRead() {
        try (Session session = open()) {
            session.sql(input("") + "CREATE TABLE held WITH ('connector' = 'memory') AS SELECT * FROM input;")
                    .awaitTermination();
            session.sql("CREATE TABLE copy WITH ('connector' = 'memory') AS SELECT * FROM held;")
                    .awaitTermination();
            assertThat(rows(session, "copy")).hasSize(2).isEqualTo(rows(session, "held"));
            session.sql("CREATE TABLE few WITH ('connector' = 'memory') AS SELECT s, l + 1 AS m FROM held WHERE i > 0;")
                    .awaitTermination();
            assertThat(rows(session, "few")).containsExactly(Row.of("ä", 9000000001L));
        }
    }

    @Test
    void aRunningQueryIsRead() {
        try (Session session = open()) {
            var counting = session.sql(
                    """
                    CREATE TABLE ticks (`value` BIGINT)
                    WITH ('connector' = 'rate-micro-batch', 'rowsPerBatch' = '10');
                    SET 'trigger' = '1 ms';
                    CREATE TABLE counted (parity BIGINT, n BIGINT) WITH ('connector' = 'memory');
                    INSERT INTO counted SELECT MOD(`value`, 2), COUNT(*) FROM ticks GROUP BY MOD(`value`, 2) EMIT COMPLETE;
                    """);
            while (counting.lastProgress().isEmpty()) {
                Thread.onSpinWait();
            }
            session.sql("CREATE TABLE seen WITH ('connector' = 'memory') AS SELECT SUM(n) AS n FROM counted;")
                    .awaitTermination();
            assertThat(counting.isActive()).isTrue();
            long n = (Long) rows(session, "seen").get(0).value(0);
            assertThat(n).isPositive();
            assertThat(n % 10).isZero();
        }
    }

    @Test
    void aTableThatNobodyHasWrittenIsEmpty() {
        try (Session session = open()) {
            session.sql(
                            """
                            CREATE TABLE nothing (k INT) WITH ('connector' = 'memory');
                            CREATE TABLE n WITH ('connector' = 'memory') AS SELECT COUNT(*) AS n FROM nothing;
                            """)
                    .awaitTermination();
            assertThat(rows(session, "n")).containsExactly(Row.of(0L));
        }
    }

    @Test
    void rowsOfAProcessThatIsGoneAreNotMadeUp() {
        String copy =
                """
                CREATE TABLE other (k INT) WITH ('connector' = 'filesystem', 'path' = 'none', 'format' = 'json', 'source.monitor-interval' = '1 s');
                CREATE TABLE held (k INT) WITH ('connector' = 'memory');
                CREATE TABLE copy (k INT) WITH ('connector' = 'blackhole');
                """;
        String both = "INSERT INTO copy SELECT k FROM held UNION ALL SELECT k FROM other;";
        Map<String, String> once = Map.of("trigger", "once");
        try (Session session = Sluice.open(SessionConfig.in(directory).withSettings(once))) {
            Files.createDirectories(directory.resolve("none"));
            session.sql(copy
                            + "CREATE TABLE single (i INT) WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json');"
                            + "INSERT INTO held SELECT i FROM single;")
                    .awaitTermination();
            session.sql(both).awaitTermination();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        try (Session session = Sluice.open(SessionConfig.in(directory).withSettings(once))) {
            assertThatThrownBy(() -> session.sql(copy + both).awaitTermination())
                    .hasStackTraceContaining("its 2 rows were in the memory of a process that is gone");
        }
    }
}
