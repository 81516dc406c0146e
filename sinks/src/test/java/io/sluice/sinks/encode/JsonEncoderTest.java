package io.sluice.sinks.encode;

import static io.sluice.sinks.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.sinks.Columns;
import io.sluice.sinks.Rows;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class JsonEncoderTest {
    private static final long MICROS = 1_614_556_799_123_456L;

    @Test
    void rowIsOneLineWithAllColumns() {
        Schema schema = new Schema(List.of(
                Columns.bool("b"),
                Columns.integer("n", 64),
                Columns.real("d", FloatingPointPrecision.DOUBLE),
                Columns.decimal("narrow", 10, 2),
                Columns.decimal("wide", 30, 2),
                Columns.string("s"),
                Columns.date("day"),
                Columns.timestamp("at", 3),
                Columns.instant("instant", 6)));
        Object[] values = row(
                true,
                -7L,
                1e7,
                new BigDecimal("0.05"),
                new BigDecimal("1234567890123456789012.50"),
                "a",
                LocalDate.of(2001, 1, 31),
                MICROS,
                MICROS);
        assertThat(json(schema, TimestampStyle.SQL, values))
                .isEqualTo(
                        "{\"b\":true,\"n\":-7,\"d\":1.0E7,\"narrow\":0.05,\"wide\":1234567890123456789012.50,\"s\":\"a\","
                                + "\"day\":\"2001-01-31\",\"at\":\"2021-02-28 23:59:59.123\","
                                + "\"instant\":\"2021-02-28 23:59:59.123456Z\"}\n");
        assertThat(json(schema, TimestampStyle.ISO_8601, values))
                .contains("\"2021-02-28T23:59:59.123\"", "\"2021-02-28T23:59:59.123456Z\"");
    }

    @Test
    void nullsAreWritten() {
        Schema schema = new Schema(List.of(Columns.integer("n", 32), Columns.string("s"), Columns.timestamp("at", 3)));
        assertThat(json(schema, TimestampStyle.SQL, row(1, null, null), row(null, "x", 0)))
                .isEqualTo("{\"n\":1,\"s\":null,\"at\":null}\n"
                        + "{\"n\":null,\"s\":\"x\",\"at\":\"1970-01-01 00:00:00.000\"}\n");
    }

    @Test
    void notANumberAndInfinitiesAreTexts() {
        Schema schema = new Schema(List.of(
                Columns.real("f", FloatingPointPrecision.SINGLE), Columns.real("d", FloatingPointPrecision.DOUBLE)));
        assertThat(json(schema, TimestampStyle.SQL, row(Float.NaN, Double.NEGATIVE_INFINITY)))
                .isEqualTo("{\"f\":\"NaN\",\"d\":\"-Infinity\"}\n");
    }

    @Test
    void everyTextComesBack() throws IOException {
        Schema schema = new Schema(List.of(Columns.string("a \"name\"\n")));
        StringBuilder controls = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            controls.append(c);
        }
        for (String text : List.of(controls.toString(), "", "\"\\/\b\f\n\r\t", "茶 🫖", "x".repeat(100_000))) {
            String line = json(schema, TimestampStyle.SQL, row(text));
            assertThat(line.substring(0, line.length() - 1)).doesNotContain("\n");
            assertThat(new ObjectMapper().readTree(line).get("a \"name\"\n").textValue())
                    .isEqualTo(text);
        }
    }

    private static String json(Schema schema, TimestampStyle style, Object[]... values) {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot rows = Rows.of(allocator, schema, values)) {
            JsonEncoder encoder = new JsonEncoder(schema, style);
            TextBuffer text = new TextBuffer();
            JsonCell[] cells = encoder.bind(rows);
            for (int row = 0; row < rows.getRowCount(); row++) {
                encoder.appendRow(text, cells, row);
            }
            return text.toString();
        }
    }
}
