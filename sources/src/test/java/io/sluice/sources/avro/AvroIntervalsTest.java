package io.sluice.sources.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvroIntervalsTest {
    private static final Schema DURATIONS = new Schema.Parser()
            .parse(
                    """
                    {"type": "record", "name": "r", "fields": [
                      {"name": "t", "type": {"type": "fixed", "name": "a", "size": 12, "logicalType": "duration"}},
                      {"name": "m", "type": ["null", "a"]}]}""");
    private static final Schema NUMBERS = new Schema.Parser()
            .parse(
                    """
                    {"type": "record", "name": "r", "fields": [
                      {"name": "t", "type": "long"}, {"name": "m", "type": ["null", "int"]}]}""");
    private static final ColumnType[] COLUMNS = {
        new ColumnType("t", Kind.INTERVAL_DAY_TIME, 0, 0, true),
        new ColumnType("m", Kind.INTERVAL_YEAR_MONTH, 0, 0, true)
    };

    @TempDir
    private Path directory;

    @Test
    void durationsAreIntervals() throws IOException {
        assertThat(read(
                        DURATIONS,
                        row(DURATIONS, duration(0, 1, 7_200_003), null),
                        row(DURATIONS, duration(0, -1, 0), duration(14, 0, 0))))
                .containsExactly(Arrays.asList(93_600_003_000L, null), List.of(4_294_967_295L * 86_400_000_000L, 14L));
    }

    @Test
    void numbersAreIntervalsAsSparkWritesThem() throws IOException {
        assertThat(read(NUMBERS, row(NUMBERS, -5L, -14))).containsExactly(List.of(-5L, -14L));
    }

    @Test
    void aDurationOfTheOtherKindIsRefusedByItsValue() {
        assertThatThrownBy(() -> read(DURATIONS, row(DURATIONS, duration(1, 2, 3), null)))
                .hasMessageContaining("column \"t\": expected INTERVAL DAY TO SECOND, got 1 months 2 days 3 ms");
        assertThatThrownBy(() -> read(DURATIONS, row(DURATIONS, duration(0, 0, 0), duration(1, 0, 3))))
                .hasMessageContaining("column \"m\": expected INTERVAL YEAR TO MONTH, got 1 months 0 days 3 ms");
    }

    private List<List<Object>> read(Schema schema, GenericRecord... rows) throws IOException {
        return AvroFiles.read(
                directory.resolve("a.avro"), AvroFiles.write(schema, "null", 1 << 16, List.of(rows)), 1 << 20, COLUMNS);
    }

    private static GenericRecord row(Schema schema, Object time, Object months) {
        GenericRecord row = new GenericData.Record(schema);
        row.put("t", time);
        row.put("m", months);
        return row;
    }

    private static GenericData.Fixed duration(int months, int days, int millis) {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(months).putInt(days).putInt(millis);
        return new GenericData.Fixed(DURATIONS.getField("t").schema(), bytes.array());
    }
}
