package io.sluice.sources.nexmark;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.column.ColumnType.Kind;

/** A property of an event: its name and type in SQL, and how its values are made. */
record Field(String name, Kind kind, Values values) {
    Field {
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
        requireNonNull(values, "values");
    }

    /** Makes values of the events {@code first + rows[0, count)} at the places {@code rows[0, count)}. Used by any thread. */
    @FunctionalInterface
    interface Values {
        void fill(long first, int[] rows, int count, ColumnVector out);
    }

    /** A number of one event. */
    @FunctionalInterface
    interface Number {
        long of(long event);
    }

    /** As SQL writes it. */
    String type() {
        return kind == Kind.TIMESTAMP ? "TIMESTAMP(3)" : kind.name();
    }

    static Field number(String name, Number number) {
        return new Field(name, Kind.BIGINT, numbers(number));
    }

    static Field time(String name, Number micros) {
        return new Field(name, Kind.TIMESTAMP, numbers(micros));
    }

    static Field text(String name, Values values) {
        return new Field(name, Kind.STRING, values);
    }

    private static Values numbers(Number number) {
        return (first, rows, count, out) -> {
            for (int i = 0; i < count; i++) {
                out.longs[rows[i]] = number.of(first + rows[i]);
            }
        };
    }
}
