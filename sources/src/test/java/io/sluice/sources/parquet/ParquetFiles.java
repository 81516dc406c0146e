package io.sluice.sources.parquet;

import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.format.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a Parquet file as a table. */
final class ParquetFiles {
    private ParquetFiles() {}

    static List<List<Object>> read(Path file, String... columns) throws IOException {
        return read(file, TestTable.of(columns));
    }

    static List<List<Object>> read(Path file, SourceTable table) throws IOException {
        return TestRows.of(splits(file, table, ScanPredicate.TRUE), table);
    }

    static List<Split> splits(Path file, SourceTable table, ScanPredicate predicate) throws IOException {
        Scan scan = new Scan(TestTable.scan(table).columns(), predicate);
        return format(table, false).splits(dataFile(file), scan);
    }

    static ParquetFormat format(SourceTable table, boolean truncateNanos) {
        return new ParquetFormat(ColumnType.of(table), table.zone(), truncateNanos, false);
    }

    static DataFile dataFile(Path file) throws IOException {
        return new DataFile("t", file, Files.size(file), 0);
    }
}
