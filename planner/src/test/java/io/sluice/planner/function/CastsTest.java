package io.sluice.planner.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CastsTest {
    private static final int ROUNDS = 100_000;

    private final Random random = new Random(9);

    @Test
    void integersComeBackFromTheirText() {
        for (int i = 0; i < ROUNDS; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            String text = text(out -> Casts.longToString(value, out));
            assertThat(text).isEqualTo(Long.toString(value));
            assertThat(Casts.stringToLong(RandomText.inside(text), Long.MIN_VALUE, Long.MAX_VALUE))
                    .isEqualTo(value);
        }
        assertThat(text(out -> Casts.longToString(Long.MIN_VALUE, out))).isEqualTo("-9223372036854775808");
    }

    @Test
    void doublesAreReadAndWrittenAsJavaDoes() {
        for (int i = 0; i < ROUNDS; i++) {
            double value = number();
            String text = text(out -> Casts.doubleToString(value, out));
            assertThat(text).isEqualTo(Double.toString(value));
            assertThat(Casts.stringToDouble(RandomText.inside(text))).isEqualTo(Double.valueOf(value));
            String plain = Long.toString(random.nextLong() >> random.nextInt(60));
            int sign = plain.startsWith("-") ? 1 : 0;
            int point = sign + random.nextInt(plain.length() - sign + 1);
            String decimal = plain.substring(0, point) + "." + plain.substring(point);
            assertThat(Casts.stringToDouble(RandomText.inside(decimal))).isEqualTo(Double.parseDouble(decimal));
            assertThat(Casts.stringToFloat(RandomText.inside(decimal))).isEqualTo(Float.parseFloat(decimal));
        }
    }

    private double number() {
        return switch (random.nextInt(3)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextInt(20_000_000) - 10_000_000;
            default -> random.nextInt(1_000_000) / 1_000.0;
        };
    }

    @Test
    void timestampsComeBackFromTheirText() {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");
        for (int i = 0; i < ROUNDS; i++) {
            long second = -62_135_596_800L + (long) (random.nextDouble() * 315_537_897_600L);
            LocalDateTime time = LocalDateTime.ofEpochSecond(second, random.nextInt(1_000_000) * 1_000, ZoneOffset.UTC);
            long micros = second * 1_000_000 + time.getNano() / 1_000;
            String text = text(out -> Casts.timestampToString(micros, 6, out));
            assertThat(text).isEqualTo(formatter.format(time));
            assertThat(Casts.stringToTimestamp(RandomText.inside(text), 6)).isEqualTo(micros);
            int precision = random.nextInt(7);
            long cut = Casts.truncateTimestamp(micros, precision);
            String shorter = text(out -> Casts.timestampToString(cut, precision, out));
            assertThat(text).startsWith(shorter);
            assertThat(Casts.stringToTimestamp(RandomText.inside(shorter), 6)).isEqualTo(cut);
        }
    }

    @Test
    void yearsOutsideOfFourDigitsAreWritten() {
        assertThat(text(out -> Casts.dateToString(Calendar.days(12_345, 6, 7), out)))
                .isEqualTo("12345-06-07");
        assertThat(text(out -> Casts.dateToString(Calendar.days(-5, 1, 2), out)))
                .isEqualTo("-0005-01-02");
    }

    @Test
    void intervalsAreWrittenWithTheirSign() {
        assertThat(text(out -> Casts.dayTimeToString(90 * Calendar.MINUTE, out)))
                .isEqualTo("+0 01:30:00.000");
        assertThat(text(out -> Casts.dayTimeToString(-Calendar.DAY - 1, out))).isEqualTo("-1 00:00:00.000001");
        assertThat(text(out -> Casts.yearMonthToString(14, out))).isEqualTo("+1-02");
        assertThat(text(out -> Casts.yearMonthToString(-1, out))).isEqualTo("-0-01");
    }

    @Test
    void intervalsAreReadAsTheyAreWrittenAsLiteralsAndAsDurations() {
        long hour = Calendar.HOUR;
        Map<String, Long> micros = Map.ofEntries(
                Map.entry("+0 01:30:00.000", 90 * Calendar.MINUTE),
                Map.entry("-1 00:00:00.000001", -Calendar.DAY - 1),
                Map.entry(" 1 2:3:4.1234567 ", Calendar.DAY + 2 * hour + 184_123_456),
                Map.entry("+106751991 04:00:54.775807", Long.MAX_VALUE),
                Map.entry("INTERVAL '-1 02:00:00' DAY TO SECOND", -26 * hour),
                Map.entry("PT1H", hour),
                Map.entry("-P1DT2H", -26 * hour),
                Map.entry("P2W", 14 * Calendar.DAY),
                Map.entry("PT-24H-0.000001S", -24 * hour - 1),
                Map.entry("P1DT-1M0.5S", Calendar.DAY - Calendar.MINUTE + 500_000));
        micros.forEach((text, value) ->
                assertThat(Casts.stringToDayTime(Utf8.of(text))).as(text).isEqualTo(value));
        Map<String, Long> months = Map.of(
                "+1-02", 14L, "-0-1", -1L, "INTERVAL '1-2' YEAR TO MONTH", 14L, "P1Y2M", 14L, "P-6M", -6L, "P1Y", 12L);
        months.forEach((text, value) ->
                assertThat(Casts.stringToYearMonth(Utf8.of(text))).as(text).isEqualTo(value));
        for (String text : List.of(
                "",
                "+",
                "1",
                "1 2",
                "1 02:03",
                "1 24:00:00",
                "1 00:60:00",
                "1 00:00:60",
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
                "P1D1D",
                "PT1HT1M",
                "1 00:00:00.",
                "PT1.S",
                "106751992 00:00:00",
                "P99999999999999999999D",
                "INTERVAL '1' DAY",
                "INTERVAL '' DAY TO SECOND",
                "--1 00:00:00")) {
            assertThatThrownBy(() -> Casts.stringToDayTime(Utf8.of(text)))
                    .as(text)
                    .isInstanceOf(RowException.class)
                    .hasMessageContaining("to INTERVAL DAY TO SECOND: expected the form");
        }
        for (String text : List.of(
                "",
                "1",
                "1-",
                "-02",
                "1-12",
                "1-002",
                "P",
                "P1M1Y",
                "P1Y1Y",
                "P1D",
                "PT1M",
                "P1M2M",
                "200000000-00",
                "1-2x")) {
            assertThatThrownBy(() -> Casts.stringToYearMonth(Utf8.of(text)))
                    .as(text)
                    .isInstanceOf(RowException.class);
        }
        assertThat(text(out -> Casts.dayTimeToString(Long.MIN_VALUE, out))).isEqualTo("-106751991 04:00:54.775808");
    }

    @Test
    void textIsCutAndFilledByCharacters() {
        assertThat(text(out -> {
                    out.append("日本語");
                    Casts.cut(out, 2);
                }))
                .isEqualTo("日本");
        assertThat(text(out -> {
                    out.append("日");
                    Casts.pad(out, 3);
                }))
                .isEqualTo("日  ");
    }

    @Test
    void messagesShowTheTextAndSayWhatToDo() {
        assertThatThrownBy(() -> Casts.stringToLong(Utf8.of("x".repeat(100)), Long.MIN_VALUE, Long.MAX_VALUE))
                .hasMessage("cannot cast '" + "x".repeat(60) + "…' to BIGINT")
                .satisfies(e -> assertThat(((RowException) e).hint())
                        .isEqualTo("Correct the value, or use TRY_CAST to get NULL instead."))
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
    }

    private static String text(Consumer<Utf8> cast) {
        Utf8 out = new Utf8(new byte[1], 0, 0);
        cast.accept(out);
        return out.toString();
    }
}
