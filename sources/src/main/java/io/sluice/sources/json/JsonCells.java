package io.sluice.sources.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import io.sluice.sources.column.DecimalValue;
import io.sluice.sources.column.IntervalText;
import io.sluice.sources.column.TimestampReader;
import io.sluice.sources.column.TimestampText;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Locale;

/**
 * Writes one value of JSON into a vector. Numbers and booleans are also read from text; everything is read as STRING.
 * What does not fit the type of the column is a {@link BadValueException}.
 */
final class JsonCells {
    private static final int SHOWN = 80;
    private static final int DATE_TEXT = 64;

    private final JsonRules rules;
    private final NestedText nested;
    private final TextBytes texts;
    private final TimestampReader timestamps;
    private final TimestampText times = new TimestampText();
    private final IntervalText intervals = new IntervalText();
    private final byte[] ascii = new byte[DATE_TEXT];

    JsonCells(JsonRules rules, JsonFactory factory, TextBytes texts) {
        this.rules = rules;
        this.timestamps = new TimestampReader(rules.timestamps());
        this.nested = new NestedText(factory);
        this.texts = texts;
    }

    /** The parser is at a value that is not null, and afterwards at its last token. */
    void read(JsonParser parser, ColumnType column, ColumnVector out, int row) throws IOException, BadValueException {
        JsonToken token = parser.currentToken();
        if (token.isStructStart() && column.kind() != Kind.STRING) {
            throw bad(column, token == JsonToken.START_OBJECT ? "an object" : "an array");
        }
        try {
            switch (column.kind()) {
                case BOOLEAN -> out.longs[row] = readBoolean(parser, token, column);
                case TINYINT, SMALLINT, INT, BIGINT -> out.longs[row] = readInteger(parser, token, column);
                case FLOAT -> out.doubles[row] = readFloat(parser, token, column);
                case DOUBLE -> out.doubles[row] = readDouble(parser, token, column);
                case DECIMAL -> readDecimal(parser, token, column, out, row);
                case STRING -> readString(parser, token, out, row);
                case DATE -> out.longs[row] = readDate(parser, token, column);
                case TIMESTAMP, TIMESTAMP_LTZ -> out.longs[row] = readTimestamp(parser, token, column);
                case BINARY -> readBinary(parser, token, column, out, row);
                case TIME -> out.longs[row] = readTime(parser, token, column);
                case INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> out.longs[row] = readInterval(parser, token, column);
                case ARRAY, MAP, ROW -> throw new IllegalStateException("no cell: " + column.sqlType());
            }
        } catch (NumberFormatException | InputCoercionException e) {
            throw bad(column, quoted(parser));
        }
    }

    private static long readBoolean(JsonParser parser, JsonToken token, ColumnType column)
            throws IOException, BadValueException {
        if (token.isBoolean()) {
            return token == JsonToken.VALUE_TRUE ? 1 : 0;
        }
        String text = token == JsonToken.VALUE_STRING ? parser.getText().strip().toLowerCase(Locale.ROOT) : "";
        if (!text.equals("true") && !text.equals("false")) {
            throw bad(column, quoted(parser));
        }
        return text.equals("true") ? 1 : 0;
    }

    private static long readInteger(JsonParser parser, JsonToken token, ColumnType column)
            throws IOException, BadValueException {
        long value =
                switch (token) {
                    case VALUE_NUMBER_INT -> parser.getLongValue();
                    case VALUE_NUMBER_FLOAT -> wholeNumber(parser.getDecimalValue());
                    case VALUE_STRING -> Long.parseLong(parser.getText().strip());
                    default -> throw bad(column, quoted(parser));
                };
        long min = column.minInteger();
        if (value < min || value > ~min) {
            throw bad(column, quoted(parser));
        }
        return value;
    }

    /** A number that is written with a point or an exponent and still is an integer, such as 1.0 or 1e3. */
    private static long wholeNumber(BigDecimal value) {
        if (value.precision() - (long) value.scale() > 19) {
            throw new NumberFormatException();
        }
        try {
            return value.longValueExact();
        } catch (ArithmeticException e) {
            throw new NumberFormatException();
        }
    }

    private static double readDouble(JsonParser parser, JsonToken token, ColumnType column)
            throws IOException, BadValueException {
        boolean number = token.isNumeric();
        if (!number && token != JsonToken.VALUE_STRING) {
            throw bad(column, quoted(parser));
        }
        double value = number ? parser.getDoubleValue() : Double.parseDouble(floatingText(parser));
        if (number && Double.isInfinite(value)) {
            throw bad(column, quoted(parser));
        }
        return value;
    }

    private static double readFloat(JsonParser parser, JsonToken token, ColumnType column)
            throws IOException, BadValueException {
        boolean number = token.isNumeric();
        if (!number && token != JsonToken.VALUE_STRING) {
            throw bad(column, quoted(parser));
        }
        float value = number ? parser.getFloatValue() : Float.parseFloat(floatingText(parser));
        if (number && Float.isInfinite(value)) {
            throw bad(column, quoted(parser));
        }
        return value;
    }

    /** Java also reads {@code 1d} and {@code 0x1p3}, which are numbers nowhere else. */
    private static String floatingText(JsonParser parser) throws IOException {
        String text = parser.getText().strip();
        char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
        boolean digitsOrName =
                last >= '0' && last <= '9' || last == '.' || text.endsWith("NaN") || text.endsWith("Infinity");
        if (!digitsOrName || text.indexOf('x') >= 0 || text.indexOf('X') >= 0) {
            throw new NumberFormatException();
        }
        return text;
    }

    private static void readDecimal(JsonParser parser, JsonToken token, ColumnType column, ColumnVector out, int row)
            throws IOException, BadValueException {
        BigDecimal value =
                switch (token) {
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
                    case VALUE_STRING -> new BigDecimal(parser.getText().strip());
                    default -> throw bad(column, quoted(parser));
                };
        if (!DecimalValue.put(value, column, out, row)) {
            throw bad(column, quoted(parser));
        }
    }

    private void readString(JsonParser parser, JsonToken token, ColumnVector out, int row) throws IOException {
        if (token.isStructStart()) {
            byte[] text = nested.read(parser);
            texts.put(text, text.length, out, row);
        } else {
            texts.put(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), out, row);
        }
    }

    /** Text in base64. */
    private void readBinary(JsonParser parser, JsonToken token, ColumnType column, ColumnVector out, int row)
            throws IOException, BadValueException {
        try {
            byte[] bytes = Base64.getDecoder().decode(token == JsonToken.VALUE_STRING ? parser.getText() : "?");
            texts.put(bytes, bytes.length, out, row);
        } catch (IllegalArgumentException e) {
            throw bad(column, quoted(parser));
        }
    }

    private long readTime(JsonParser parser, JsonToken token, ColumnType column) throws IOException, BadValueException {
        long micros =
                token == JsonToken.VALUE_STRING ? times.timeOfDay(ascii, 0, asciiText(parser)) : TimestampText.NO_DATE;
        if (micros == TimestampText.NO_DATE || times.isFinerThanMicros()) {
            throw bad(column, quoted(parser));
        }
        return micros - micros % column.timestampStep();
    }

    private long readInterval(JsonParser parser, JsonToken token, ColumnType column)
            throws IOException, BadValueException {
        int length = token == JsonToken.VALUE_STRING ? asciiText(parser) : 0;
        long value = intervals.read(ascii, 0, length, column);
        if (intervals.failed()) {
            throw bad(column, quoted(parser));
        }
        return value;
    }

    private long readDate(JsonParser parser, JsonToken token, ColumnType column) throws IOException, BadValueException {
        long days = token == JsonToken.VALUE_STRING
                ? TimestampText.date(ascii, 0, asciiText(parser))
                : TimestampText.NO_DATE;
        if (days == TimestampText.NO_DATE) {
            throw bad(column, quoted(parser));
        }
        return days;
    }

    private long readTimestamp(JsonParser parser, JsonToken token, ColumnType column)
            throws IOException, BadValueException {
        int length = token == JsonToken.VALUE_STRING ? asciiText(parser) : 0;
        long micros = timestamps.read(ascii, 0, length, column);
        switch (timestamps.trouble()) {
            case NONE -> {
                return micros;
            }
            case NOT_A_TIMESTAMP -> throw badTimestamp(parser, column);
            case TOO_FINE -> throw new BadValueException(
                    "column \"%s\": expected a timestamp of whole microseconds, got %s"
                            .formatted(column.name(), quoted(parser)),
                    "Set the option 'timestamp.nanos' = 'truncate' to cut the digits below a microsecond.");
        }
        throw new IllegalStateException("trouble " + timestamps.trouble());
    }

    /** Copies the text to {@link #ascii} and returns its length; 0 if it is longer or has other characters. */
    private int asciiText(JsonParser parser) throws IOException {
        char[] text = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int length = parser.getTextLength();
        if (length > DATE_TEXT) {
            return 0;
        }
        for (int i = 0; i < length; i++) {
            char c = text[from + i];
            if (c >= 0x80) {
                return 0;
            }
            ascii[i] = (byte) c;
        }
        return length;
    }

    private BadValueException badTimestamp(JsonParser parser, ColumnType column) throws IOException {
        String zone = column.kind() == Kind.TIMESTAMP ? "" : "[Z]";
        return new BadValueException(
                "column \"%s\": expected %s as '%s', got %s"
                        .formatted(
                                column.name(),
                                column.sqlType(),
                                rules.timestamps().shown(zone),
                                quoted(parser)),
                "Set the option 'timestamp.format' to 'SQL', 'ISO-8601' or a pattern such as 'yyyy/MM/dd HH:mm', or"
                        + " declare the column as STRING.");
    }

    static BadValueException bad(ColumnType column, String got) {
        return new BadValueException(
                "column \"%s\": expected %s, got %s".formatted(column.name(), column.sqlType(), got),
                "Correct the file, declare the column as STRING, or say by 'scan.bad-row' what becomes of such rows.");
    }

    /** The value as it is written, cut when it is long. */
    static String quoted(JsonParser parser) throws IOException {
        String text = parser.getText();
        return "'" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "'";
    }
}
