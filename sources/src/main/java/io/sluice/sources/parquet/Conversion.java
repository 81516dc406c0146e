package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import java.io.IOException;
import java.util.Optional;

/** Turns values as they are stored into those of the table's column, in place, many at a time. */
interface Conversion {
    Conversion NONE = (bytes, out, at, count) -> bytes;

    /** {@code bytes} is what slices point into; returns what they point into now. */
    byte[] apply(byte[] bytes, ColumnVector out, int at, int count) throws IOException;

    /** Whether what is not less as it is stored is not less as a value of the table. */
    default boolean keepsOrder() {
        return true;
    }

    /** How to read {@code from} as {@code to}; empty if the types do not fit. */
    static Optional<Conversion> between(FileColumn from, ColumnType to, TimestampRules rules) {
        return switch (from.meaning()) {
            case NOTHING -> when(!to.isNested(), NONE);
            case BOOLEAN -> when(to.kind() == Kind.BOOLEAN, NONE);
            case SIGNED, UNSIGNED -> NumberConversions.integers(from, to);
            case HALF -> when(to.kind() == Kind.FLOAT || to.kind() == Kind.DOUBLE, NumberConversions::halves);
            case FLOAT -> when(to.kind() == Kind.FLOAT || to.kind() == Kind.DOUBLE, NONE);
            case DOUBLE -> when(to.kind() == Kind.DOUBLE, NONE);
            case STRING -> when(to.kind() == Kind.STRING, NONE);
            case BINARY -> when(to.kind() == Kind.BINARY, NONE);
            case UUID -> to.kind() == Kind.STRING
                    ? Optional.of(NumberConversions::uuids)
                    : when(to.kind() == Kind.BINARY, NONE);
            case DATE -> when(to.kind() == Kind.DATE, NONE);
            case TIME -> when(to.kind() == Kind.TIME, new TimestampConversion(from, to, rules));
            case DECIMAL -> NumberConversions.decimals(from, to);
            case WALL_TIME, INSTANT, NANO_TIME -> when(to.isTimestamp(), new TimestampConversion(from, to, rules));
            case INTERVAL -> when(to.isInterval(), new IntervalConversion(to));
            case OTHER -> Optional.empty();
        };
    }

    private static Optional<Conversion> when(boolean fits, Conversion conversion) {
        return fits ? Optional.of(conversion) : Optional.empty();
    }

    /** This, then {@code next}. */
    default Conversion then(Conversion next) {
        return (bytes, out, at, count) -> next.apply(apply(bytes, out, at, count), out, at, count);
    }
}
