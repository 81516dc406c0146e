package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that earlier versions have written, kept as resources: queries go on with them. */
class EarlierCheckpointsTest {
    private static final String TABLES =
            """
            SET 'trigger' = 'available-now';
            CREATE TABLE input (k INT, d DECIMAL(30, 2), p DECIMAL(10, 2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
            WITH ('connector' = 'filesystem', 'path' = 'in', 'format' = 'json', 'source.monitor-interval' = '1 s');
            CREATE TABLE sums (k INT, s DECIMAL(38, 2), a DECIMAL(38, 6))
            WITH ('connector' = 'filesystem', 'path' = 'sums', 'format' = 'json');
            CREATE TABLE so_far (k INT, wide DECIMAL(38, 2), narrow DECIMAL(38, 2))
            WITH ('connector' = 'filesystem', 'path' = 'so_far', 'format' = 'json');
            """;

    @TempDir
    private Path directory;

    /** Of the key 1 a sum of 100000000000000000000000000.25 over two rows; of 2 one of −5.75; of 3 one row without a value. */
    @Test
    void sumsOfDecimalsWithoutAWordAboveTheirDigits() throws IOException {
        unzip("wide-sums.zip", ".sluice/sums");
        run(
                """
                {"k":1,"d":0.25,"ts":"2026-01-01 00:01:00"}
                {"k":2,"d":-0.25,"ts":"2026-01-01 00:01:00"}
                {"k":3,"d":1,"ts":"2026-01-01 00:01:00"}
                {"k":4,"d":2,"ts":"2026-01-01 00:01:00"}
                """,
                "INSERT INTO sums SELECT k, SUM(d), AVG(d) FROM input GROUP BY k EMIT COMPLETE;");
        assertThat(rows("sums"))
                .containsExactly(
                        "{\"k\":1,\"s\":100000000000000000000000000.50,\"a\":33333333333333333333333333.500000}",
                        "{\"k\":2,\"s\":-6.00,\"a\":-3.000000}",
                        "{\"k\":3,\"s\":1.00,\"a\":1.000000}",
                        "{\"k\":4,\"s\":2.00,\"a\":2.000000}");
        run(
                "{\"k\":2,\"d\":6,\"ts\":\"2026-01-01 00:01:00\"}\n",
                "INSERT INTO sums SELECT k, SUM(d), AVG(d) FROM input GROUP BY k EMIT COMPLETE;");
        assertThat(rows("sums")).contains("{\"k\":2,\"s\":0.00,\"a\":0.000000}");
    }

    /** The rows of the keys 1 and 2 have passed; that of 3, which has no values, waits. */
    @Test
    void runningSumsWithoutAWordAboveTheirDigits() throws IOException {
        unzip("running-sums.zip", ".sluice/so_far");
        run(
                """
                {"k":1,"d":0.25,"p":-8,"ts":"2026-01-01 00:01:00"}
                {"k":2,"d":-0.25,"p":-1,"ts":"2026-01-01 00:01:00"}
                {"k":3,"d":1,"p":1,"ts":"2026-01-01 00:01:00"}
                {"k":9,"ts":"2026-01-01 00:02:00"}
                """,
                "INSERT INTO so_far SELECT k, SUM(d) OVER (PARTITION BY k ORDER BY ts), SUM(p) OVER (PARTITION BY k ORDER BY ts)"
                        + " FROM input;");
        assertThat(rows("so_far"))
                .containsExactly(
                        "{\"k\":1,\"wide\":100000000000000000000000000.50,\"narrow\":-0.75}",
                        "{\"k\":2,\"wide\":-6.00,\"narrow\":-8.00}",
                        "{\"k\":3,\"wide\":1.00,\"narrow\":1.00}",
                        "{\"k\":3,\"wide\":null,\"narrow\":null}");
    }

    private void run(String rows, String insert) throws IOException {
        Path input = Files.createDirectories(directory.resolve("in"));
        int number = input.toFile().list().length;
        Files.writeString(input.resolve("later-%d.json".formatted(number)), rows);
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(TABLES + insert).awaitTermination();
        }
    }

    private List<String> rows(String table) throws IOException {
        List<String> rows = new ArrayList<>();
        try (var files = Files.newDirectoryStream(directory.resolve(table), "*.json")) {
            for (Path file : files) {
                rows.addAll(Files.readAllLines(file));
            }
        }
        return rows.stream().sorted().toList();
    }

    private void unzip(String resource, String folder) throws IOException {
        Path target = directory.resolve(folder);
        try (InputStream file = EarlierCheckpointsTest.class.getResourceAsStream("/checkpoints/" + resource);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path path = target.resolve(entry.getName());
                Files.createDirectories(path.getParent());
                Files.copy(zip, path);
            }
        }
    }
}
