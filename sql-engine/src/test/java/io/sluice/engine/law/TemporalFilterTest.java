package io.sluice.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.TestSessions;
import io.sluice.runtime.StreamingQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions on the clock: what is there after each batch equals what DuckDB answers with the batch's time for NOW(). */
class TemporalFilterTest {
    private static final Instant START = Instant.parse("2026-03-01T23:30:00Z");
    private static final int FILES = 6;
    private static final int ROWS = 150;

    @TempDir
    private Path directory;

    private final Random random = new Random(20260301);
    private final AtomicReference<Instant> clock = new AtomicReference<>(START);
    private Connection duckdb;

    @BeforeEach
    void open() throws Exception {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Files.createDirectories(directory.resolve("t"));
    }

    @AfterEach
    void close() throws Exception {
        duckdb.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ts > NOW() - INTERVAL '20' MINUTE",
                "ts > NOW() - INTERVAL '20' MINUTE AND ts <= NOW()",
                "NOW() - INTERVAL '10' MINUTE >= ts",
                "ts BETWEEN NOW() - INTERVAL '30' MINUTE AND NOW() + INTERVAL '7' MINUTE AND id % 2 = 0",
                "ts + INTERVAL '5' MINUTE < NOW() AND ts >= NOW() - INTERVAL '1' HOUR",
                "CAST(ts AS DATE) = CURRENT_DATE",
                "CAST(ts AS DATE) >= CURRENT_DATE - INTERVAL '1' DAY"
            })
    void whatIsThereIsTheAnswerAtTheTimeOfTheBatch(String condition) throws Exception {
        IntegratedSinkFactory sink = new IntegratedSinkFactory();
        Path checkpoint = Files.createTempDirectory(directory, "checkpoint");
        for (int file = 0; file < FILES; file++) {
            write(file);
            try (Session session = open(sink, checkpoint, Map.of())) {
                StreamingQuery query = session.sql(script("id, ts", condition, "EMIT CHANGELOG"));
                query.processAllAvailable();
                assertThat(sink.rows()).containsExactlyInAnyOrderElementsOf(answer(condition, clock.get()));
                for (int step = 0; step < 3; step++) {
                    clock.updateAndGet(time -> time.plus(random.nextInt(9 * 60_000), ChronoUnit.MILLIS));
                    query.processAllAvailable();
                    assertThat(sink.rows()).containsExactlyInAnyOrderElementsOf(answer(condition, clock.get()));
                }
            }
        }
    }

    /** The clock goes on with each look at it, and all batches have the time of the first. */
    @Test
    void anInputThatEndsHasOneTime() throws Exception {
        for (int file = 0; file < FILES; file++) {
            write(file);
        }
        IntegratedSinkFactory sink = new IntegratedSinkFactory();
        String condition = "ts > NOW() - INTERVAL '20' MINUTE AND EXTRACT(MINUTE FROM NOW()) <> id";
        SessionConfig config = SessionConfig.in(directory)
                .withCheckpoints(directory.resolve("bounded"))
                .withSettings(Map.of("execution.runtime-mode", "batch"))
                .withClock(() -> clock.getAndUpdate(time -> time.plusSeconds(20)));
        try (Session session = TestSessions.open(config, sink)) {
            session.sql(script("id, NOW()", condition, "EMIT APPEND")).awaitTermination();
        }
        Set<String> times = new TreeSet<>();
        List<String> ids = new ArrayList<>();
        for (String row : sink.rows()) {
            ids.add(row.substring(0, row.indexOf('|')));
            times.add(row.substring(row.indexOf('|') + 1));
        }
        assertThat(times).hasSize(1);
        Instant now = LocalDateTime.parse(times.iterator().next()).toInstant(ZoneOffset.UTC);
        List<String> expected = answer(condition, now).stream()
                .map(row -> row.substring(0, row.indexOf('|')))
                .toList();
        assertThat(ids).containsExactlyInAnyOrderElementsOf(expected).isNotEmpty();
    }

    private void write(int file) throws Exception {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            int id = file * 1000 + random.nextInt(ROWS / 2);
            LocalDateTime time = LocalDateTime.ofInstant(clock.get(), ZoneOffset.UTC)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .plusSeconds(random.nextInt(2 * 3000) - 3000)
                    .plusNanos(1_000_000L * (1 + random.nextInt(999)));
            rows.add(
                    random.nextInt(20) == 0
                            ? "{\"id\": %d, \"ts\": null}".formatted(id)
                            : "{\"id\": %d, \"ts\": \"%s\"}"
                                    .formatted(id, time.toString().replace('T', ' ')));
        }
        Path hidden = Files.write(directory.resolve("hidden"), rows);
        Files.move(hidden, directory.resolve("t").resolve(file + ".json"));
    }

    private Session open(IntegratedSinkFactory sink, Path checkpoint, Map<String, String> settings) {
        return TestSessions.open(
                SessionConfig.in(directory)
                        .withCheckpoints(checkpoint)
                        .withSettings(settings)
                        .withClock(clock::get),
                sink);
    }

    private static String script(String columns, String condition, String emit) {
        return """
                CREATE TABLE t (id INT, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 't',
                  'format' = 'json', 'source.monitor-interval' = '1 ms', 'maxFilesPerTrigger' = '1');
                CREATE TABLE result (id INT, ts TIMESTAMP(3)) WITH ('connector' = 'integrated');
                INSERT INTO result SELECT %s FROM t WHERE %s %s;
                """
                .formatted(columns, condition, emit);
    }

    private List<String> answer(String condition, Instant now) throws Exception {
        String time = "TIMESTAMP '%s'".formatted(LocalDateTime.ofInstant(now, ZoneOffset.UTC));
        String asked = condition.replace("NOW()", time).replace("CURRENT_DATE", "CAST(%s AS DATE)".formatted(time));
        List<String> rows = new ArrayList<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(
                        """
                        SELECT id, ts FROM read_json('%s', columns = {id: 'INT', ts: 'TIMESTAMP'}) WHERE %s"""
                                .formatted(directory.resolve("t").resolve("*.json"), asked))) {
            while (result.next()) {
                rows.add(result.getInt(1) + "|" + result.getTimestamp(2).toLocalDateTime());
            }
        }
        return rows;
    }
}
