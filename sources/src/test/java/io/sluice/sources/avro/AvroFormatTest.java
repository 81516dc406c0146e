package io.sluice.sources.avro;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.SourceException;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroFormatTest {
    private static final Schema SCHEMA = new Schema.Parser()
            .parse(
                    """
                    {"type": "record", "name": "trade", "fields": [
                      {"name": "passed", "type": ["null", {"type": "record", "name": "tree", "fields": [
                        {"name": "next", "type": ["null", "tree"]}, {"name": "xs", "type": {"type": "map", "values": "bytes"}}]}]},
                      {"name": "id", "type": "long"},
                      {"name": "small", "type": ["null", "int"]},
                      {"name": "name", "type": ["string", "null"]},
                      {"name": "kind", "type": {"type": "enum", "name": "kind", "symbols": ["BUY", "SELL"]}},
                      {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}},
                      {"name": "wide", "type": {"type": "fixed", "name": "f", "size": 16, "logicalType": "decimal", "precision": 30, "scale": 4}},
                      {"name": "ratio", "type": "float"},
                      {"name": "big", "type": "double"},
                      {"name": "ok", "type": "boolean"},
                      {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                      {"name": "clock", "type": {"type": "int", "logicalType": "time-millis"}},
                      {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                      {"name": "wall", "type": {"type": "long", "logicalType": "local-timestamp-millis"}},
                      {"name": "tags", "type": ["null", {"type": "array", "items": ["null", "string"]}]},
                      {"name": "marks", "type": {"type": "map", "values": "long"}},
                      {"name": "place", "type": {"type": "record", "name": "place", "fields": [
                        {"name": "y", "type": ["null", "double"]}, {"name": "x", "type": "int"}]}}
                    ]}""");

    private static final ColumnType[] COLUMNS = {
        column("id", Kind.BIGINT),
        column("place", Kind.ROW, column("x", Kind.BIGINT), column("y", Kind.DOUBLE), column("z", Kind.STRING)),
        column("small", Kind.SMALLINT),
        column("name", Kind.STRING),
        column("kind", Kind.STRING),
        new ColumnType("price", Kind.DECIMAL, 12, 3, true),
        new ColumnType("wide", Kind.DECIMAL, 38, 4, true),
        column("ratio", Kind.DOUBLE),
        column("big", Kind.DOUBLE),
        column("ok", Kind.BOOLEAN),
        column("day", Kind.DATE),
        new ColumnType("clock", Kind.TIME, 3, 0, true),
        new ColumnType("at", Kind.TIMESTAMP_LTZ, 6, 0, true),
        new ColumnType("wall", Kind.TIMESTAMP, 3, 0, true),
        column("tags", Kind.ARRAY, column("element", Kind.STRING)),
        column(
                "marks",
                Kind.MAP,
                new ColumnType("key", Kind.STRING, ColumnType.UNBOUNDED, 0, false),
                column("value", Kind.BIGINT)),
        column("missing", Kind.INT)
    };

    @TempDir
    Path folder;

    private static ColumnType column(String name, Kind kind, ColumnType... children) {
        return new ColumnType(name, kind, 0, 0, true, List.of(children));
    }

    private static GenericRecord trade(int i) {
        Schema tree = SCHEMA.getField("passed").schema().getTypes().get(1);
        GenericRecord leaf = new GenericRecordBuilder(tree)
                .set("next", null)
                .set("xs", Map.of("k", ByteBuffer.wrap(new byte[i % 7])))
                .build();
        GenericRecord root = new GenericRecordBuilder(tree)
                .set("next", leaf)
                .set("xs", Map.of())
                .build();
        byte[] wide = new byte[16];
        java.util.Arrays.fill(wide, (byte) (i % 2 == 0 ? 0 : -1));
        wide[15] = (byte) i;
        return new GenericRecordBuilder(SCHEMA)
                .set("passed", i % 3 == 0 ? null : root)
                .set("id", (long) i * 1_000_000_007L)
                .set("small", i % 4 == 0 ? null : i % 30_000)
                .set("name", i % 5 == 0 ? null : "näme " + i)
                .set("kind", new GenericData.EnumSymbol(SCHEMA.getField("kind").schema(), i % 2 == 0 ? "BUY" : "SELL"))
                .set("price", ByteBuffer.wrap(java.math.BigInteger.valueOf(-i).toByteArray()))
                .set("wide", new GenericData.Fixed(SCHEMA.getField("wide").schema(), wide))
                .set("ratio", i / 3f)
                .set("big", i / 7.0)
                .set("ok", i % 2 == 0)
                .set("day", i)
                .set("clock", i)
                .set("at", (long) i)
                .set("wall", (long) -i)
                .set("tags", i % 6 == 0 ? null : i % 6 == 1 ? List.of() : asList("a" + i, null, "b"))
                .set("marks", i % 2 == 0 ? Map.of() : Map.of("k", (long) i))
                .set(
                        "place",
                        new GenericRecordBuilder(SCHEMA.getField("place").schema())
                                .set("y", i % 2 == 0 ? null : i * 1.5)
                                .set("x", i)
                                .build())
                .build();
    }

    private static List<Object> expected(int i) {
        BigDecimal wide =
                new BigDecimal(java.math.BigInteger.valueOf(i % 2 == 0 ? (byte) i & 0xFF : (i & 0xFF) - 256), 4);
        return asList(
                i * 1_000_000_007L,
                asList((long) i, i % 2 == 0 ? null : i * 1.5, null),
                i % 4 == 0 ? null : (long) (i % 30_000),
                i % 5 == 0 ? null : "näme " + i,
                i % 2 == 0 ? "BUY" : "SELL",
                new BigDecimal(java.math.BigInteger.valueOf(-i), 2).setScale(3),
                wide,
                (double) (i / 3f),
                i / 7.0,
                i % 2 == 0,
                (long) i,
                i * 1000L,
                (long) i,
                -1000L * i,
                i % 6 == 0 ? null : i % 6 == 1 ? List.of() : asList("a" + i, null, "b"),
                i % 2 == 0 ? Map.of() : Map.of("k", (long) i),
                null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "zstandard", "bzip2"})
    void allTypesInAllCodecsWhereverTheFileIsCut(String codec) throws Exception {
        List<GenericRecord> records = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        int count = codec.equals("null") ? 20_000 : 2_000;
        for (int i = 0; i < count; i++) {
            records.add(trade(i));
            rows.add(expected(i));
        }
        byte[] bytes = AvroFiles.write(SCHEMA, codec, 4_000, records);
        for (long cut : new long[] {1_000, 16_001, 1 << 24}) {
            assertThat(AvroFiles.read(folder.resolve("t.avro"), bytes, cut, COLUMNS))
                    .as("cut at %d", cut)
                    .isEqualTo(rows);
        }
        assertThat(AvroFiles.read(
                        folder.resolve("t.avro"), AvroFiles.write(SCHEMA, codec, 100, List.of()), 100, COLUMNS))
                .isEmpty();
    }

    @Test
    void whatDoesNotFitIsRefusedWithBothTypes() throws Exception {
        byte[] bytes = AvroFiles.write(SCHEMA, "null", 100, List.of(trade(70_000)));
        Path file = folder.resolve("t.avro");
        assertThatThrownBy(() -> AvroFiles.read(file, bytes, 1 << 20, column("name", Kind.INT)))
                .isInstanceOf(SourceException.class)
                .hasMessageEndingWith("column \"name\": expected values of type INT, got Avro type string");
        assertThatThrownBy(() -> AvroFiles.read(file, bytes, 1 << 20, column("id", Kind.TIMESTAMP)))
                .hasMessageEndingWith("column \"id\": expected values of type TIMESTAMP(0), got Avro type long");
        assertThatThrownBy(() -> AvroFiles.read(file, bytes, 1 << 20, column("id", Kind.INT)))
                .hasMessageEndingWith("column \"id\": expected INT, got 70000000490000");
        assertThatThrownBy(() -> AvroFiles.read(file, bytes, 1 << 20, new ColumnType("nix", Kind.INT, 0, 0, false)))
                .hasMessageContaining("column \"nix\": expected a field of this name, got (passed, id,");
        assertThatThrownBy(() -> AvroFiles.read(file, new byte[100], 1 << 20, column("id", Kind.INT)))
                .hasMessageEndingWith("expected an Avro object container file, got another");
    }
}
