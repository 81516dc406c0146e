package io.sluice.sources.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import io.sluice.sources.column.ColumnType;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns read for some rows of a batch have at these rows what they have when all are read. */
class SelectionTest {
    private static final String[] COLUMNS = {
        "flag BOOLEAN",
        "number INT",
        "wide BIGINT",
        "half FLOAT",
        "real DOUBLE",
        "word STRING",
        "path STRING",
        "price DECIMAL(9, 2)",
        "huge DECIMAL(38, 6)",
        "text_decimal DECIMAL(30, 3)",
        "legacy TIMESTAMP"
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "PARQUET_1_0, true, false, 0, 700",
        "PARQUET_1_0, true, false, 0.1, 700",
        "PARQUET_1_0, false, true, 0, 20000",
        "PARQUET_2_0, true, false, 0, 20000",
        "PARQUET_2_0, false, false, 0, 700",
        "PARQUET_2_0, false, false, 0.3, 20000"
    })
    void chosenRowsAreThoseOfTheWholeBatch(
            WriterVersion version, boolean dictionary, boolean splitStream, double nullRate, int pageRows)
            throws Exception {
        Path file = folder.resolve("t.parquet");
        new SampleWriter(file)
                .version(version)
                .dictionary(dictionary)
                .splitStream(splitStream)
                .nullRate(nullRate)
                .rowsPerGroup(9_000)
                .pageRows(pageRows)
                .write(11_000);
        SourceTable table = TestTable.of(COLUMNS);
        List<List<Object>> all = ParquetFiles.read(file, table);
        for (double rate : new double[] {0, 0.001, 0.05, 1}) {
            compare(ParquetFiles.splits(file, table, ScanPredicate.TRUE), table, all, rate);
        }
    }

    private static void compare(List<Split> splits, SourceTable table, List<List<Object>> all, double rate) {
        Random random = new Random(7);
        List<ColumnType> columns = ColumnType.of(table);
        int[] chosen = new int[SplitReader.MAX_ROWS];
        int first = 0;
        for (Split split : splits) {
            try (SplitReader reader = split.open()) {
                for (int rows = reader.next(); rows >= 0; rows = reader.next()) {
                    int count = choose(rows, rate, random, chosen);
                    for (int column = 0; column < columns.size() && count > 0; column++) {
                        // Columns that are not asked for in some batches lag behind.
                        if (random.nextInt(4) > 0) {
                            ColumnVector vector = reader.column(column, chosen, count);
                            compare(
                                    vector,
                                    columns.get(column),
                                    chosen,
                                    count,
                                    all.subList(first, first + rows),
                                    column);
                        }
                    }
                    first += rows;
                }
            }
        }
        assertThat(first).isEqualTo(all.size());
    }

    private static int choose(int rows, double rate, Random random, int[] chosen) {
        int count = 0;
        boolean clustered = random.nextBoolean();
        int from = random.nextInt(rows);
        for (int row = 0; row < rows; row++) {
            boolean near = !clustered || row >= from && row < from + 500;
            if (near && random.nextDouble() < rate) {
                chosen[count++] = row;
            }
        }
        return count;
    }

    private static void compare(
            ColumnVector vector, ColumnType type, int[] chosen, int count, List<List<Object>> batch, int column) {
        for (int i = 0; i < count; i++) {
            Object expected = batch.get(chosen[i]).get(column);
            Object got = TestRows.value(vector, chosen[i], type);
            if (expected == null ? got != null : !expected.equals(got)) {
                assertThat(got)
                        .as("column %s, row %d of the batch", type.name(), chosen[i])
                        .isEqualTo(expected);
            }
        }
    }
}
