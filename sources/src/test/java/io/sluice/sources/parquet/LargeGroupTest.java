package io.sluice.sources.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.ScanPredicate;
import io.sluice.sources.ScanPredicate.Comparison;
import io.sluice.sources.ScanPredicate.Operator;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large row group is read by several threads, each a part of it. */
class LargeGroupTest {
    private static final int ROWS = 300_000;

    @TempDir
    Path folder;

    private Path written(String columns) throws Exception {
        Path file = folder.resolve("t.parquet");
        try (DuckDb duckDb = new DuckDb()) {
            duckDb.run("COPY (SELECT %s FROM range(%d) r(i)) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 400000)"
                    .formatted(columns, ROWS, file));
        }
        return file;
    }

    @Test
    void partsHaveAllRowsInTheirOrder() throws Exception {
        Path file = written(
                "i, 'w' || i % 7 AS word, 'a text of its own ' || i AS path, CASE WHEN i % 3 = 0 THEN NULL ELSE i / 2.0 END::DOUBLE AS half");
        SourceTable table = TestTable.of("i BIGINT", "word STRING", "path STRING", "half DOUBLE");
        List<Split> splits = ParquetFiles.splits(file, table, ScanPredicate.TRUE);
        assertThat(splits).extracting(Split::estimatedRows).containsExactly(100_000L, 100_000L, 100_000L);
        assertThat(splits)
                .extracting(Split::place)
                .containsExactly(
                        "from row 0 of row group 0",
                        "from row 100000 of row group 0",
                        "from row 200000 of row group 0");
        List<List<Object>> rows = TestRows.of(splits, table);
        assertThat(rows).hasSize(ROWS);
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(rows).isEqualTo(duckDb.rows("FROM read_parquet('" + file + "')"));
        }
    }

    @Test
    void listsAreReadFromTheRowInWhichAPartBegins() throws Exception {
        Path file = written("i, [x + i FOR x IN range(i % 3)] AS many");
        SourceTable table = TestTable.of("i BIGINT", "many ARRAY<BIGINT>");
        List<List<Object>> rows = ParquetFiles.read(file, table);
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(rows).isEqualTo(duckDb.rows("FROM read_parquet('" + file + "')"));
        }
    }

    @Test
    void partsAreLeftOutWithTheirPages() throws Exception {
        Path file = folder.resolve("t.parquet");
        new SampleWriter(file).nullRate(0).rowsPerGroup(ROWS).pageRows(10_000).write(ROWS);
        SourceTable table = TestTable.of("wide BIGINT");
        List<List<Object>> all = ParquetFiles.read(file, table);
        long bound = (Long) all.get(ROWS / 2).get(0);
        ScanPredicate above = new ScanPredicate(List.of(new Comparison(0, Operator.GREATER_OR_EQUAL, bound)));
        List<List<Object>> read = TestRows.of(ParquetFiles.splits(file, table, above), table);
        assertThat(passing(read, bound)).containsExactly(passing(all, bound));
    }

    private static long[] passing(List<List<Object>> rows, long bound) {
        return rows.stream()
                .map(row -> (Long) row.get(0))
                .filter(value -> value != null && value >= bound)
                .flatMapToLong(LongStream::of)
                .toArray();
    }
}
