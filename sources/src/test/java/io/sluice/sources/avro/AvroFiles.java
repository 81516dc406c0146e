package io.sluice.sources.avro;

import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.TestRows;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.format.DataFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** Writes files with Avro's own writer and reads them as tables. */
public final class AvroFiles {
    private AvroFiles() {}

    public static byte[] write(Schema schema, String codec, int syncInterval, List<GenericRecord> records)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(CodecFactory.fromString(codec)).setSyncInterval(syncInterval);
            writer.create(schema, out);
            for (GenericRecord record : records) {
                writer.append(record);
            }
        }
        return out.toByteArray();
    }

    public static List<List<Object>> read(Path file, byte[] bytes, long splitBytes, ColumnType... columns)
            throws IOException {
        Files.write(file, bytes);
        List<ColumnType> types = List.of(columns);
        AvroFormat format = new AvroFormat(types, ZoneOffset.UTC, false, BadRowPolicy.FAIL, splitBytes);
        Scan scan =
                new Scan(IntStream.range(0, columns.length).boxed().toList(), ScanPredicate.TRUE, OptionalInt.empty());
        return TestRows.of(format.splits(new DataFile("t", file, bytes.length, 0), scan), types);
    }
}
