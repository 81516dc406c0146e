package io.sluice.sinks.file;

import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.encode.CsvEncoder;
import io.sluice.sinks.encode.CsvStyle;
import io.sluice.sinks.encode.JsonEncoder;
import io.sluice.sinks.parquet.ParquetEncoder;
import io.sluice.sinks.parquet.ParquetSettings;
import io.sluice.sinks.parquet.ParquetWarmUp;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;

/** The encoders of a table's format. */
final class FileEncoders {
    private final FileSinkOptions options;
    private final ParquetSettings parquet;

    FileEncoders(FileSinkOptions options) {
        this.options = options;
        this.parquet = options.parquetSettings();
        if (options.fileFormat() == FileFormat.PARQUET) {
            ParquetWarmUp.start(parquet);
        }
    }

    /** Refuses columns that the format cannot hold. */
    void check(SinkTable table, Schema schema) {
        if (options.fileFormat() == FileFormat.CSV) {
            Optional<String> obstacle = CsvEncoder.obstacle(schema);
            obstacle.ifPresent(got -> {
                throw new SinkException(
                        "cannot open table \"%s\": expected columns that CSV can hold, got %s"
                                .formatted(table.name(), got),
                        "Cast it in the query, or write Parquet or JSON.");
            });
        }
    }

    FileEncoder.Factory of(Schema schema) {
        return switch (options.fileFormat()) {
            case PARQUET -> {
                ParquetEncoder.Pool pool = new ParquetEncoder.Pool(schema, parquet);
                yield out -> new ParquetFileEncoder(pool.open(out));
            }
            case JSON -> {
                JsonEncoder encoder = new JsonEncoder(schema, options.timestampStyle());
                yield out -> new JsonFileEncoder(encoder, out);
            }
            case CSV -> {
                CsvStyle style = options.csvStyle();
                CsvEncoder encoder = new CsvEncoder(schema, style);
                yield out -> new CsvFileEncoder(encoder, out);
            }
            case AVRO, RAW, ORC -> throw new IllegalStateException("a format that is not written: " + options.format());
        };
    }
}
