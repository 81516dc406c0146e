package io.sluice.planner.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeFormatTest {
    private static final List<String> PATTERNS = List.of(
            "yyyy-MM-dd HH:mm:ss",
            "yyyy/MM/dd HH:mm",
            "yyyyMMddHHmmss",
            "yyyyMMddHHmmssSSS",
            "yyyyMMdd",
            "yyyy-MM-dd'T'HH:mm:ss.SSSSSS",
            "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS",
            "d.M.yyyy H:m:s",
            "dd.MM.yyyy",
            "yyyy",
            "yyyy-MM",
            "'at' HH.mm 'o''clock'",
            "yyyy-MM-dd HH");
    private static final int ROUNDS = 20_000;

    @Test
    void patternsReadWhatJavaTimeReads() {
        Random random = new Random(3);
        for (String pattern : PATTERNS) {
            TimeFormat format = new TimeFormat(pattern);
            int read = 0;
            for (int i = 0; i < ROUNDS; i++) {
                String text = damaged(
                        random, DateTimeFormatter.ofPattern(pattern, Locale.US).format(time(random)));
                long expected = read(pattern, text);
                read += expected == ScalarFunction.NULL_LONG ? 0 : 1;
                assertThat(format.read(RandomText.inside(text)))
                        .as("'%s' read by %s", text, pattern)
                        .isEqualTo(expected);
            }
            assertThat(read).as(pattern).isBetween(ROUNDS / 4, ROUNDS - 1);
        }
    }

    @Test
    void patternsWriteWhatJavaTimeWrites() {
        Random random = new Random(4);
        for (String pattern : PATTERNS) {
            TimeFormat format = new TimeFormat(pattern);
            DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.US);
            LocalDateTime time = time(random);
            for (int i = 0; i < ROUNDS; i++) {
                boolean near = random.nextInt(3) > 0; // a time in the same unit takes a short cut
                time = near ? time.plusNanos((random.nextInt(1 << 20) - (1 << 19)) * 100_000L) : time(random);
                time = time.getYear() < 1 || time.getYear() > 9999 ? time(random) : time.truncatedTo(ChronoUnit.MICROS);
                Utf8 out = new Utf8();
                format.write(micros(time), ZoneOffset.UTC, out);
                assertThat(out).hasToString(formatter.format(time));
            }
        }
    }

    @Test
    void usualPatternsAreCompiled() {
        assertThat(PATTERNS.stream()
                        .filter(pattern -> TimePattern.compile(pattern).isEmpty()))
                .containsExactly("'at' HH.mm 'o''clock'");
        assertThat(List.of("yyyyM", "dMMyyyy", "yyyy1", "MM-dd", "HH:ss").stream()
                        .filter(pattern ->
                                TimePattern.compile(pattern).orElseThrow().isReadable()))
                .isEmpty();
        assertThat(List.of("yy-MM-dd", "MMM", "yyyy[-MM]", "HHH", "SSSSSSSSSS", "yyyy yyyy", "'open").stream()
                        .filter(pattern -> TimePattern.compile(pattern).isPresent()))
                .isEmpty();
    }

    @Test
    void yearsBeyondFourDigitsAreReadAndWritten() {
        TimeFormat format = new TimeFormat("yyyy-MM-dd");
        long micros = format.read(Utf8.of("+12020-01-02"));
        Utf8 out = new Utf8();
        format.write(micros, ZoneOffset.UTC, out);
        assertThat(out).hasToString("+12020-01-02");
        assertThat(format.read(Utf8.of("+999999999-01-02"))).isEqualTo(ScalarFunction.NULL_LONG);
    }

    private static LocalDateTime time(Random random) {
        long second = -62_135_596_800L + (long) (random.nextDouble() * 315_537_897_600L);
        LocalDateTime time = LocalDateTime.ofEpochSecond(second, random.nextInt(1_000_000) * 1_000, ZoneOffset.UTC);
        return random.nextInt(4) == 0 ? time.withDayOfMonth(1).minusDays(1).withHour(0) : time;
    }

    private static String damaged(Random random, String text) {
        if (random.nextInt(2) == 0) {
            return text;
        }
        int at = random.nextInt(text.length() + 1);
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + text.substring(Math.min(text.length(), at + 1));
            case 1 -> text.substring(0, at) + "0123456789 -+é".charAt(random.nextInt(14)) + text.substring(at);
            case 2 -> text.replace("00", "24");
            default -> text.replace("28", "31");
        };
    }

    /** With the days of a month checked, as STRICT does; the years of an era and 24:00 as SMART does. */
    private static long read(String pattern, String text) {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.US);
        try {
            var raw = formatter.parseUnresolved(text, new ParsePosition(0));
            var parsed = formatter.parse(text);
            long year = get(raw, ChronoField.YEAR_OF_ERA, 1970);
            int month = (int) get(raw, ChronoField.MONTH_OF_YEAR, 1);
            int day = (int) get(raw, ChronoField.DAY_OF_MONTH, 1);
            long hour = get(raw, ChronoField.HOUR_OF_DAY, 0);
            LocalDateTime date = LocalDate.of((int) year, month, day).atStartOfDay();
            assertThat(parsed).isNotNull();
            return micros(date.plusHours(hour)
                    .plusMinutes(get(raw, ChronoField.MINUTE_OF_HOUR, 0))
                    .plusSeconds(get(raw, ChronoField.SECOND_OF_MINUTE, 0))
                    .plusNanos(get(raw, ChronoField.NANO_OF_SECOND, 0)));
        } catch (DateTimeException e) {
            return ScalarFunction.NULL_LONG;
        }
    }

    private static long get(TemporalAccessor parsed, ChronoField field, long otherwise) {
        return parsed.isSupported(field) ? parsed.getLong(field) : otherwise;
    }

    private static long micros(LocalDateTime time) {
        return time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1_000;
    }
}
