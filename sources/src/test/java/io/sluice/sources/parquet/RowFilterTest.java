package io.sluice.sources.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.ScanPredicate;
import io.sluice.sources.ScanPredicate.Comparison;
import io.sluice.sources.ScanPredicate.Operator;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.TestTable;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row groups are left out by their statistics, and never one that has a matching row. */
class RowFilterTest {
    private static final SourceTable TABLE = TestTable.of(
            "i BIGINT", "d DOUBLE", "s STRING", "day DATE", "ts TIMESTAMP", "price DECIMAL(9, 2)", "n INT", "f FLOAT");

    @TempDir
    static Path folder;

    private static Path file;

    /** Five row groups of 2,048 rows; the values rise with the rows. */
    @BeforeAll
    static void write() throws Exception {
        file = folder.resolve("t.parquet");
        try (DuckDb duckDb = new DuckDb()) {
            duckDb.run(
                    """
                    COPY (SELECT i, i / 2.0 AS d, printf('k%%06d', i) AS s, (DATE '1960-01-01' + i::INT) AS day,
                            TIMESTAMP '2024-01-01' + INTERVAL (i) SECOND AS ts, (i / 100.0)::DECIMAL(9, 2) AS price,
                            CASE WHEN i < 4096 THEN NULL ELSE i::INT END AS n,
                            CASE WHEN i %% 100 = 0 THEN 'NaN'::FLOAT ELSE i::FLOAT END AS f
                        FROM range(10240) r(i)) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)"""
                            .formatted(file));
        }
    }

    private static long rows(int column, Operator operator, Object literal) throws Exception {
        ScanPredicate predicate = new ScanPredicate(List.of(new Comparison(column, operator, literal)));
        return ParquetFiles.splits(file, TABLE, predicate).stream()
                .mapToLong(Split::estimatedRows)
                .sum();
    }

    @ParameterizedTest
    @CsvSource({
        "EQUAL, 0, 1",
        "EQUAL, 2047, 1",
        "EQUAL, 2048, 1",
        "EQUAL, 10240, 0",
        "EQUAL, -1, 0",
        "LESS, 0, 0",
        "LESS, 1, 1",
        "LESS, 2048, 1",
        "LESS, 2049, 2",
        "LESS_OR_EQUAL, -1, 0",
        "LESS_OR_EQUAL, 0, 1",
        "LESS_OR_EQUAL, 2047, 1",
        "LESS_OR_EQUAL, 2048, 2",
        "GREATER, 10239, 0",
        "GREATER, 10238, 1",
        "GREATER, 8191, 1",
        "GREATER, 8190, 2",
        "GREATER_OR_EQUAL, 10240, 0",
        "GREATER_OR_EQUAL, 10239, 1",
        "GREATER_OR_EQUAL, 8192, 1",
        "GREATER_OR_EQUAL, 8191, 2"
    })
    void onlyRowGroupsWithAMatchAreRead(Operator operator, long literal, int groups) throws Exception {
        assertThat(rows(0, operator, literal)).isEqualTo(2048L * groups);
        assertThat(rows(2, operator, "k%06d".formatted(literal)))
                .isEqualTo(literal < 0 ? rows(2, operator, "k") : 2048L * groups);
        assertThat(rows(3, operator, LocalDate.of(1960, 1, 1).toEpochDay() + literal))
                .isEqualTo(2048L * groups);
        assertThat(rows(4, operator, 1_704_067_200_000_000L + literal * 1_000_000))
                .isEqualTo(2048L * groups);
        assertThat(rows(5, operator, literal)).isEqualTo(2048L * groups);
    }

    @Test
    void floatsAreLeftOutByTheirLeastValueOnlySinceNaNIsInNoStatistic() throws Exception {
        assertThat(rows(1, Operator.LESS, 1.0)).isEqualTo(2048);
        assertThat(rows(1, Operator.EQUAL, -1.0)).isZero();
        assertThat(rows(1, Operator.GREATER, 1e30)).isEqualTo(10_240);
        assertThat(rows(1, Operator.GREATER_OR_EQUAL, 1e30)).isEqualTo(10_240);
        assertThat(rows(7, Operator.GREATER, 1e30)).isEqualTo(10_240);
    }

    @Test
    void rowGroupsOfNullsAloneMatchNothing() throws Exception {
        assertThat(rows(6, Operator.IS_NOT_NULL, "")).isEqualTo(3 * 2048);
        assertThat(rows(6, Operator.LESS, 1_000_000L)).isEqualTo(3 * 2048);
    }

    @Test
    void aLiteralOfAnotherTypeLeavesNothingOut() throws Exception {
        assertThat(rows(0, Operator.EQUAL, "x")).isEqualTo(10_240);
        assertThat(rows(2, Operator.EQUAL, 5L)).isEqualTo(10_240);
    }

    @Test
    void allComparisonsMustMatch() throws Exception {
        ScanPredicate predicate = new ScanPredicate(List.of(
                new Comparison(0, Operator.GREATER_OR_EQUAL, 2048L), new Comparison(2, Operator.LESS, "k004096")));
        assertThat(ParquetFiles.splits(file, TABLE, predicate))
                .singleElement()
                .satisfies(split -> assertThat(split.estimatedRows()).isEqualTo(2048));
    }
}
