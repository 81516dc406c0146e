package io.sluice.sources.column;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.column.ColumnType.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class IntervalTextTest {
    private static final long HOUR = 3_600_000_000L;

    private final IntervalText intervals = new IntervalText();

    @Test
    void timesAreReadAsWrittenAsSparkWritesThemAndAsDurations() {
        Map<String, Long> micros = Map.of(
                "+0 01:30:00.000",
                3 * HOUR / 2,
                "-1 00:00:00.000001",
                -24 * HOUR - 1,
                "1 2:3:4.1234560",
                26 * HOUR + 184_123_456,
                "+106751991 04:00:54.775807",
                Long.MAX_VALUE,
                "INTERVAL '-1 02:00:00' DAY TO SECOND",
                -26 * HOUR,
                "-P1DT2H",
                -26 * HOUR,
                "P2W",
                14 * 24 * HOUR,
                "PT-24H-0.000001S",
                -24 * HOUR - 1,
                "P1DT-1M0.5S",
                24 * HOUR - 59_500_000);
        micros.forEach((text, value) ->
                assertThat(read(text, Kind.INTERVAL_DAY_TIME)).as(text).hasValue(value));
        for (String text : List.of(
                "",
                "+",
                "1",
                "1 02:03",
                "1 24:00:00",
                "1 00:60:00",
                "1 001:00:00",
                "1-02",
                "P",
                "PT",
                "P1DT",
                "P1Y",
                "PT1D",
                "P1H",
                "PT1S1M",
                "PT1.5H",
                "PT1HT1M",
                "1 00:00:00.",
                "PT1.S",
                "1 00:00:00.0000001",
                "106751992 00:00:00",
                "P99999999999999999999D",
                "INTERVAL '1' DAY",
                "--1 00:00:00",
                "+1 02:03:04 ",
                "1 02:03:04x")) {
            assertThat(read(text, Kind.INTERVAL_DAY_TIME)).as(text).isEmpty();
        }
    }

    @Test
    void monthsAreReadAsWrittenAsSparkWritesThemAndAsDurations() {
        Map<String, Long> months = Map.of(
                "+1-02", 14L, "-0-1", -1L, "INTERVAL '1-2' YEAR TO MONTH", 14L, "P1Y2M", 14L, "P-6M", -6L, "P1Y", 12L);
        months.forEach((text, value) ->
                assertThat(read(text, Kind.INTERVAL_YEAR_MONTH)).as(text).hasValue(value));
        for (String text :
                List.of("", "1", "1-", "-02", "1-12", "P", "P1M1Y", "P1D", "PT1M", "P1M2M", "200000000-00")) {
            assertThat(read(text, Kind.INTERVAL_YEAR_MONTH)).as(text).isEmpty();
        }
    }

    private OptionalLong read(String text, Kind kind) {
        byte[] bytes = (">" + text + "<").getBytes(StandardCharsets.UTF_8);
        long value = intervals.read(bytes, 1, bytes.length - 1, new ColumnType("i", kind, 0, 0, true));
        return intervals.failed() ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
