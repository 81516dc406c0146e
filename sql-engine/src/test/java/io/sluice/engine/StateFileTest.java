package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.checkpoint.ZstdCodec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state file that a query has written is a table to others: DuckDB finds in it what it computes itself. */
class StateFileTest {
    private static final int GROUPS = 40_000;
    private static final String JOB =
            """
            CREATE TABLE input (k INT, name STRING, v BIGINT, d DOUBLE)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json', 'source.monitor-interval' = '1 s');
            CREATE TABLE totals (k INT, name STRING, total BIGINT, n BIGINT, hi DOUBLE) WITH ('connector' = 'blackhole');
            INSERT INTO totals SELECT k, name, SUM(v), COUNT(*), MAX(d) FROM input GROUP BY k, name EMIT CHANGELOG;
            """;

    @TempDir
    private Path directory;

    @Test
    void duckDbReadsTheGroupsOfAStateFile() throws IOException, SQLException {
        writeInput();
        try (Session session =
                Sluice.open(SessionConfig.in(directory).withSettings(Map.of("trigger", "available-now")))) {
            session.sql(JOB).awaitTermination();
        }
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            load(duckdb.unwrap(DuckDBConnection.class), statement, stateFile());
            statement.execute(
                    """
                    CREATE TABLE expected AS SELECT k, name, SUM(v) AS total, COUNT(*) AS n, MAX(d) AS hi
                    FROM read_json('%s/*.json', columns = {k: 'INT', name: 'VARCHAR', v: 'BIGINT', d: 'DOUBLE'})
                    GROUP BY k, name"""
                            .formatted(directory.resolve("input")));
            String stored = "SELECT k, name, a0_sum, a1_count, a2_max FROM state WHERE _op = 0";
            assertThat(number(statement, "SELECT COUNT(*) FROM state")).isEqualTo(GROUPS);
            assertThat(number(statement, "SELECT COUNT(*) FROM (%s EXCEPT FROM expected)".formatted(stored)))
                    .isZero();
            assertThat(number(statement, "SELECT COUNT(*) FROM (FROM expected EXCEPT %s)".formatted(stored)))
                    .isZero();
        }
    }

    private void writeInput() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 2 * GROUPS; i++) {
            int k = i % GROUPS;
            rows.append("{\"k\":%d,\"name\":%s,\"v\":%s,\"d\":%d.5}\n"
                    .formatted(
                            k, k % 9 == 0 ? "null" : "\"ä" + k % 100 + "\"", k % 7 == 0 ? "null" : "" + i, i % 1000));
        }
        Files.createDirectories(directory.resolve("input"));
        Files.writeString(directory.resolve("input/a.json"), rows);
    }

    /** The one of the operator; the source has its own. */
    private Path stateFile() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(".sluice/totals/state"))) {
            return files.filter(file -> file.toString().endsWith(".arrow")
                            && file.toString().contains("aggregate-1"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void load(DuckDBConnection duckdb, Statement statement, Path file) throws IOException, SQLException {
        try (BufferAllocator allocator = new RootAllocator();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                ArrowFileReader reader = new ArrowFileReader(channel, allocator, ZstdCodec.FACTORY);
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, reader, stream);
            duckdb.registerArrowStream("state_file", stream);
            statement.execute("CREATE TABLE state AS FROM state_file");
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
