package io.sluice.sources.parquet;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.KnownTimes;
import io.sluice.sources.column.ColumnType.Kind;
import io.sluice.sources.column.ColumnType.Lane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;

/**
 * What a file tells of the values of one column in a row group or a page: bounds, as values of the table's column, and
 * whether there are nulls. Where it leaves a doubt there is no bound.
 *
 * @param least no value is less; {@code Long}, {@code Double} or bytes
 * @param greatest no value is greater
 * @param exact the bounds are values that are there
 * @param allNull every value is NULL
 * @param noNull no value is NULL
 */
record Bounds(Optional<Object> least, Optional<Object> greatest, boolean exact, boolean allNull, boolean noNull) {
    private static final Bounds UNKNOWN = new Bounds(Optional.empty(), Optional.empty(), false, false, false);

    Bounds {
        requireNonNull(least, "least");
        requireNonNull(greatest, "greatest");
    }

    /** Of all values of a row group. */
    static Bounds of(MappedColumn column, ColumnMetaData chunk) {
        Statistics statistics = chunk.getStatistics();
        if (statistics == null) {
            return UNKNOWN;
        }
        boolean counted = statistics.isSetNull_count();
        boolean cutLeast = statistics.isSetIs_min_value_exact() && !statistics.isIs_min_value_exact();
        boolean cutGreatest = statistics.isSetIs_max_value_exact() && !statistics.isIs_max_value_exact();
        return new Bounds(
                least(statistics, column.stored()).flatMap(bytes -> value(column, bytes, cutLeast)),
                greatest(statistics, column.stored()).flatMap(bytes -> value(column, bytes, cutGreatest)),
                !cutLeast && !cutGreatest,
                counted && chunk.getNum_values() > 0 && statistics.getNull_count() >= chunk.getNum_values(),
                counted && statistics.getNull_count() == 0 || !column.stored().optional());
    }

    /** Of the values of one page; the index may cut texts, and does not say whether it has. */
    static Bounds of(MappedColumn column, ColumnIndex index, int page) {
        if (index.getNull_pages().get(page)) {
            return new Bounds(Optional.empty(), Optional.empty(), false, true, false);
        }
        boolean mayBeCut = isBytes(column);
        return new Bounds(
                value(column, bytes(index.getMin_values().get(page)), mayBeCut),
                value(column, bytes(index.getMax_values().get(page)), mayBeCut),
                !mayBeCut,
                false,
                index.isSetNull_counts() && index.getNull_counts().get(page) == 0
                        || !column.stored().optional());
    }

    /** The bounds of a time column that has a value in each row, if the file tells just that. */
    Optional<KnownTimes> times() {
        boolean known = exact && noNull && least.isPresent() && greatest.isPresent();
        return known && least.get() instanceof Long from && greatest.get() instanceof Long to
                ? Optional.of(new KnownTimes(from, to, true))
                : Optional.empty();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** The older fields are right for signed numbers only. */
    private static Optional<byte[]> least(Statistics statistics, FileColumn stored) {
        return statistics.isSetMin_value() || !isSigned(stored)
                ? Optional.ofNullable(statistics.getMin_value())
                : Optional.ofNullable(statistics.getMin());
    }

    private static Optional<byte[]> greatest(Statistics statistics, FileColumn stored) {
        return statistics.isSetMax_value() || !isSigned(stored)
                ? Optional.ofNullable(statistics.getMax_value())
                : Optional.ofNullable(statistics.getMax());
    }

    private static boolean isSigned(FileColumn stored) {
        return stored.physical() != Type.BYTE_ARRAY
                && stored.physical() != Type.FIXED_LEN_BYTE_ARRAY
                && stored.meaning() != FileColumn.Meaning.UNSIGNED;
    }

    private static boolean isBytes(MappedColumn column) {
        return column.stored().physical() == Type.BYTE_ARRAY || column.stored().physical() == Type.FIXED_LEN_BYTE_ARRAY;
    }

    /** A text that was cut is a bound still; anything else that was cut is none. */
    private static Optional<Object> value(MappedColumn column, byte[] stored, boolean cut) {
        boolean comparable = column.type().lane() != Lane.WIDE
                && column.stored().meaning() != FileColumn.Meaning.NANO_TIME
                && column.stored().meaning() != FileColumn.Meaning.NOTHING
                && column.type().kind() != Kind.BOOLEAN
                && column.conversion().keepsOrder();
        boolean whole = column.stored().physical() != Type.FIXED_LEN_BYTE_ARRAY
                || stored.length == column.stored().fixedLength();
        if (!comparable || !whole || cut && column.type().lane() != Lane.SLICE) {
            return Optional.empty();
        }
        try {
            return convert(column, stored);
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> convert(MappedColumn column, byte[] stored) throws IOException {
        ColumnVector value = new ColumnVector();
        PageValues.reserve(value, column, 1);
        if (isBytes(column)) {
            value.starts[0] = 0;
            value.lengths[0] = stored.length;
        } else {
            PlainValues plain =
                    new PlainValues(column.stored().physical(), column.stored().fixedLength());
            plain.start(stored, 0, stored.length);
            plain.read(value, 0, 1);
        }
        byte[] bytes = column.conversion().apply(stored, value, 0, 1);
        return switch (column.type().lane()) {
            case LONG -> Optional.of(value.longs[0]);
            case DOUBLE -> Double.isNaN(value.doubles[0]) ? Optional.empty() : Optional.of(value.doubles[0]);
            case SLICE -> Optional.of(Arrays.copyOfRange(bytes, value.starts[0], value.starts[0] + value.lengths[0]));
            case WIDE, NESTED -> Optional.empty();
        };
    }
}
