package io.sluice.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.column.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads splits to rows of Java values: integers, dates and timestamps as Long, DECIMAL as BigDecimal, NULL as null. */
public final class TestRows {
    private TestRows() {}

    public static List<List<Object>> all(Source source, SourceTable table) {
        return all(source, table, Optional.empty(), ReadLimit.NONE);
    }

    /** All that is there after {@code start}, batch by batch. */
    public static List<List<Object>> all(Source source, SourceTable table, Optional<Offset> start, ReadLimit limit) {
        List<List<Object>> rows = new ArrayList<>();
        Optional<Offset> at = start;
        int batches = 0;
        for (Optional<Offset> next = source.next(at, limit); next.isPresent(); next = source.next(at, limit)) {
            assertThat(++batches).as("batches of a source that should end").isLessThan(10_000);
            rows.addAll(of(source.splits(new OffsetRange(at, next.get()), TestTable.scan(table)), table));
            at = next;
        }
        return rows;
    }

    public static List<List<Object>> of(List<Split> splits, SourceTable table) {
        return of(splits, ColumnType.of(table));
    }

    public static List<List<Object>> of(List<Split> splits, List<ColumnType> columns) {
        List<List<Object>> rows = new ArrayList<>();
        splits.forEach(split -> rows.addAll(of(split, columns)));
        return rows;
    }

    /** {@code columns} are those of the scan. */
    public static List<List<Object>> of(Split split, List<ColumnType> columns) {
        return of(split, columns, reader -> {});
    }

    /** {@code afterNext} sees the reader after each call of next. */
    public static List<List<Object>> of(Split split, List<ColumnType> columns, Consumer<SplitReader> afterNext) {
        List<List<Object>> rows = new ArrayList<>();
        try (SplitReader reader = split.open()) {
            for (int count = reader.next(); count >= 0; count = reader.next()) {
                assertThat(count).isLessThanOrEqualTo(SplitReader.MAX_ROWS);
                add(reader, count, columns, rows);
                afterNext.accept(reader);
            }
            afterNext.accept(reader);
            assertThat(reader.next()).as("next after the end").isEqualTo(-1);
        }
        return rows;
    }

    private static void add(SplitReader reader, int count, List<ColumnType> columns, List<List<Object>> rows) {
        List<Object[]> added = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            added.add(new Object[columns.size()]);
        }
        for (int column = 0; column < columns.size(); column++) {
            ColumnVector vector = reader.column(column);
            for (int row = 0; row < count; row++) {
                added.get(row)[column] = value(vector, row, columns.get(column));
            }
        }
        added.forEach(row -> rows.add(Arrays.asList(row)));
    }

    public static Object value(ColumnVector vector, int row, ColumnType type) {
        if (vector.hasNulls && vector.nulls[row]) {
            readable(vector, row, type);
            return null;
        }
        return switch (type.lane()) {
            case LONG -> type.kind() == ColumnType.Kind.DECIMAL
                    ? BigDecimal.valueOf(vector.longs[row], type.scale())
                    : type.kind() == ColumnType.Kind.BOOLEAN ? (Object) (vector.longs[row] == 1) : vector.longs[row];
            case WIDE -> wide(vector, row, type.scale());
            case DOUBLE -> vector.doubles[row];
            case SLICE -> type.kind() == ColumnType.Kind.BINARY
                    ? Arrays.copyOfRange(vector.bytes, vector.starts[row], vector.starts[row] + vector.lengths[row])
                    : text(vector, row);
            case NESTED -> nested(vector, row, type);
        };
    }

    /** An ARRAY and a ROW as a list, a MAP as a map. */
    private static Object nested(ColumnVector vector, int row, ColumnType type) {
        List<ColumnType> children = type.children();
        if (type.kind() == ColumnType.Kind.ROW) {
            List<Object> fields = new ArrayList<>();
            for (int i = 0; i < children.size(); i++) {
                fields.add(value(vector.children[i], row, children.get(i)));
            }
            return fields;
        }
        List<Object> elements = new ArrayList<>();
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (int at = vector.starts[row]; at < vector.starts[row] + vector.lengths[row]; at++) {
            Object first = value(vector.children[0], at, children.get(0));
            if (type.kind() == ColumnType.Kind.MAP) {
                entries.put(first, value(vector.children[1], at, children.get(1)));
            } else {
                elements.add(first);
            }
        }
        return type.kind() == ColumnType.Kind.MAP ? entries : elements;
    }

    /** What stands under a null may be anything, but not out of bounds. */
    private static void readable(ColumnVector vector, int row, ColumnType type) {
        if (type.lane() == ColumnType.Lane.SLICE) {
            assertThat(slice(vector, row)).isNotNull();
            if (vector.dictionarySize > 0) {
                assertThat(vector.ids[row]).isBetween(0, vector.dictionarySize - 1);
            }
        }
    }

    private static BigDecimal wide(ColumnVector vector, int row, int scale) {
        BigInteger high = BigInteger.valueOf(vector.highs[row]).shiftLeft(64);
        BigInteger low = new BigInteger(Long.toUnsignedString(vector.longs[row]));
        return new BigDecimal(high.add(low), scale);
    }

    private static String text(ColumnVector vector, int row) {
        String text = slice(vector, row);
        if (vector.dictionarySize > 0) {
            int id = vector.ids[row];
            assertThat(id).isBetween(0, vector.dictionarySize - 1);
            assertThat(new String(
                            vector.bytes,
                            vector.dictionaryStarts[id],
                            vector.dictionaryLengths[id],
                            StandardCharsets.UTF_8))
                    .as("the dictionary's entry of row %d", row)
                    .isEqualTo(text);
        }
        return text;
    }

    private static String slice(ColumnVector vector, int row) {
        return new String(vector.bytes, vector.starts[row], vector.lengths[row], StandardCharsets.UTF_8);
    }
}
