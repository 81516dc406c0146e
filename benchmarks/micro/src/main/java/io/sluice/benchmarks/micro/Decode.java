package io.sluice.benchmarks.micro;

import io.sluice.benchmarks.micro.Columns.Sample;
import io.sluice.engine.catalog.OptionBinder;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.Source;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.file.FileSourceFactory;
import io.sluice.sources.file.FileSourceOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reading one column of a Parquet file that DuckDB wrote (snappy), a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Decode {
    private static final int ROWS = 500_000;

    @Param
    public Sample column;

    private Path folder;
    private Source source;
    private OffsetRange range;

    @Setup
    public void write() throws Exception {
        folder = Files.createTempDirectory("decode");
        Path file = folder.resolve("sample.parquet");
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("COPY (SELECT %s AS x FROM range(%d) r(i)) TO '%s' (FORMAT parquet, COMPRESSION snappy)"
                    .formatted(column.sql(), ROWS, file));
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot write " + file, e);
        }
        SourceTable table = new SourceTable(
                "sample", new Schema(List.of(Field.nullable("x", column.arrow()))), List.of(), ZoneOffset.UTC);
        FileSourceOptions options = new OptionBinder("sample", folder)
                .bind(Map.of("path", folder.toString(), "format", "parquet"), FileSourceOptions.class);
        source = new FileSourceFactory().open(table, options);
        range = new OffsetRange(
                Optional.empty(), source.next(Optional.empty(), ReadLimit.NONE).orElseThrow());
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long read() {
        long seen = 0;
        for (Split split : source.splits(range, new Scan(List.of(0), ScanPredicate.TRUE))) {
            try (SplitReader reader = split.open()) {
                for (int rows = reader.next(); rows >= 0; rows = reader.next()) {
                    seen += rows + (reader.column(0).hasNulls ? 1 : 0);
                }
            }
        }
        return seen;
    }

    @TearDown
    public void close() throws Exception {
        source.close();
        Files.delete(folder.resolve("sample.parquet"));
        Files.delete(folder);
    }
}
