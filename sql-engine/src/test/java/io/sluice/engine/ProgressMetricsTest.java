package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.StreamingQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What connectors and operators tell in the progress, of a query over real files. */
class ProgressMetricsTest {
    @TempDir
    private Path directory;

    @Test
    void filesAndStateAreCountedByBatch() throws IOException {
        for (int file = 0; file < 3; file++) {
            Path path = directory.resolve("input/" + file + ".json");
            Files.createDirectories(path.getParent());
            Files.writeString(path, "{\"k\":" + file + "}\n{\"k\":7}\n");
        }
        List<QueryProgress> batches = run(
                """
                CREATE TABLE t (k INT) WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json', 'maxFilesPerTrigger' = '1');
                SET 'trigger' = 'available-now';
                CREATE TABLE o WITH ('connector' = 'filesystem', 'path' = 'o', 'format' = 'json') AS SELECT DISTINCT k FROM t;
                """);
        assertThat(batches.stream()
                        .map(batch -> batch.sources().get(0).metrics())
                        .toList())
                .startsWith(
                        Map.of("numFilesOutstanding", "2", "numBytesOutstanding", "32", "numFilesRemembered", "3"),
                        Map.of("numFilesOutstanding", "1", "numBytesOutstanding", "16", "numFilesRemembered", "3"),
                        Map.of("numFilesOutstanding", "0", "numBytesOutstanding", "0", "numFilesRemembered", "3"));
        long published = batches.stream()
                .mapToLong(batch -> Long.parseLong(batch.sink().metrics().get("numBytesPublished")))
                .sum();
        try (Stream<Path> files = Files.walk(directory.resolve("o"))) {
            List<Path> visible =
                    files.filter(path -> path.toString().endsWith(".json")).toList();
            long bytes = 0;
            for (Path path : visible) {
                bytes += Files.size(path);
            }
            assertThat(published).isEqualTo(bytes);
            assertThat(batches.stream()
                            .mapToLong(batch ->
                                    Long.parseLong(batch.sink().metrics().get("numFilesPublished")))
                            .sum())
                    .isEqualTo(visible.size());
        }
        assertThat(batches.get(0).stateOperators().get(0).customMetrics()).containsEntry("deltaRows", 2L);
        assertThat(batches.get(1).stateOperators().get(0).customMetrics())
                .containsEntry("deltaRows", 1L)
                .hasEntrySatisfying("deltaBytes", bytes -> assertThat(bytes).isPositive());
        JsonNode json = JsonMapper.builder().build().readTree(batches.get(0).json());
        assertThat(json.at("/sources/0/metrics/numFilesOutstanding").asText()).isEqualTo("2");
        assertThat(json.at("/sources/0/metrics/numFilesOutstanding").isTextual())
                .isTrue();
        assertThat(json.at("/sink/metrics/numFilesPublished").asText()).isEqualTo("1");
        assertThat(json.at("/stateOperators/0/customMetrics/deltaRows").asLong())
                .isEqualTo(2);
    }

    @Test
    void stateBeyondItsBudgetIsOnDisk() throws IOException {
        Files.createDirectories(directory.resolve("input"));
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            rows.append("{\"k\":%d}%n".formatted(i));
        }
        String script =
                """
                SET 'trigger' = 'available-now'; SET 'table.exec.state.memory-budget' = '%s';
                CREATE TABLE t (k INT) WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json',
                  'maxFilesPerTrigger' = '1', 'source.monitor-interval' = '10 ms');
                CREATE TABLE o (n BIGINT, least BIGINT, most BIGINT) WITH ('connector' = 'filesystem', 'path' = 'o', 'format' = 'json');
                INSERT INTO o SELECT COUNT(*), MIN(n), MAX(n) FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k) EMIT COMPLETE;
                """;
        for (int run = 0; run < 3; run++) {
            Files.writeString(directory.resolve("input/" + 2 * run + ".json"), rows);
            Files.writeString(directory.resolve("input/" + (2 * run + 1) + ".json"), rows);
            List<QueryProgress> batches = run(script.formatted(run == 1 ? "150 kb" : "0"));
            QueryProgress.StateOperator groups = batches.get(batches.size() - 1).stateOperators().stream()
                    .filter(each -> each.numRowsTotal() == 2000)
                    .findFirst()
                    .orElseThrow();
            assertThat(groups.customMetrics().get("diskBytes")).isPositive();
            assertThat(groups.customMetrics().get("diskShards")).isBetween(run == 1 ? 1L : 16L, 16L);
            assertThat(groups.memoryUsedBytes()).isLessThan(run == 1 ? 150_000 : 50_000);
            try (Stream<Path> files = Files.walk(directory.resolve("o"))) {
                Path last = files.filter(path -> path.toString().endsWith(".json"))
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
                int times = 2 * (run + 1);
                assertThat(last)
                        .content()
                        .isEqualToIgnoringNewLines("{\"n\":2000,\"least\":%d,\"most\":%d}".formatted(times, times));
            }
        }
    }

    @Test
    void severalSinksHaveTheNameOfTheirTable() {
        List<QueryProgress> batches = run(
                """
                CREATE TABLE g (k INT) WITH ('connector' = 'datagen', 'number-of-rows' = '10', 'rows-per-second' = '1000000');
                CREATE TABLE a (k INT) WITH ('connector' = 'filesystem', 'path' = 'a', 'format' = 'json');
                CREATE TABLE b (k INT) WITH ('connector' = 'blackhole');
                EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT k FROM g; INSERT INTO b SELECT k FROM g; END;
                """);
        assertThat(batches.get(batches.size() - 1).sources().get(0).metrics()).containsEntry("numRowsOutstanding", "0");
        assertThat(batches.stream()
                        .flatMap(batch -> batch.sink().metrics().keySet().stream())
                        .distinct())
                .containsExactlyInAnyOrder("a.numFilesPublished", "a.numBytesPublished");
        assertThat(batches.get(0).stateOperators()).isEmpty();
    }

    private List<QueryProgress> run(String script) {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            StreamingQuery query = session.sql(script);
            query.awaitTermination();
            return query.recentProgress();
        }
    }
}
