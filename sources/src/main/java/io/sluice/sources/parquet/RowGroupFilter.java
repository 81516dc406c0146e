package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.ScanPredicate.Comparison;
import io.sluice.sources.column.ColumnType.Kind;
import io.sluice.sources.column.ColumnType.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;

/**
 * Finds row groups without a row that passes the predicate, by the least and greatest value of each column. Where the
 * statistics leave a doubt the row group is read: NaN is in no statistic, so it may be above any greatest DOUBLE.
 */
final class RowGroupFilter {
    private final ScanPredicate predicate;
    private final Map<Integer, MappedColumn> columns;

    /** {@code columns} by their position in the table; comparisons of other columns are left out. */
    RowGroupFilter(ScanPredicate predicate, Map<Integer, MappedColumn> columns) {
        this.predicate = predicate;
        this.columns = columns;
    }

    boolean mayPass(Footer footer, int group) {
        return predicate.comparisons().stream().allMatch(comparison -> {
            MappedColumn column = columns.get(comparison.column());
            return column == null || mayPass(comparison, column, footer.metadata(group, column.stored()));
        });
    }

    private static boolean mayPass(Comparison comparison, MappedColumn column, ColumnMetaData chunk) {
        Statistics statistics = chunk.getStatistics();
        if (statistics == null) {
            return true;
        }
        if (statistics.isSetNull_count() && statistics.getNull_count() >= chunk.getNum_values()) {
            return chunk.getNum_values() == 0;
        }
        boolean signed = column.stored().physical() != Type.BYTE_ARRAY
                && column.stored().physical() != Type.FIXED_LEN_BYTE_ARRAY;
        Optional<Object> least = bound(column, least(statistics, signed));
        Optional<Object> greatest = bound(column, greatest(statistics, signed));
        Object literal = comparison.literal();
        return switch (comparison.operator()) {
            case EQUAL -> compare(least, literal) <= 0 && compareGreatest(column, greatest, literal) >= 0;
            case LESS -> compare(least, literal) < 0 || least.isEmpty();
            case LESS_OR_EQUAL -> compare(least, literal) <= 0;
            case GREATER -> compareGreatest(column, greatest, literal) > 0 || greatest.isEmpty();
            case GREATER_OR_EQUAL -> compareGreatest(column, greatest, literal) >= 0;
            case IS_NOT_NULL -> true;
        };
    }

    /** The older fields are right for numbers only. */
    private static Optional<byte[]> least(Statistics statistics, boolean signed) {
        return statistics.isSetMin_value() || !signed
                ? Optional.ofNullable(statistics.getMin_value())
                : Optional.ofNullable(statistics.getMin());
    }

    private static Optional<byte[]> greatest(Statistics statistics, boolean signed) {
        return statistics.isSetMax_value() || !signed
                ? Optional.ofNullable(statistics.getMax_value())
                : Optional.ofNullable(statistics.getMax());
    }

    /** 0, which leaves a doubt, if there is no bound or it is of another type than the literal. */
    private static int compare(Optional<Object> bound, Object literal) {
        if (bound.isEmpty()) {
            return 0;
        }
        Object value = bound.get();
        if (value instanceof Long number && literal instanceof Long other) {
            return Long.compare(number, other);
        }
        if (value instanceof Double number && literal instanceof Number other) {
            double compared = other.doubleValue();
            return number < compared ? -1 : number > compared ? 1 : 0;
        }
        if (value instanceof byte[] text && literal instanceof String other) {
            return Arrays.compareUnsigned(text, other.getBytes(StandardCharsets.UTF_8));
        }
        return 0;
    }

    private static int compareGreatest(MappedColumn column, Optional<Object> greatest, Object literal) {
        return column.type().lane() == Lane.DOUBLE ? 1 : compare(greatest, literal);
    }

    private static Optional<Object> bound(MappedColumn column, Optional<byte[]> stored) {
        boolean comparable = column.type().lane() != Lane.WIDE
                && column.stored().meaning() != FileColumn.Meaning.NANO_TIME
                && column.type().kind() != Kind.BOOLEAN;
        if (stored.isEmpty() || !comparable) {
            return Optional.empty();
        }
        try {
            return convert(column, stored.get());
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> convert(MappedColumn column, byte[] stored) throws IOException {
        ColumnVector value = new ColumnVector();
        PageValues.reserve(value, column, 1);
        if (column.stored().physical() == Type.BYTE_ARRAY || column.stored().physical() == Type.FIXED_LEN_BYTE_ARRAY) {
            value.starts[0] = 0;
            value.lengths[0] = stored.length;
        } else {
            PlainValues plain =
                    new PlainValues(column.stored().physical(), column.stored().fixedLength());
            plain.start(stored, 0, stored.length);
            plain.read(value, 0, 1);
        }
        column.conversion().apply(stored, value, 0, 1);
        return switch (column.type().lane()) {
            case LONG -> Optional.of(value.longs[0]);
            case DOUBLE -> Double.isNaN(value.doubles[0]) ? Optional.empty() : Optional.of(value.doubles[0]);
            case SLICE -> Optional.of(stored);
            case WIDE -> Optional.empty();
        };
    }
}
