package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Groups by nested keys, of generated rows, against DuckDB: in a first run, and in a second one that goes on from the stored
 * state with another number of threads.
 */
class NestedKeysTest {
    private static final int ROWS = 1500;
    private static final String TYPES = "xs: 'INT[]', r: 'STRUCT(s VARCHAR, ys DOUBLE[], p STRUCT(ok BOOLEAN))'";

    @TempDir
    private Path directory;

    private static String rows(long seed) {
        Random random = new Random(seed);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            rows.append("{\"id\":%d,\"xs\":%s,\"r\":%s}%n".formatted(i % 97, numbers(random, ""), row(random)));
        }
        return rows.toString();
    }

    private static String numbers(Random random, String fraction) {
        if (random.nextInt(6) == 0) {
            return "null";
        }
        StringBuilder numbers = new StringBuilder("[");
        for (int n = random.nextInt(3); n > 0; n--) {
            String number = random.nextInt(5) == 0 ? "null" : random.nextInt(3) + fraction;
            numbers.append(numbers.length() > 1 ? "," : "").append(number);
        }
        return numbers.append(']').toString();
    }

    private static String row(Random random) {
        if (random.nextInt(6) == 0) {
            return "null";
        }
        String text = random.nextInt(4) == 0 ? "null" : "\"" + "žx".repeat(random.nextInt(3)) + "\"";
        String inner = random.nextInt(3) == 0 ? "null" : "{\"ok\":%b}".formatted(random.nextBoolean());
        return "{\"s\":%s,\"ys\":%s,\"p\":%s}".formatted(text, numbers(random, ".25"), inner);
    }

    private void run(int threads) {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(
                            """
                            SET 'trigger' = 'available-now'; SET 'parallelism.default' = '%d';
                            CREATE TABLE t (id BIGINT, xs ARRAY<INT>, r ROW<s STRING, ys ARRAY<DOUBLE>, p ROW<ok BOOLEAN>>)
                            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json',
                                  'source.monitor-interval' = '1 s', 'maxFilesPerTrigger' = '1');
                            CREATE TABLE sums (xs ARRAY<INT>, r ROW<s STRING, ys ARRAY<DOUBLE>, p ROW<ok BOOLEAN>>,
                                n BIGINT, total BIGINT, least BIGINT)
                            WITH ('connector' = 'filesystem', 'path' = 'output', 'format' = 'json');
                            INSERT INTO sums SELECT xs, r, COUNT(*), SUM(id), MIN(id) FROM t GROUP BY xs, r EMIT COMPLETE;
                            """
                                    .formatted(threads))
                    .awaitTermination();
        }
    }

    private void compare() throws SQLException {
        String ours =
                "SELECT * FROM read_json('%s/output/*.json', columns = {%s, n: 'BIGINT', total: 'BIGINT', least: 'BIGINT'})"
                        .formatted(directory, TYPES);
        String expected =
                "SELECT xs, r, COUNT(*) AS n, SUM(id)::BIGINT AS total, MIN(id) AS least FROM read_json('%s/input/*.json', columns = {id: 'BIGINT', %s}) GROUP BY xs, r"
                        .formatted(directory, TYPES);
        assertThat(count(expected)).as("enough groups").isGreaterThan(200);
        assertThat(count(ours)).isEqualTo(count(expected));
        assertThat(count("(%s) EXCEPT ALL (%s)".formatted(expected, ours))).isZero();
        assertThat(count("(%s) EXCEPT ALL (%s)".formatted(ours, expected))).isZero();
    }

    private static long count(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM (%s) AS q".formatted(query))) {
            result.next();
            return result.getLong(1);
        }
    }

    @Test
    void groupsAreThoseOfDuckDbAndAreFoundAgainInTheStoredState() throws IOException, SQLException {
        Path input = Files.createDirectories(directory.resolve("input"));
        Files.writeString(input.resolve("a.json"), rows(1));
        Files.writeString(input.resolve("b.json"), rows(2));
        run(2);
        compare();
        Files.writeString(input.resolve("c.json"), rows(3));
        run(1);
        compare();
    }
}
