package io.sluice.benchmarks.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each query of the benchmark has DuckDB's result. */
class ShapesTest {
    private static final long ROWS = 30_000;

    @TempDir
    private static Path data;

    private static Connection duckdb;

    @BeforeAll
    static void makeFiles() throws Exception {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        ShapeFiles.write(duckdb, data, ROWS);
    }

    @AfterAll
    static void close() throws SQLException {
        duckdb.close();
    }

    static Stream<String> names() {
        return Shape.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void resultIsThatOfDuckDb(String name) throws Exception {
        ShapeRun.Difference difference = new ShapeRun(Shape.of(name), data, duckdb, 2).difference();
        assertThat(difference.rows()).isPositive();
        assertThat(difference).matches(ShapeRun.Difference::isNone);
    }
}
