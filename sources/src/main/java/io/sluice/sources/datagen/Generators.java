package io.sluice.sources.datagen;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Lane;
import io.sluice.sources.column.DecimalValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The generators of random values, by type. */
final class Generators {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final long MAX_LENGTH = 100_000;
    private static final long DEFAULT_LENGTH = 100;
    private static final long YEAR = 12;

    private Generators() {}

    /** What {@code options} say; {@code times} makes the timestamps. */
    static Generator of(FieldOptions options, long seed, EventTimes times) {
        ColumnType column = options.column();
        Randomness randomness = Randomness.of(seed, column.name());
        Generator values = options.isSequence()
                ? new Sequence(column, options)
                : column.isNested()
                        ? new NestedGenerators(seed, times, 1).of(options)
                        : random(column, options, randomness, times, 1);
        return finished(values, options, seed);
    }

    /**
     * Of what is inside a column.
     *
     * @param elements how many of these values a row has
     */
    static Generator inside(FieldOptions options, long seed, EventTimes times, int elements) {
        ColumnType column = options.column();
        Generator values = column.isNested()
                ? new NestedGenerators(seed, times, elements).of(options)
                : random(column, options, Randomness.of(seed, column.name()), times, elements);
        return finished(values, options, seed);
    }

    private static Generator finished(Generator values, FieldOptions options, long seed) {
        ColumnType column = options.column();
        Generator generator = withNulls(values, options.nullRate(), Randomness.of(seed, column.name() + "\0null"));
        options.requireAllUsed();
        return generator;
    }

    private static Generator random(
            ColumnType column, FieldOptions options, Randomness randomness, EventTimes times, int elements) {
        return switch (column.kind()) {
            case BOOLEAN -> integers(randomness, 0, 1);
            case TINYINT, SMALLINT, INT, BIGINT -> integers(column, options, randomness);
            case FLOAT, DOUBLE -> floats(column, options, randomness);
            case DECIMAL -> decimals(column, options, randomness);
            case STRING -> slices(column, options, randomness, Generators::hex, elements);
            case BINARY -> slices(column, options, randomness, Generators::binary, elements);
            case TIME -> timesOfDay(column, randomness);
            case INTERVAL_DAY_TIME -> intervals(options, randomness, EventTimes.DAY);
            case INTERVAL_YEAR_MONTH -> intervals(options, randomness, YEAR);
            case ARRAY, MAP, ROW -> throw new IllegalStateException(column + " is nested");
            case DATE -> times.dates(randomness, options.maxPast());
            case TIMESTAMP, TIMESTAMP_LTZ -> times.timestamps(column, randomness, options.maxPast());
        };
    }

    private static Generator integers(Randomness randomness, long min, long max) {
        return (first, count, out) -> {
            for (int i = 0; i < count; i++) {
                out.longs[i] = randomness.between(first + i, min, max);
            }
        };
    }

    private static Generator integers(ColumnType column, FieldOptions options, Randomness randomness) {
        long least = column.minInteger();
        long min = options.integer("min").orElse(least);
        long max = options.integer("max").orElse(~least);
        if (min < least || min > max) {
            throw options.failure(
                    "min", "%s that is not above the greatest".formatted(column.sqlType()), min + " and " + max);
        }
        if (max > ~least) {
            throw options.failure("max", column.sqlType(), Long.toString(max));
        }
        return integers(randomness, min, max);
    }

    private static Generator floats(ColumnType column, FieldOptions options, Randomness randomness) {
        double min = options.number("min").orElse(0.0);
        double max = options.number("max").orElse(Math.max(min, 1.0));
        boolean single = column.kind() == ColumnType.Kind.FLOAT;
        if (min > max || single && (float) (max - min) == Float.POSITIVE_INFINITY || Double.isInfinite(max - min)) {
            throw options.failure("min", "a number that is not above the greatest", min + " and " + max);
        }
        return (first, count, out) -> {
            for (int i = 0; i < count; i++) {
                double value = min + randomness.fraction(first + i) * (max - min);
                out.doubles[i] = single ? (float) value : value;
            }
        };
    }

    private static Generator decimals(ColumnType column, FieldOptions options, Randomness randomness) {
        BigInteger bound = BigInteger.TEN.pow(column.precision()).subtract(BigInteger.ONE);
        BigInteger min =
                options.decimal("min").map(value -> unscaled(value, column)).orElse(bound.negate());
        BigInteger max =
                options.decimal("max").map(value -> unscaled(value, column)).orElse(bound);
        if (min.compareTo(max) > 0 || min.compareTo(bound.negate()) < 0 || max.compareTo(bound) > 0) {
            throw options.failure("min", column.sqlType() + " that is not above the greatest", min + " and " + max);
        }
        if (column.lane() == Lane.LONG) {
            return integers(randomness, min.longValueExact(), max.longValueExact());
        }
        BigInteger span = max.subtract(min).add(BigInteger.ONE);
        return (first, count, out) -> {
            for (int i = 0; i < count; i++) {
                BigInteger bits = new BigInteger(Long.toUnsignedString(randomness.bits(2 * (first + i))))
                        .shiftLeft(64)
                        .add(new BigInteger(Long.toUnsignedString(randomness.bits(2 * (first + i) + 1))));
                BigInteger value = min.add(bits.multiply(span).shiftRight(128));
                DecimalValue.put(new BigDecimal(value, column.scale()), column, out, i);
            }
        };
    }

    private static BigInteger unscaled(BigDecimal value, ColumnType column) {
        if ((long) value.precision() - value.scale() > 2L * column.precision()) {
            return BigInteger.TEN.pow(column.precision()).multiply(BigInteger.valueOf(value.signum()));
        }
        return value.setScale(column.scale(), RoundingMode.HALF_UP).unscaledValue();
    }

    /** @param most what is not exceeded if no option says more */
    private static Generator intervals(FieldOptions options, Randomness randomness, long most) {
        long min = options.interval("min").orElse(0L);
        long max = options.interval("max").orElse(Math.max(min, most));
        if (min > max) {
            throw options.failure("min", "an interval that is not above the greatest", min + " and " + max);
        }
        return integers(randomness, min, max);
    }

    private static Generator timesOfDay(ColumnType column, Randomness randomness) {
        long step = column.timestampStep();
        Generator steps = integers(randomness, 0, EventTimes.DAY / step - 1);
        return (first, count, out) -> {
            steps.fill(first, count, out);
            for (int i = 0; i < count; i++) {
                out.longs[i] *= step;
            }
        };
    }

    /** Writes {@code length} bytes. */
    private interface Bytes {
        void write(Randomness randomness, byte[] out, int from, int length);
    }

    private static Generator slices(
            ColumnType column, FieldOptions options, Randomness randomness, Bytes bytes, int elements) {
        long longest = Math.min(MAX_LENGTH / elements, column.precision());
        long length = options.integer("length").orElse(Math.min(DEFAULT_LENGTH, longest));
        if (length < 1 || length > longest) {
            String unit = column.kind() == ColumnType.Kind.BINARY ? "bytes" : "characters";
            throw options.failure("length", "1 to %d %s".formatted(longest, unit), Long.toString(length));
        }
        boolean varies = options.flag("var-len");
        Randomness lengths = new Randomness(randomness.bits(-1));
        return (first, count, out) -> {
            int at = 0;
            for (int i = 0; i < count; i++) {
                int size = (int) (varies ? lengths.between(first + i, 1, length) : length);
                reserve(out, at + size);
                bytes.write(new Randomness(randomness.bits(first + i)), out.bytes, at, size);
                out.starts[i] = at;
                out.lengths[i] = size;
                at += size;
            }
        };
    }

    static void reserve(ColumnVector out, int size) {
        if (out.bytes.length < size) {
            out.bytes = Arrays.copyOf(out.bytes, Math.max(size, 2 * out.bytes.length));
        }
    }

    private static void hex(Randomness randomness, byte[] out, int from, int length) {
        long bits = 0;
        for (int i = 0; i < length; i++) {
            if ((i & 15) == 0) {
                bits = randomness.bits(i);
            }
            out[from + i] = HEX[(int) (bits & 15)];
            bits >>>= 4;
        }
    }

    private static void binary(Randomness randomness, byte[] out, int from, int length) {
        long bits = 0;
        for (int i = 0; i < length; i++) {
            if ((i & 7) == 0) {
                bits = randomness.bits(i);
            }
            out[from + i] = (byte) bits;
            bits >>>= 8;
        }
    }

    private static Generator withNulls(Generator values, double rate, Randomness randomness) {
        if (rate == 0) {
            return values;
        }
        return (first, count, out) -> {
            values.fill(first, count, out);
            out.hasNulls = true;
            for (int i = 0; i < count; i++) {
                out.nulls[i] = randomness.fraction(first + i) < rate;
            }
        };
    }
}
