package io.sluice.sinks.encode;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;

/** UTF-8 text that grows at its end, with numbers and times written without an object for each. Not for two threads. */
public final class TextBuffer {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;
    private static final int LONGEST_NUMBER = 19;
    private static final int MICRO_DIGITS = 6;
    private static final int TIME_LENGTH = 8;
    private static final int MILLI_DIGITS = 3;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final int MONTHS_PER_YEAR = 12;

    /** The numbers 00 to 99, two digits each. */
    private static final byte[] PAIRS = pairs();

    private static final long[] POWERS = powers();

    private byte[] bytes = new byte[256];
    private int length;
    private long cachedDay = Long.MIN_VALUE;
    private byte[] cachedDate = {};

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    /** Of ten, as far as they are a long. */
    private static long[] powers() {
        long[] powers = new long[LONGEST_NUMBER];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    public int length() {
        return length;
    }

    /** Takes back what was appended since the text was so long. */
    void truncate(int newLength) {
        length = newLength;
    }

    /** The text is the first {@link #length} bytes; they are overwritten by what is appended after {@link #clear}. */
    public byte[] array() {
        return bytes;
    }

    public void clear() {
        length = 0;
    }

    public TextBuffer appendAscii(int character) {
        ensure(1);
        bytes[length++] = (byte) character;
        return this;
    }

    public TextBuffer append(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return append(encoded, 0, encoded.length);
    }

    public TextBuffer append(byte[] source, int start, int count) {
        ensure(count);
        System.arraycopy(source, start, bytes, length, count);
        length += count;
        return this;
    }

    public TextBuffer append(ArrowBuf source, long start, int count) {
        ensure(count);
        source.getBytes(start, bytes, length, count);
        length += count;
        return this;
    }

    public TextBuffer appendLong(long value) {
        if (value == Long.MIN_VALUE) {
            return append(Long.toString(value));
        }
        if (value < 0) {
            appendAscii('-');
        }
        return appendDigits(Math.abs(value), 1);
    }

    /** A decimal number with {@code scale} digits after the point, never with an exponent. */
    public TextBuffer appendDecimal(long unscaled, int scale) {
        if (scale <= 0) {
            return appendLong(unscaled);
        }
        if (unscaled < 0) {
            appendAscii('-');
        }
        appendDigits(Math.abs(unscaled), scale + 1);
        ensure(1);
        System.arraycopy(bytes, length - scale, bytes, length - scale + 1, scale);
        bytes[length - scale] = '.';
        length++;
        return this;
    }

    /** {@code yyyy-MM-dd} of the day, counted from 1970-01-01. */
    public TextBuffer appendDate(long day) {
        if (day != cachedDay) {
            cachedDate = dateText(day);
            cachedDay = day;
        }
        return append(cachedDate, 0, cachedDate.length);
    }

    private static byte[] dateText(long day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        TextBuffer text = new TextBuffer();
        if (date.getYear() < 0) {
            text.appendAscii('-');
        }
        text.appendDigits(Math.abs(date.getYear()), 4).appendAscii('-');
        text.appendDigits(date.getMonthValue(), 2).appendAscii('-').appendDigits(date.getDayOfMonth(), 2);
        return Arrays.copyOf(text.bytes, text.length);
    }

    /**
     * {@code yyyy-MM-dd HH:mm:ss[.f…]}: exactly {@code precision} digits of the fraction, the others are cut.
     *
     * @param separator between date and time
     */
    public TextBuffer appendTimestamp(long micros, int precision, char separator) {
        appendDate(Math.floorDiv(micros, MICROS_PER_DAY)).appendAscii(separator);
        return appendTime(Math.floorMod(micros, MICROS_PER_DAY), precision);
    }

    /** {@code HH:mm:ss[.f…]} of the microsecond of a day. */
    public TextBuffer appendTime(long microOfDay, int precision) {
        int second = (int) (microOfDay / MICROS_PER_SECOND);
        int minute = second / 60;
        ensure(TIME_LENGTH);
        putPair(minute / 60, length);
        bytes[length + 2] = ':';
        putPair(minute % 60, length + 3);
        bytes[length + 5] = ':';
        putPair(second % 60, length + 6);
        length += TIME_LENGTH;
        if (precision > 0) {
            int micros = (int) (microOfDay - second * MICROS_PER_SECOND);
            appendAscii('.').appendDigits(micros / (int) POWERS[MICRO_DIGITS - precision], precision);
        }
        return this;
    }

    /** As {@code +1 02:30:00.000}, with six digits where three do not say all. */
    public TextBuffer appendDayTime(long micros) {
        long size = Math.abs(micros);
        long rest = Long.remainderUnsigned(size, MICROS_PER_DAY);
        appendAscii(micros < 0 ? '-' : '+')
                .appendLong(Long.divideUnsigned(size, MICROS_PER_DAY))
                .appendAscii(' ');
        return appendTime(rest, rest % MICROS_PER_MILLI == 0 ? MILLI_DIGITS : MICRO_DIGITS);
    }

    /** As {@code +1-02}. */
    public TextBuffer appendYearMonth(int months) {
        long size = Math.abs((long) months);
        appendAscii(months < 0 ? '-' : '+').appendLong(size / MONTHS_PER_YEAR).appendAscii('-');
        return appendDigits(size % MONTHS_PER_YEAR, 2);
    }

    private void putPair(int number, int at) {
        bytes[at] = PAIRS[2 * number];
        bytes[at + 1] = PAIRS[2 * number + 1];
    }

    /** The digits of a number that is not negative, with zeros before it up to {@code width}. */
    private TextBuffer appendDigits(long value, int width) {
        int digits = Math.max(1, width);
        while (digits < LONGEST_NUMBER && value >= POWERS[digits]) {
            digits++;
        }
        ensure(digits);
        int at = length + digits;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            long next = rest / 100;
            at -= 2;
            putPair((int) (rest - next * 100), at);
            rest = next;
        }
        int small = (int) rest;
        while (small >= 10) {
            int next = small / 100;
            at -= 2;
            putPair(small - next * 100, at);
            small = next;
        }
        while (at > length) {
            bytes[--at] = (byte) ('0' + small);
            small = 0;
        }
        length += digits;
        return this;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(Math.addExact(length, more), (int) Math.min(2L * bytes.length, 1 << 30)));
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
