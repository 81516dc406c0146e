package io.sluice.runtime.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The rows that the jobs read: the same in each run, in {@value #FILES} files for each of two tables. No row is late. */
final class SimulatedInput {
    static final int FILES = 5;
    static final List<String> TABLES = List.of("clicks", "views");
    static final String DECLARATIONS =
            """
            CREATE TABLE clicks (
              id BIGINT, page BIGINT, amount BIGINT, ts TIMESTAMP(3), text STRING, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
            ) WITH ('connector' = 'filesystem');
            CREATE TABLE views (
              id BIGINT, page BIGINT, amount BIGINT, ts TIMESTAMP(3), text STRING, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
            ) WITH ('connector' = 'filesystem');
            """;

    private static final int ROWS_OF_FILE = 5;
    private static final int PAGES = 3;
    /** One row of a file is too long for the record of a commit. */
    private static final int LONG_ROW = 12;

    private static final int LONG_TEXT = 70_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** A row of both tables. */
    record Row(long id, long page, long amount, String time, String text) {
        String json() {
            return "{\"id\":%d,\"page\":%d,\"amount\":%d,\"ts\":\"%s\",\"text\":\"%s\"}\n"
                    .formatted(id, page, amount, time, text);
        }
    }

    private final List<List<Row>> files = new ArrayList<>();

    private SimulatedInput(String table) {
        Random random = new Random(table.hashCode());
        for (int file = 0; file < FILES; file++) {
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < ROWS_OF_FILE; i++) {
                int number = file * ROWS_OF_FILE + i;
                long millis = 1000L * number - random.nextInt(3000) / 100 * 100 + number % 100;
                String text = number == LONG_ROW ? "x".repeat(LONG_TEXT) : "t" + number;
                rows.add(new Row(number, random.nextInt(PAGES), random.nextInt(100), time(Math.max(0, millis)), text));
            }
            files.add(rows);
        }
    }

    static SimulatedInput of(String table) {
        return new SimulatedInput(table);
    }

    private static String time(long millis) {
        Instant time = START.plusMillis(millis);
        return "%s.%03d"
                .formatted(time.toString().substring(0, 19).replace('T', ' '), time.toEpochMilli() % 1000)
                .toLowerCase(Locale.ROOT);
    }

    List<Row> rows() {
        return files.stream().flatMap(List::stream).toList();
    }

    byte[] file(int number) {
        StringBuilder lines = new StringBuilder();
        files.get(number).forEach(row -> lines.append(row.json()));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
