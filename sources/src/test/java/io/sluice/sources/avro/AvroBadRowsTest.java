package io.sluice.sources.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.BadRow;
import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.SourceException;
import io.sluice.sources.SplitReader;
import io.sluice.sources.TestRows;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import io.sluice.sources.format.DataFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of records with a value that does not fit its column. */
class AvroBadRowsTest {
    private static final Schema SCHEMA = new Schema.Parser()
            .parse(
                    """
                    {"type": "record", "name": "t", "fields": [
                      {"name": "small", "type": ["null", "long"]},
                      {"name": "tags", "type": {"type": "array", "items": "long"}},
                      {"name": "name", "type": "string"},
                      {"name": "at", "type": {"type": "long", "logicalType": "timestamp-nanos"}}]}""");

    private static final List<ColumnType> COLUMNS = List.of(
            new ColumnType("small", Kind.TINYINT, 0, 0, false),
            new ColumnType("tags", Kind.ARRAY, 0, 0, true, List.of(new ColumnType("", Kind.INT, 0, 0, true))),
            new ColumnType("name", Kind.STRING, 0, 0, true),
            new ColumnType("at", Kind.TIMESTAMP, 6, 0, true));

    @TempDir
    private Path directory;

    private long count;
    private final List<BadRow> bad = new ArrayList<>();

    private static GenericRecord record(Long small, List<Long> tags, String name, long nanos) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("small", small);
        record.put("tags", tags);
        record.put("name", name);
        record.put("at", nanos);
        return record;
    }

    private List<List<Object>> read(BadRowPolicy policy, List<GenericRecord> records) throws Exception {
        Path file = directory.resolve("t.avro");
        byte[] bytes = AvroFiles.write(SCHEMA, "null", 64, records);
        Files.write(file, bytes);
        AvroFormat format = new AvroFormat(COLUMNS, ZoneOffset.UTC, false, policy);
        Scan scan =
                new Scan(IntStream.range(0, COLUMNS.size()).boxed().toList(), ScanPredicate.TRUE, OptionalInt.empty());
        List<List<Object>> rows = new ArrayList<>();
        format.splits(new DataFile("t", file, bytes.length, 0), scan).forEach(split -> {
            rows.addAll(TestRows.of(split, COLUMNS, reader -> bad.addAll(reader.takeBadRows())));
            try (SplitReader reader = split.open()) {
                while (reader.next() >= 0) {
                    reader.takeBadRows();
                }
                count = reader.badRows();
            }
        });
        return rows;
    }

    private static List<GenericRecord> mixed() {
        return List.of(
                record(1L, List.of(1L, 2L), "a", 1000),
                record(300L, List.of(3L), "bb", 2000),
                record(2L, List.of(4L, 1L << 40), "ccc", 3000),
                record(null, List.of(), "dddd", 4000),
                record(3L, List.of(5L), "eeeee", 5001),
                record(4L, List.of(6L, 7L, 8L), "ffffff", 6000));
    }

    @Test
    void recordsThatDoNotFitAreLeftOutWhole() throws Exception {
        assertThat(read(BadRowPolicy.SKIP, mixed()))
                .extracting(Object::toString)
                .containsExactly("[1, [1, 2], a, 1]", "[4, [6, 7, 8], ffffff, 6]");
        assertThat(count).isEqualTo(4);
        assertThat(bad).isEmpty();
    }

    @Test
    void theyAreKeptAsJson() throws Exception {
        assertThat(read(BadRowPolicy.DEAD_LETTER, mixed())).hasSize(2);
        assertThat(bad)
                .extracting(BadRow::error)
                .containsExactly(
                        "column \"small\": expected TINYINT, got 300",
                        "column \"\": expected INT, got 1099511627776",
                        "column \"small\": expected a value, got NULL",
                        "column \"at\": expected whole microseconds, got 5001 ns; 'timestamp.nanos' = 'truncate' cuts");
        assertThat(bad.get(2).row()).isEqualTo("{\"small\": null, \"tags\": [], \"name\": \"dddd\", \"at\": 4000}");
        assertThat(bad.get(2).place()).matches(".*t\\.avro, record \\d of the block at byte \\d+");
    }

    @Test
    void theFirstEndsTheQueryIfThatIsThePolicy() {
        assertThatThrownBy(() -> read(BadRowPolicy.FAIL, mixed()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("column \"small\": expected TINYINT, got 300");
    }

    @Test
    void manyOfThemEndABatchAndLoseNothing() throws Exception {
        List<GenericRecord> records = new ArrayList<>();
        for (long i = 0; i < 5000; i++) {
            records.add(record(i % 7 == 0 ? i % 100 : 300, List.of(i), "n" + i, 1000 * i));
        }
        assertThat(read(BadRowPolicy.DEAD_LETTER, records)).hasSize(715);
        assertThat(bad).hasSize(4285);
        assertThat(bad.get(4284).row()).contains("\"name\": \"n4999\"");
    }
}
