package io.sluice.sources.csv;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import io.sluice.sources.column.ColumnType.Lane;
import io.sluice.sources.column.DecimalValue;
import io.sluice.sources.column.IntervalText;
import io.sluice.sources.column.TextNumber;
import io.sluice.sources.column.TimestampReader;
import io.sluice.sources.column.TimestampReader.Trouble;
import io.sluice.sources.column.TimestampText;
import io.sluice.sources.column.Utf8Text;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The vectors of a batch, decoded column by column from the fields that a {@link RecordScanner} has found. Texts stay where
 * they are, in the window.
 */
final class CsvColumns {
    private static final int SHOWN = 80;
    private static final String CORRECT =
            "Correct the file, declare the column as STRING, or say by 'scan.bad-row' what becomes of such rows.";

    private final List<ColumnType> types;
    private final ColumnVector[] vectors;
    private final RecordScanner records;
    private final CsvRules rules;
    private final byte[] nullText;
    private final TextNumber number = new TextNumber();
    private final TimestampReader timestamps;
    private final TimestampText times = new TimestampText();
    private final IntervalText intervals = new IntervalText();
    private byte[] scratch = new byte[256];
    private byte[] binary = new byte[256];

    /** What is wrong with a record. */
    record BadField(String error, String hint) {}

    CsvColumns(List<ColumnType> types, RecordScanner records, CsvRules rules) {
        this.types = types;
        this.records = records;
        this.rules = rules;
        this.nullText = rules.nullText().orElse("").getBytes(StandardCharsets.UTF_8);
        this.timestamps = new TimestampReader(rules.timestamps());
        this.vectors =
                types.stream().map(type -> type.newVector(SplitReader.MAX_ROWS)).toArray(ColumnVector[]::new);
    }

    ColumnVector vector(int index) {
        return vectors[index];
    }

    /**
     * Decodes all columns of {@code rows} records in {@code bytes}.
     *
     * @param bad gets the first bad field of each row that has one and is not bad yet
     * @return whether there are bad fields
     */
    boolean decode(byte[] bytes, int rows, boolean ascii, BadField[] bad) {
        boolean anyBad = false;
        for (int column = 0; column < vectors.length; column++) {
            anyBad |= markNulls(column, bytes, rows, bad);
            if (types.get(column).kind() == Kind.BINARY) {
                anyBad |= decodeBinary(column, bytes, rows, bad);
            } else if (types.get(column).kind() == Kind.STRING) {
                anyBad |= placeTexts(column, bytes, rows, ascii, bad);
            } else {
                anyBad |= decodeValues(column, bytes, rows, bad);
            }
        }
        return anyBad;
    }

    /** NULL is the text for it, or nothing at all where the column is no text; in quotes it is neither. */
    private boolean markNulls(int column, byte[] bytes, int rows, BadField[] bad) {
        ColumnType type = types.get(column);
        ColumnVector vector = vectors[column];
        int[] starts = records.starts[column];
        int[] lengths = records.lengths[column];
        boolean emptyIsNull = type.kind() != Kind.STRING;
        boolean hasNullText = rules.nullText().isPresent();
        boolean anyBad = false;
        vector.hasNulls = false;
        for (int row = 0; row < rows; row++) {
            int length = lengths[row];
            boolean isNull = length == 0 && emptyIsNull
                    || hasNullText
                            && length == nullText.length
                            && Arrays.equals(bytes, starts[row], starts[row] + length, nullText, 0, length);
            if (isNull && !vector.hasNulls) {
                vector.hasNulls = true;
                Arrays.fill(vector.nulls, 0, row, false);
            }
            if (vector.hasNulls) {
                vector.nulls[row] = isNull;
            }
            if (isNull && !type.nullable()) {
                anyBad = true;
                note(bad, row, "column \"%s\": expected a value, got NULL".formatted(type.name()), NOT_NULL);
            }
        }
        return anyBad;
    }

    private static final String NOT_NULL = "Declare the column without NOT NULL, or correct the file.";

    private static void note(BadField[] bad, int row, String error, String hint) {
        if (bad[row] == null) {
            bad[row] = new BadField(error, hint);
        }
    }

    private boolean placeTexts(int column, byte[] bytes, int rows, boolean ascii, BadField[] bad) {
        ColumnVector vector = vectors[column];
        int[] lengths = records.lengths[column];
        boolean anyBad = false;
        vector.bytes = bytes;
        System.arraycopy(records.starts[column], 0, vector.starts, 0, rows);
        for (int row = 0; row < rows; row++) {
            vector.lengths[row] = lengths[row] & RecordScanner.LENGTH;
        }
        for (int row = 0; !ascii && row < rows; row++) {
            int from = vector.starts[row];
            if (!Utf8Text.isValid(bytes, from, from + vector.lengths[row])) {
                anyBad = true;
                note(
                        bad,
                        row,
                        "column \"%s\": expected text in UTF-8, got other bytes"
                                .formatted(types.get(column).name()),
                        "Convert the file to UTF-8, or say by 'scan.bad-row' what becomes of such rows.");
            }
        }
        return anyBad;
    }

    /** Takes the escapes out of the texts, in their place: the records are then not what they were. */
    void finishTexts(byte[] bytes, int rows) {
        for (int column = 0; column < vectors.length; column++) {
            ColumnVector vector = vectors[column];
            int[] lengths = records.lengths[column];
            boolean text = types.get(column).kind() == Kind.STRING;
            for (int row = 0; text && row < rows; row++) {
                if ((lengths[row] & RecordScanner.ESCAPED) != 0) {
                    int start = vector.starts[row];
                    vector.lengths[row] = records.unescape(bytes, start, lengths[row], bytes, start);
                }
            }
        }
    }

    /** As Flink writes it: in base 64. */
    private boolean decodeBinary(int column, byte[] bytes, int rows, BadField[] bad) {
        ColumnVector vector = vectors[column];
        int[] starts = records.starts[column];
        boolean anyBad = false;
        int size = 0;
        for (int row = 0; row < rows; row++) {
            int from = starts[row];
            int to = from + (records.lengths[column][row] & RecordScanner.LENGTH);
            byte[] value = {};
            if (!vector.hasNulls || !vector.nulls[row]) {
                try {
                    value = Base64.getDecoder().decode(Arrays.copyOfRange(bytes, from, to));
                } catch (IllegalArgumentException e) {
                    anyBad = true;
                    if (bad[row] == null) {
                        bad[row] = badValue(bytes, from, to, types.get(column));
                    }
                }
            }
            if (binary.length - size < value.length) {
                binary = Arrays.copyOf(binary, Math.max(2 * binary.length, size + value.length));
            }
            System.arraycopy(value, 0, binary, size, value.length);
            vector.starts[row] = size;
            vector.lengths[row] = value.length;
            size += value.length;
        }
        vector.bytes = Arrays.copyOf(binary, size);
        return anyBad;
    }

    private boolean decodeValues(int column, byte[] bytes, int rows, BadField[] bad) {
        ColumnType type = types.get(column);
        ColumnVector vector = vectors[column];
        int[] starts = records.starts[column];
        int[] lengths = records.lengths[column];
        boolean anyBad = false;
        for (int row = 0; row < rows; row++) {
            if (vector.hasNulls && vector.nulls[row]) {
                continue;
            }
            byte[] text = bytes;
            int from = starts[row];
            int length = lengths[row] & RecordScanner.LENGTH;
            if ((lengths[row] & RecordScanner.ESCAPED) != 0) {
                length = unescape(bytes, from, lengths[row]);
                text = scratch;
                from = 0;
            }
            int to = from + length;
            while (from < to && text[from] == ' ') {
                from++;
            }
            while (from < to && text[to - 1] == ' ') {
                to--;
            }
            if (!put(text, from, to, type, vector, row)) {
                anyBad = true;
                if (bad[row] == null) {
                    bad[row] = badValue(text, from, to, type);
                }
            }
        }
        return anyBad;
    }

    private int unescape(byte[] bytes, int start, int lengthAndFlags) {
        int length = lengthAndFlags & RecordScanner.LENGTH;
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
        }
        return records.unescape(bytes, start, lengthAndFlags, scratch, 0);
    }

    /** False if the text is no value of the type. */
    private boolean put(byte[] text, int from, int to, ColumnType type, ColumnVector out, int row) {
        switch (type.kind()) {
            case BOOLEAN -> {
                boolean isTrue = isWord(text, from, to, "true");
                out.longs[row] = isTrue ? 1 : 0;
                return isTrue || isWord(text, from, to, "false");
            }
            case TINYINT, SMALLINT, INT, BIGINT -> {
                long value = number.integer(text, from, to);
                long min = type.minInteger();
                out.longs[row] = value;
                return !number.failed() && value >= min && value <= ~min;
            }
            case FLOAT, DOUBLE -> {
                return floating(text, from, to, type.kind() == Kind.FLOAT, out, row);
            }
            case DECIMAL -> {
                return decimal(text, from, to, type, out, row);
            }
            case DATE -> {
                out.longs[row] = TimestampText.date(text, from, to);
                return out.longs[row] != TimestampText.NO_DATE;
            }
            case TIMESTAMP, TIMESTAMP_LTZ -> {
                out.longs[row] = timestamps.read(text, from, to, type);
                return timestamps.trouble() == Trouble.NONE;
            }
            case TIME -> {
                out.longs[row] = times.timeOfDay(text, from, to);
                return out.longs[row] != TimestampText.NO_DATE;
            }
            case INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> {
                out.longs[row] = intervals.read(text, from, to, type);
                return !intervals.failed();
            }
            case STRING, BINARY, ARRAY, MAP, ROW -> throw new IllegalStateException("not a value: " + type);
        }
        throw new IllegalStateException("no kind " + type.kind());
    }

    /** Infinity is a value that is written so, not a number that is too large. */
    private boolean floating(byte[] text, int from, int to, boolean single, ColumnVector out, int row) {
        double value = number.floating(text, from, to);
        if (!number.failed() && single) {
            value = number.single(text, from, to, value);
        }
        out.doubles[row] = value;
        return !number.failed() && (!Double.isInfinite(value) || text[to - 1] == 'y');
    }

    private boolean decimal(byte[] text, int from, int to, ColumnType type, ColumnVector out, int row) {
        if (type.lane() == Lane.LONG) {
            long unscaled = number.unscaled(text, from, to, type.scale());
            if (!number.failed() && Math.abs(unscaled) < POWERS[type.precision()]) {
                out.longs[row] = unscaled;
                return true;
            }
        }
        BigDecimal value = number.decimal(text, from, to);
        return !number.failed() && DecimalValue.put(value, type, out, row);
    }

    private static final long[] POWERS = powers();

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    private static boolean isWord(byte[] text, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((text[from + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private BadField badValue(byte[] text, int from, int to, ColumnType type) {
        String shown = new String(text, from, Math.min(to - from, 4 * SHOWN), StandardCharsets.UTF_8);
        String got = "'" + (shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown) + "'";
        if (!type.isTimestamp()) {
            return new BadField(
                    "column \"%s\": expected %s, got %s".formatted(type.name(), type.sqlType(), got), CORRECT);
        }
        if (timestamps.trouble() == Trouble.TOO_FINE) {
            return new BadField(
                    "column \"%s\": expected a timestamp of whole microseconds, got %s".formatted(type.name(), got),
                    "Set the option 'timestamp.nanos' = 'truncate' to cut the digits below a microsecond.");
        }
        String zone = type.kind() == Kind.TIMESTAMP ? "" : "[Z]";
        return new BadField(
                "column \"%s\": expected %s as '%s', got %s"
                        .formatted(
                                type.name(), type.sqlType(), rules.timestamps().shown(zone), got),
                "Set the option 'timestamp.format' to 'SQL', 'ISO-8601' or a pattern such as 'yyyy/MM/dd HH:mm'.");
    }
}
