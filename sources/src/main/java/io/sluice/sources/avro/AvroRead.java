package io.sluice.sources.avro;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.avro.AvroValues.Value;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import io.sluice.sources.column.ColumnType.Lane;
import io.sluice.sources.column.DecimalValue;
import io.sluice.sources.column.StoredInterval;
import io.sluice.sources.column.Utf8Text;
import io.sluice.sources.column.WallClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads values of Avro's types into vectors. Texts and bytes are slices of a vector's own bytes, one after the other. */
final class AvroRead {
    private AvroRead() {}

    /** A field of a record, and the column that it is; −1: none. */
    record Field(Value value, int column) {}

    /**
     * A record: of the file, into {@code vectors}, or of a ROW, into the children of its vector.
     *
     * @param missing columns without a field: NULL
     */
    record Record(Field[] fields, int[] missing, Optional<ColumnVector[]> vectors) implements Value {
        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            ColumnVector[] columns = vectors.isPresent() ? vectors.get() : out.children;
            if (out != null && out.hasNulls) {
                out.nulls[row] = false;
            }
            for (Field field : fields) {
                field.value.read(in, field.column < 0 ? null : columns[field.column], row);
            }
            for (int column : missing) {
                setNull(columns[column], row);
            }
        }
    }

    private static void setNull(ColumnVector vector, int row) {
        if (!vector.hasNulls) {
            vector.hasNulls = true;
            Arrays.fill(vector.nulls, 0, row, false);
        }
        vector.nulls[row] = true;
        if (vector.starts.length > row) {
            vector.starts[row] = end(vector, row);
            vector.lengths[row] = 0;
        }
        for (ColumnVector child : vector.children) {
            if (vector.starts.length == 0) {
                setNull(child, row);
            }
        }
    }

    private static void setValue(ColumnVector vector, int row) {
        if (vector.hasNulls) {
            vector.nulls[row] = false;
        }
    }

    /** Where the slice before a row ends. */
    private static int end(ColumnVector vector, int row) {
        return row == 0 ? 0 : vector.starts[row - 1] + vector.lengths[row - 1];
    }

    /** One of several types. */
    record Union(Value[] types) implements Value {
        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            int type = in.readInt();
            if (type < 0 || type >= types.length) {
                throw new IOException("expected a type of a union of %d, got number %d".formatted(types.length, type));
            }
            types[type].read(in, out, row);
        }
    }

    record Null(ColumnType column) implements Value {
        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            if (!column.nullable()) {
                in.misfit("column \"%s\": expected a value, got NULL", column.name());
            }
            setNull(out, row);
        }
    }

    record Truth() implements Value {
        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            setValue(out, row);
            out.longs[row] = in.readBoolean() ? 1 : 0;
        }
    }

    record Whole(ColumnType column) implements Value {
        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            setValue(out, row);
            long value = in.readLong();
            long min = column.minInteger();
            if (value < min || value > ~min) {
                in.misfit("column \"%s\": expected %s, got %d", column.name(), column.sqlType(), value);
            }
            out.longs[row] = value;
        }
    }

    record WholeAsDouble() implements Value {
        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            setValue(out, row);
            out.doubles[row] = in.readLong();
        }
    }

    record Single() implements Value {
        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            setValue(out, row);
            out.doubles[row] = Float.intBitsToFloat(in.readFixed32());
        }
    }

    record Double64() implements Value {
        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            setValue(out, row);
            out.doubles[row] = Double.longBitsToDouble(in.readFixed64());
        }
    }

    /** @param size of a fixed type; −1 if each value has its length */
    record Decimal(ColumnType column, int scale, int size) implements Value {
        private static final int MOST_BYTES = 64;

        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            setValue(out, row);
            int length = size < 0 ? in.readLength() : size;
            int at = in.at;
            in.skip(length);
            BigDecimal value = length == 0 || length > MOST_BYTES
                    ? null
                    : new BigDecimal(new BigInteger(in.bytes, at, length), scale);
            if (value == null || !DecimalValue.put(value, column, out, row)) {
                Object got = value == null ? length + " bytes" : value;
                in.misfit("column \"%s\": expected %s, got %s", column.name(), column.sqlType(), got);
            }
        }
    }

    private static void append(byte[] bytes, int from, int length, ColumnVector out, int row) throws IOException {
        setValue(out, row);
        int start = end(out, row);
        if (out.bytes.length - start < length) {
            long wanted = Math.max(1 << 12, Math.max(2L * out.bytes.length, (long) start + length));
            if ((long) start + length > Integer.MAX_VALUE - 8) {
                throw new IOException("expected less than 2 GB of text in a batch, got more");
            }
            out.bytes = Arrays.copyOf(out.bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
        System.arraycopy(bytes, from, out.bytes, start, length);
        out.starts[row] = start;
        out.lengths[row] = length;
    }

    record Text(String name) implements Value {
        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            int length = in.readLength();
            int from = in.at;
            in.skip(length);
            if (!Utf8Text.isValid(in.bytes, from, from + length)) {
                in.misfit("column \"%s\": expected text in UTF-8, got other bytes", name);
                append(in.bytes, from, 0, out, row);
            } else {
                append(in.bytes, from, length, out, row);
            }
        }
    }

    record Binary(int size) implements Value {
        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            int length = size < 0 ? in.readLength() : size;
            int from = in.at;
            in.skip(length);
            append(in.bytes, from, length, out, row);
        }
    }

    /** An enum as its name. */
    static final class Symbol implements Value {
        private final byte[][] names;

        Symbol(List<String> symbols) {
            names = symbols.stream()
                    .map(name -> name.getBytes(StandardCharsets.UTF_8))
                    .toArray(byte[][]::new);
        }

        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            int symbol = in.readInt();
            if (symbol < 0 || symbol >= names.length) {
                throw new IOException("expected a symbol of %d, got number %d".formatted(names.length, symbol));
            }
            append(names[symbol], 0, names[symbol].length, out, row);
        }
    }

    /** A date, a time of the day, or an interval that is a number. */
    record Time(long factor, long step) implements Value {
        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            setValue(out, row);
            long value = in.readLong() * factor;
            out.longs[row] = step == 1 ? value : Math.floorDiv(value, step) * step;
        }
    }

    /** A duration. */
    record Interval(ColumnType column) implements Value {
        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            setValue(out, row);
            int from = in.at;
            in.skip(StoredInterval.BYTES);
            try {
                out.longs[row] = StoredInterval.read(in.bytes, from, column);
            } catch (StoredInterval.UnfitException e) {
                in.misfit("column \"%s\": %s", column.name(), e.getMessage());
            }
        }
    }

    /** @param local a wall clock, and not an instant */
    record Timestamp(long factor, boolean local, ColumnType column, WallClock clock, boolean truncateNanos)
            implements Value {
        static final long NANOS = 0;

        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            setValue(out, row);
            long stored = in.readLong();
            if (factor == NANOS && stored % 1000 != 0 && !truncateNanos) {
                in.misfit(
                        "column \"%s\": expected whole microseconds, got %d ns; 'timestamp.nanos' = 'truncate' cuts",
                        column.name(), stored);
            }
            long most = Long.MAX_VALUE / 1000;
            if (factor == 1000 && (stored > most || stored < -most)) {
                in.misfit(
                        "column \"%s\": expected a time in 64 bits of microseconds, got %d ms", column.name(), stored);
            }
            long micros = factor == NANOS ? Math.floorDiv(stored, 1000L) : stored * factor;
            boolean wanted = column.kind() == Kind.TIMESTAMP;
            if (wanted != local && !clock.isUtc()) {
                micros = local ? clock.toInstant(micros) : clock.toWall(micros);
            }
            long step = column.timestampStep();
            out.longs[row] = step == 1 ? micros : Math.floorDiv(micros, step) * step;
        }
    }

    /** The items of an ARRAY, or the entries of a MAP. */
    record Items(Optional<Value> key, Value item, List<ColumnType> types) implements Value {
        /** More items in one batch are damage, or more than memory should hold. */
        private static final int MOST = 1 << 27;

        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            setValue(out, row);
            int start = end(out, row);
            int at = start;
            ColumnVector items = out.children[out.children.length - 1];
            for (int count = in.readCount(); count > 0; count = in.readCount()) {
                if (at > MOST - count) {
                    throw new IOException("expected at most %d items in a batch, got more".formatted(MOST));
                }
                for (int child = 0; child < types.size(); child++) {
                    grow(out.children[child], types.get(child), at + count);
                }
                for (int i = 0; i < count; i++, at++) {
                    if (key.isPresent()) {
                        key.get().read(in, out.children[0], at);
                    }
                    item.read(in, items, at);
                }
            }
            out.starts[row] = start;
            out.lengths[row] = at - start;
        }
    }

    /** Makes room for so many rows, and keeps those that are there. */
    private static void grow(ColumnVector vector, ColumnType type, int rows) {
        if (vector.nulls.length < rows) {
            int size = Math.max(256, Math.max(rows, Math.min(2 * vector.nulls.length, 1 << 27)));
            vector.nulls = Arrays.copyOf(vector.nulls, size);
            Lane lane = type.lane();
            if (lane == Lane.LONG || lane == Lane.WIDE) {
                vector.longs = Arrays.copyOf(vector.longs, size);
            }
            if (lane == Lane.WIDE) {
                vector.highs = Arrays.copyOf(vector.highs, size);
            }
            if (lane == Lane.DOUBLE) {
                vector.doubles = Arrays.copyOf(vector.doubles, size);
            }
            if (lane == Lane.SLICE || type.kind() == Kind.ARRAY || type.kind() == Kind.MAP) {
                vector.starts = Arrays.copyOf(vector.starts, size);
                vector.lengths = Arrays.copyOf(vector.lengths, size);
            }
        }
        for (int child = 0; type.kind() == Kind.ROW && child < vector.children.length; child++) {
            grow(vector.children[child], type.children().get(child), rows);
        }
    }
}
