package io.sluice.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class CellTextTest {
    private static final long MICROS = 1_614_556_799_123_456L;

    @Test
    void textsAreThoseOfCasts() {
        assertThat(text(Columns.bool("x"), true)).isEqualTo("TRUE");
        assertThat(text(Columns.bool("x"), false)).isEqualTo("FALSE");
        assertThat(text(Columns.integer("x", 8), -128)).isEqualTo("-128");
        assertThat(text(Columns.integer("x", 16), 300)).isEqualTo("300");
        assertThat(text(Columns.integer("x", 32), 70000)).isEqualTo("70000");
        assertThat(text(Columns.integer("x", 64), Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(text(Columns.real("x", FloatingPointPrecision.SINGLE), 1.5f)).isEqualTo("1.5");
        assertThat(text(Columns.real("x", FloatingPointPrecision.DOUBLE), 1e7)).isEqualTo("1.0E7");
        assertThat(text(Columns.real("x", FloatingPointPrecision.DOUBLE), Double.NaN))
                .isEqualTo("NaN");
        assertThat(text(Columns.decimal("x", 30, 2), new BigDecimal("-0.50"))).isEqualTo("-0.50");
        assertThat(text(Columns.decimal("x", 10, 9), new BigDecimal("0.000000001")))
                .isEqualTo("0.000000001");
        assertThat(text(Columns.string("x"), "čaj 茶")).isEqualTo("čaj 茶");
        assertThat(text(Columns.date("x"), LocalDate.of(2001, 1, 31))).isEqualTo("2001-01-31");
    }

    @Test
    void timesHaveTheDigitsOfTheirPrecision() {
        assertThat(text(Columns.timestamp("x", 0), MICROS)).isEqualTo("2021-02-28 23:59:59");
        assertThat(text(Columns.timestamp("x", 3), MICROS)).isEqualTo("2021-02-28 23:59:59.123");
        assertThat(text(Columns.timestamp("x", 6), MICROS)).isEqualTo("2021-02-28 23:59:59.123456");
        assertThat(text(Columns.timestamp("x", 2), -1L)).isEqualTo("1969-12-31 23:59:59.99");
    }

    @Test
    void instantsAreShownInTheZone() {
        CellText texts = CellText.sql(ZoneId.of("Europe/Berlin"));
        assertThat(text(texts, Columns.instant("x", 3), MICROS)).isEqualTo("2021-03-01 00:59:59.123");
        assertThat(text(Columns.instant("x", 3), MICROS)).isEqualTo("2021-02-28 23:59:59.123");
    }

    @Test
    void nullIsNamedAndPeopleSeeSmallBooleans() {
        assertThat(text(Columns.string("x"), null)).isEqualTo("NULL");
        assertThat(text(CellText.display(ZoneOffset.UTC), Columns.bool("x"), true))
                .isEqualTo("true");
    }

    private static String text(Field column, Object value) {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot rows = Rows.of(allocator, new Schema(List.of(column)), Rows.row(value))) {
            return CellText.of(rows.getVector(0), 0);
        }
    }

    private static String text(CellText texts, Field column, Object value) {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot rows = Rows.of(allocator, new Schema(List.of(column)), Rows.row(value))) {
            return texts.text(rows.getVector(0), 0);
        }
    }
}
