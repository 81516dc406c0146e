package io.sluice.sinks.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextBufferTest {
    private static final DateTimeFormatter JAVA = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    @Test
    void numbersAreThoseOfJava() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            int scale = random.nextInt(19);
            assertThat(new TextBuffer().appendLong(number).toString()).isEqualTo(Long.toString(number));
            assertThat(new TextBuffer().appendDecimal(number, scale).toString())
                    .isEqualTo(BigDecimal.valueOf(number, scale).toPlainString());
        }
        assertThat(new TextBuffer().appendLong(Long.MIN_VALUE).toString()).isEqualTo("-9223372036854775808");
    }

    @Test
    void timesAreThoseOfJava() {
        Random random = new Random(2);
        TextBuffer text = new TextBuffer();
        for (int i = 0; i < 10_000; i++) {
            long micros = random.nextLong() >> (8 + random.nextInt(48));
            LocalDateTime time =
                    LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(micros, ChronoUnit.MICROS);
            if (time.getYear() >= 0 && time.getYear() <= 9999) {
                text.clear();
                assertThat(text.appendTimestamp(micros, 6, ' ').toString()).isEqualTo(time.format(JAVA));
            }
        }
    }

    @Test
    void yearsBeyondFourDigitsAreWritten() {
        long far = LocalDate.of(12345, 6, 7).toEpochDay();
        long before = LocalDate.of(-4, 6, 7).toEpochDay();
        assertThat(new TextBuffer()
                        .appendDate(far)
                        .appendAscii(' ')
                        .appendDate(before)
                        .toString())
                .isEqualTo("12345-06-07 -0004-06-07");
    }

    @Test
    void longTextGrowsTheBuffer() {
        String text = "x".repeat(100_000);
        assertThat(new TextBuffer().append("a").append(text).append("ž").toString())
                .isEqualTo("a" + text + "ž");
    }
}
