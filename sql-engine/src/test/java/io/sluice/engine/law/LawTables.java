package io.sluice.engine.law;

import io.sluice.engine.udf.SampleAggregates;
import io.sluice.engine.udf.SampleFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Seven tables of random rows in random files, and in DuckDB; all have the columns k, name, v, d, price, ts and day, in which
 * keys are skewed, a twelfth of the values is NULL, and rows may be equal.
 *
 * <ul>
 *   <li>{@code t}, {@code u}: times at random over three days; no watermark passes anything.
 *   <li>{@code e}, {@code f}: times that rise, out of order within the delay of the watermark, which passes all of them: no row
 *       is late, and all is final at the end.
 *   <li>{@code b}: as {@code t}, but it ends.
 *   <li>{@code c}, {@code d}: what a log of changes leaves: rows by {@code id} that were inserted, replaced and deleted.
 * </ul>
 *
 * And views over them: {@code x} and {@code y} are outer joins of {@code t} and {@code u}, whose rows are taken back when a partner
 * comes; {@code o} and {@code p} are such of {@code e} and {@code f} in time; {@code w} and {@code z} count the rows of windows of
 * {@code e} and {@code f}; {@code versions} has the rows of {@code f} with {@code k} as its primary key.
 */
final class LawTables {
    private static final List<String> FOLDERS = List.of("t", "u", "e", "f", "c", "d", "b");
    /** Functions that DuckDB has not. */
    private static final Map<String, Class<?>> FUNCTIONS = Map.ofEntries(
            Map.entry("count_char", SampleFunctions.CountChar.class),
            Map.entry("plus", SampleFunctions.Plus.class),
            Map.entry("longest", SampleFunctions.Longest.class),
            Map.entry("words", SampleFunctions.Words.class),
            Map.entry("series", SampleFunctions.Range.class),
            Map.entry("weighted_avg", SampleAggregates.WeightedAverage.class),
            Map.entry("spread", SampleAggregates.Spread.class),
            Map.entry("big_sum", SampleAggregates.BigSum.class),
            Map.entry("joined", SampleAggregates.Joined.class),
            Map.entry("highest", SampleAggregates.Highest.class),
            Map.entry("rows_of", SampleAggregates.Rows.class));

    private static final String[] NAMES = {"anna", "bob", "carla", "", "zoë", "a'b\\\"c"};
    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
    private static final String COLUMNS =
            "k INT, name STRING, v BIGINT, d DOUBLE, price DECIMAL(10, 2), ts TIMESTAMP(3), `day` DATE";
    private static final String SELECTED = "k, name, v, d, price, ts, `day`";
    private static final String DUCKDB_COLUMNS =
            "id: 'INT', op: 'VARCHAR', seq: 'INT', k: 'INT', name: 'VARCHAR', v: 'BIGINT',"
                    + " d: 'DOUBLE', price: 'DECIMAL(10, 2)', ts: 'TIMESTAMP', day: 'DATE'";

    private static final String VIEWS =
            """
            CREATE VIEW e AS SELECT * FROM e_rows WHERE k IS DISTINCT FROM -1;
            CREATE VIEW f AS SELECT * FROM f_rows WHERE k IS DISTINCT FROM -1;
            CREATE VIEW c AS SELECT id, %1$s FROM
              (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY seq DESC) AS rn FROM c_log) WHERE rn = 1 AND op <> 'D';
            CREATE VIEW d AS SELECT id, %1$s FROM
              (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY seq DESC) AS rn FROM d_log) WHERE rn = 1 AND op <> 'D';
            CREATE VIEW x AS SELECT t.k, t.name, t.v, u.d, u.price, t.ts, t.`day` FROM t LEFT JOIN u
              ON t.k = u.k AND t.name = u.name AND u.v > 600;
            CREATE VIEW y AS SELECT u.k, u.name, u.v, t.d, t.price, u.ts, u.`day` FROM u LEFT JOIN t
              ON t.k = u.k AND t.name = u.name AND t.v < -600;
            CREATE VIEW w AS SELECT window_start, window_end, window_time, k, COUNT(*) AS v, MAX(name) AS name, SUM(d) AS d
              FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '5' MINUTE))
              GROUP BY window_start, window_end, window_time, k;
            CREATE VIEW z AS SELECT window_start, window_end, window_time, k, COUNT(*) AS v, MAX(name) AS name, SUM(d) AS d
              FROM TABLE(TUMBLE(TABLE f, DESCRIPTOR(ts), INTERVAL '5' MINUTE))
              GROUP BY window_start, window_end, window_time, k;
            CREATE VIEW last AS SELECT * FROM
              (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC) AS rn FROM f_rows) WHERE rn = 1;
            CREATE VIEW o AS SELECT e.k, e.name, e.v, e.d, e.ts, f.v AS other FROM e LEFT JOIN f
              ON e.k = f.k AND f.ts BETWEEN e.ts - INTERVAL '1' MINUTE AND e.ts + INTERVAL '2' MINUTE;
            CREATE VIEW p AS SELECT f.k, f.name, f.v, f.d, f.ts, e.v AS other FROM f LEFT JOIN e
              ON e.k = f.k AND e.ts BETWEEN f.ts - INTERVAL '1' MINUTE AND f.ts + INTERVAL '1' MINUTE;
            """
                    .formatted(SELECTED);

    private final Path directory;
    private final Random random;
    private final int rows;

    /** @param rows of each table */
    LawTables(Path directory, long seed, int rows) {
        this.directory = directory;
        this.random = new Random(seed);
        this.rows = rows;
    }

    /** Writes the files, and the tables of DuckDB. */
    void make(Connection duckdb) throws IOException, SQLException {
        try (Statement statement = duckdb.createStatement()) {
            statement.execute("SET default_null_order = 'nulls_first_on_asc_last_on_desc'");
            statement.execute("SET integer_division = true");
            statement.execute("SET threads = 1");
            for (String folder : FOLDERS) {
                write(folder, lines(folder));
                boolean log = folder.equals("c") || folder.equals("d");
                statement.execute("CREATE TABLE %s AS SELECT %s FROM read_json('%s/*.json', columns = {%s}) %s"
                        .formatted(
                                log
                                        ? folder + "_log"
                                        : folder.equals("e") || folder.equals("f") ? folder + "_rows" : folder,
                                log ? "*" : "* EXCLUDE (id, op, seq)",
                                directory.resolve(folder),
                                DUCKDB_COLUMNS,
                                log ? "" : "WHERE ts IS NOT NULL"));
            }
            statement.execute("CREATE VIEW versions AS SELECT * FROM f_rows");
            for (String view : VIEWS.split(";\n")) {
                statement.execute(DuckDialect.of(view).replace("CREATE VIEW", "CREATE TABLE"));
            }
        }
    }

    private List<String> lines(String table) {
        List<String> lines = new ArrayList<>();
        switch (table) {
            case "t", "u", "b" -> {
                for (int i = 0; i < rows; i++) {
                    lines.add("{" + values()
                            + time(maybe(text(START.plusNanos(random.nextLong(3 * 86_400_000L) * 1_000_000)))));
                }
            }
            case "e", "f" -> {
                for (int i = 0; i < rows; i++) {
                    lines.add("{" + values() + time(text(START.plusSeconds(10L * (2 * i - random.nextInt(54))))));
                }
                lines.add("{\"k\": -1" + time(text(LocalDateTime.of(2030, 1, 1, 0, 0))));
            }
            default -> {
                for (int i = 0; i < rows; i++) {
                    String op = random.nextInt(4) == 0 ? "D" : "U";
                    lines.add("{\"id\": %d, \"op\": \"%s\", \"seq\": %d, ".formatted(random.nextInt(rows / 3), op, i)
                            + values()
                            + time(maybe(text(START.plusSeconds(random.nextInt(3 * 86_400))))));
                }
                for (int i = 0; i + 5 < rows; i += 5) {
                    Collections.shuffle(lines.subList(i, i + 5), random);
                }
            }
        }
        return lines;
    }

    private String values() {
        return "\"k\": %s, \"name\": %s, \"v\": %s, \"d\": %s, \"price\": %s, \"day\": %s"
                .formatted(
                        maybe(Integer.toString((int) Math.abs(random.nextGaussian() * 3))),
                        maybe("\"" + NAMES[random.nextInt(NAMES.length)] + "\""),
                        maybe(Integer.toString(random.nextInt(2000) - 1000)),
                        maybe(String.format(Locale.ROOT, "%.3f", random.nextDouble())),
                        maybe(String.format(Locale.ROOT, "%.2f", random.nextDouble() * 200 - 100)),
                        maybe("\"19%02d-0%d-15\"".formatted(random.nextInt(90) + 10, 1 + random.nextInt(9))));
    }

    private static String text(LocalDateTime time) {
        return "\"" + time.format(TEXT) + "\"";
    }

    private static String time(String value) {
        return ", \"ts\": " + value + "}";
    }

    private String maybe(String value) {
        return random.nextInt(12) == 0 ? "null" : value;
    }

    /** The files are read in the order of their times. */
    private void write(String table, List<String> lines) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(table));
        int file = 0;
        for (int from = 0; from < lines.size(); ) {
            int most = Math.max(2, random.nextInt(5) == 0 ? rows / 3 : rows / 20);
            int to = Math.min(lines.size(), from + 1 + random.nextInt(most));
            Path path = folder.resolve("%04d.json".formatted(file));
            Files.write(path, lines.subList(from, to));
            Files.setLastModifiedTime(path, FileTime.fromMillis(1_700_000_000_000L + 1000L * file++));
            from = to;
        }
    }

    /** The tables and views as Sluice declares them. */
    static String declarations() {
        StringBuilder script = new StringBuilder();
        FUNCTIONS.forEach(
                (name, type) -> script.append("CREATE FUNCTION %s AS '%s';\n".formatted(name, type.getName())));
        for (String folder : FOLDERS) {
            String name =
                    switch (folder) {
                        case "e", "f" -> folder + "_rows";
                        case "c", "d" -> folder + "_log";
                        default -> folder;
                    };
            String columns =
                    switch (folder) {
                        case "e", "f" -> COLUMNS + ", WATERMARK FOR ts AS ts - INTERVAL '10' MINUTE";
                        case "c", "d" -> "id INT, op STRING, seq INT, " + COLUMNS;
                        default -> COLUMNS + ", WATERMARK FOR ts AS ts - INTERVAL '30' DAY";
                    };
            String looks = folder.equals("b") ? "" : " 'source.monitor-interval' = '1 ms',";
            script.append(("CREATE TABLE %s (%s) WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'json',%s"
                            + " 'maxFilesPerTrigger' = '3');\n")
                    .formatted(name, columns, folder, looks));
        }
        script.append(
                ("CREATE TABLE versions (%s, WATERMARK FOR ts AS ts - INTERVAL '10' MINUTE, PRIMARY KEY (k) NOT ENFORCED)"
                                + " WITH ('connector' = 'filesystem', 'path' = 'f', 'format' = 'json', 'source.monitor-interval' = '1 ms',"
                                + " 'maxFilesPerTrigger' = '3', 'scan.bad-row' = 'skip');\n")
                        .formatted(COLUMNS));
        return script + VIEWS;
    }

    /** Puts a part of the files of each table where a run reads them; of the one that ends all at once. */
    void copyPortion(Path home, int portion, int portions) throws IOException {
        for (String folder : FOLDERS) {
            Path to = Files.createDirectories(home.resolve(folder));
            List<Path> files;
            try (var listed = Files.list(directory.resolve(folder))) {
                files = listed.sorted().toList();
            }
            boolean whole = folder.equals("b");
            int from = whole && portion > 0 ? files.size() : files.size() * portion / portions;
            int end = whole ? files.size() : files.size() * (portion + 1) / portions;
            for (int i = from; i < end; i++) {
                Files.copy(files.get(i), to.resolve(files.get(i).getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
