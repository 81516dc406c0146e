package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.Script;
import io.sluice.runtime.StreamingQuery;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LIMIT without ORDER BY is the end of a query. */
class LimitTest {
    private static final String SCRIPT =
            """
            SET 'trigger' = '1 ms';
            CREATE TABLE ticks (`value` BIGINT) WITH ('connector' = 'rate-micro-batch', 'rowsPerBatch' = '10');
            CREATE TABLE few (n BIGINT) WITH ('connector' = 'memory');
            INSERT INTO few SELECT `value` * 2 FROM ticks WHERE `value` >= 5 LIMIT 12 OFFSET 3;
            """;

    @TempDir
    private Path directory;

    @Test
    void theQueryEndsWhenItsRowsHaveCome() {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            StreamingQuery query = session.sql(SCRIPT);
            query.awaitTermination();
            assertThat(session.memoryTable("few").orElseThrow().integrated()).hasSize(12);
            assertThat(query.status().message()).startsWith("Finished in batch");
        }
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            StreamingQuery again = session.sql(SCRIPT);
            again.awaitTermination();
            assertThat(again.lastProgress()).isEmpty();
        }
    }

    @Test
    void otherOutputsGoOn() {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            List<StatementResult> results = session.execute(
                    new Script(
                            "set",
                            """
                    SET 'trigger' = '1 ms';
                    CREATE TABLE ticks (`value` BIGINT) WITH ('connector' = 'rate-micro-batch', 'rowsPerBatch' = '10');
                    CREATE TABLE few (n BIGINT) WITH ('connector' = 'memory');
                    CREATE TABLE all_of_them (n BIGINT) WITH ('connector' = 'blackhole');
                    EXECUTE STATEMENT SET BEGIN
                      INSERT INTO few SELECT `value` FROM ticks LIMIT 1;
                      INSERT INTO all_of_them SELECT `value` FROM ticks;
                    END;
                    """));
            StreamingQuery query = ((StatementResult.Started) results.get(results.size() - 1)).query();
            while (query.lastProgress().map(progress -> progress.batchId()).orElse(0L) < 3) {
                Thread.onSpinWait();
            }
            assertThat(query.isActive()).isTrue();
        }
    }
}
