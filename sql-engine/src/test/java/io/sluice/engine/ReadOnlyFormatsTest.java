package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Formats that are read and not written: a table of them may be declared, and only writing to it is refused. */
class ReadOnlyFormatsTest {
    @TempDir
    private Path directory;

    private List<String> rows(String columns, String format) {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(
                            """
                            CREATE TABLE source (%s) WITH ('connector' = 'filesystem', 'path' = 'in', 'format' = '%s');
                            CREATE TABLE result (%s) WITH ('connector' = 'memory');
                            INSERT INTO result SELECT * FROM source;
                            """
                                    .formatted(columns, format, columns))
                    .awaitTermination();
            return session.memoryTable("result").orElseThrow().integrated().stream()
                    .map(row -> row.values().toString())
                    .toList();
        }
    }

    @Test
    void rawLinesAreRead() throws IOException {
        Files.createDirectories(directory.resolve("in"));
        Files.writeString(directory.resolve("in/a.txt"), "one\n\ntwo\n");
        assertThat(rows("line STRING", "raw")).containsExactly("[one]", "[]", "[two]");
    }

    @Test
    void avroIsRead() throws IOException {
        Files.createDirectories(directory.resolve("in"));
        Schema schema = SchemaBuilder.record("r")
                .fields()
                .requiredInt("id")
                .optionalString("v")
                .endRecord();
        try (DataFileWriter<GenericData.Record> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, directory.resolve("in/a.avro").toFile());
            writer.append(
                    new GenericRecordBuilder(schema).set("id", 1).set("v", "x").build());
            writer.append(
                    new GenericRecordBuilder(schema).set("id", 2).set("v", null).build());
        }
        assertThat(rows("v STRING, id INT", "avro")).containsExactly("[x, 1]", "[null, 2]");
    }

    @Test
    void writingIsRefusedByName() throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve("in")).resolve("a.txt"), "one\n");
        for (String format : new String[] {"avro", "raw"}) {
            try (Session session = Sluice.open(SessionConfig.in(directory))) {
                String script =
                        """
                        CREATE TABLE source (v STRING) WITH ('connector' = 'filesystem', 'path' = 'in', 'format' = 'raw');
                        CREATE TABLE target (v STRING) WITH ('connector' = 'filesystem', 'path' = 'out', 'format' = '%s');
                        INSERT INTO target SELECT * FROM source;
                        """
                                .formatted(format);
                assertThatThrownBy(() -> session.sql(script).awaitTermination())
                        .hasMessageContaining(
                                "cannot open table \"target\": expected option 'format' to be 'parquet', 'json' or 'csv',"
                                        + " got '" + format + "'");
            }
        }
    }
}
