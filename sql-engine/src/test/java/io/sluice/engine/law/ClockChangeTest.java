package io.sluice.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.TestSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Windows of TIMESTAMP_LTZ while clocks are set: what Sluice answers equals what DuckDB answers over what the clock showed,
 * in which the same time may come twice. Windows are told by what the clock shows at their start; where it shows no such
 * time, by what it shows first after it.
 */
class ClockChangeTest {
    private static final int ROWS = 800;
    private static final long SEED = 20261025;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-29T01:00:00Z, 60, 60, 0",
        "Europe/Berlin, 2026-10-25T01:00:00Z, 60, 60, 0",
        "Europe/Berlin, 2026-10-25T01:00:00Z, 30, 30, 10",
        "Europe/Berlin, 2026-03-29T01:00:00Z, 1440, 1440, 0",
        "Europe/Berlin, 2026-10-25T01:00:00Z, 1440, 1440, 360",
        "Europe/Berlin, 2026-03-29T01:00:00Z, 60, 180, 0",
        "Europe/Berlin, 2026-10-25T01:00:00Z, 20, 120, 0",
        "Australia/Lord_Howe, 2026-04-04T15:00:00Z, 15, 15, 0",
        "America/New_York, 1966-10-30T06:00:00Z, 60, 120, 0"
    })
    void windowsGoByTheClock(String zone, Instant change, int slide, int size, int offset) throws Exception {
        String function = slide == size ? "TUMBLE" : "HOP";
        String windows =
                "time_bucket(to_minutes(%1$d), ts, TIMESTAMP '1970-01-01' + to_minutes(%2$d))".formatted(slide, offset)
                        + " - to_minutes(%d * i) AS s, s + to_minutes(%d) AS e FROM t, (SELECT unnest(range(%d)) AS i)"
                                .formatted(slide, size, size / slide);
        check(zone, change, function, slide, size, offset, windows);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-29T01:00:00Z, 60, 240, 0",
        "Europe/Berlin, 2026-10-25T01:00:00Z, 60, 1440, 30",
        "Australia/Lord_Howe, 2026-04-04T15:00:00Z, 20, 60, 0"
    })
    void cumulativeWindowsGoByTheClock(String zone, Instant change, int step, int size, int offset) throws Exception {
        String windows = "time_bucket(to_minutes(%1$d), ts, TIMESTAMP '1970-01-01' + to_minutes(%2$d)) AS s,"
                        .formatted(size, offset)
                + " s + to_minutes(%1$d * i) AS e FROM t, (SELECT unnest(range(1, %2$d + 1)) AS i) WHERE e > ts"
                        .formatted(step, size / step);
        check(zone, change, "CUMULATE", step, size, offset, windows);
    }

    /** @param windows of the rows of t, with the columns s and e, in DuckDB */
    private void check(String zone, Instant change, String function, int slide, int size, int offset, String windows)
            throws Exception {
        Path input = Files.createDirectories(directory.resolve("t"));
        ZoneId clock = ZoneId.of(zone);
        Random random = new Random(SEED);
        List<String> rows = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            Instant instant = change.plus(random.nextInt(2 * 6 * 3600) - 6 * 3600, ChronoUnit.SECONDS)
                    .plus(random.nextInt(3) * 333_333L, ChronoUnit.MICROS);
            rows.add("{\"id\": %d, \"ts\": \"%s\"}".formatted(i, LocalDateTime.ofInstant(instant, ZoneOffset.UTC)));
            shown.add("(%d, TIMESTAMP '%s')".formatted(i, LocalDateTime.ofInstant(instant, clock)));
        }
        Files.write(input.resolve("0.p.json"), rows.subList(0, ROWS / 2));
        Files.write(input.resolve("1.p.json"), rows.subList(ROWS / 2, ROWS));
        List<String> expected = answer(shown, clock, change, windows);
        assertThat(run(zone, function, slide, size, offset, Map.of("execution.runtime-mode", "batch"), "EMIT APPEND"))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(run(zone, function, slide, size, offset, Map.of("trigger", "available-now"), "EMIT COMPLETE"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private List<String> run(
            String zone, String function, int slide, int size, int offset, Map<String, String> settings, String emit)
            throws IOException {
        IntegratedSinkFactory sink = new IntegratedSinkFactory();
        SessionConfig config = SessionConfig.in(directory)
                .withCheckpoints(Files.createTempDirectory(directory, "checkpoint"))
                .withSettings(settings);
        try (Session session = TestSessions.open(config, sink)) {
            session.sql(
                            """
                            SET 'table.local-time-zone' = '%s';
                            CREATE TABLE t (id INT, ts TIMESTAMP_LTZ(6), WATERMARK FOR ts AS ts - INTERVAL '1' DAY)
                            WITH ('connector' = 'partitioned', 'path' = 't');
                            CREATE TABLE result (s TIMESTAMP(3), e TIMESTAMP(3), n BIGINT, ids BIGINT)
                            WITH ('connector' = 'integrated');
                            INSERT INTO result
                            SELECT CAST(window_start AS TIMESTAMP(3)), CAST(window_end AS TIMESTAMP(3)), n, ids FROM (
                              SELECT window_start, window_end, COUNT(*) AS n, SUM(id) AS ids
                              FROM TABLE(%s(TABLE t, DESCRIPTOR(ts), %s INTERVAL '%d' MINUTE, INTERVAL '%d' MINUTE))
                              GROUP BY window_start, window_end) %s;
                            """
                                    .formatted(
                                            zone,
                                            function,
                                            function.equals("TUMBLE") ? "" : "INTERVAL '%d' MINUTE,".formatted(slide),
                                            size,
                                            offset,
                                            emit))
                    .awaitTermination();
        }
        return sink.rows();
    }

    /** What is shown nowhere comes out as what is shown after it. */
    private static List<String> answer(List<String> shown, ZoneId zone, Instant change, String windows)
            throws SQLException {
        LocalDateTime before =
                LocalDateTime.ofInstant(change.minusNanos(1), zone).plusNanos(1);
        LocalDateTime after = LocalDateTime.ofInstant(change, zone);
        List<String> rows = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("CREATE TABLE t (id INT, ts TIMESTAMP)");
            statement.execute("INSERT INTO t VALUES " + String.join(", ", shown));
            try (ResultSet result = statement.executeQuery(
                    "SELECT s, e, COUNT(*), SUM(id)::BIGINT FROM (SELECT id, ts, %s) GROUP BY s, e"
                            .formatted(windows))) {
                while (result.next()) {
                    rows.add("%s|%s|%s|%s"
                            .formatted(
                                    shown(result.getTimestamp(1).toLocalDateTime(), before, after),
                                    shown(result.getTimestamp(2).toLocalDateTime(), before, after),
                                    result.getLong(3),
                                    result.getLong(4)));
                }
            }
        }
        return rows;
    }

    private static LocalDateTime shown(LocalDateTime time, LocalDateTime before, LocalDateTime after) {
        return !time.isBefore(before) && time.isBefore(after) ? after : time;
    }
}
