package io.sluice.planner.udf;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;

/**
 * A function that gives any number of rows for one: its public methods {@code eval} return nothing and {@link #collect} rows.
 * It is called by {@code LATERAL TABLE(f(x))}. Instances are made and used as those of {@link ScalarFunction}.
 *
 * @param <T> a row: a Java record, or an array by a {@link DataTypeHint} on the class, has a column for each component; any
 *     other type is the only column
 */
public abstract class TableFunction<T> {
    private Consumer<? super T> collector = row -> {
        throw new IllegalStateException("collect is called outside of eval");
    };

    /** Gives a row; only within {@code eval}. */
    protected final void collect(T row) {
        collector.accept(row);
    }

    /** For who calls {@code eval}. */
    public final void collectInto(Consumer<? super T> newCollector) {
        collector = requireNonNull(newCollector, "newCollector");
    }

    /** Before the first call. */
    public void open() throws Exception {}

    /** After the last call. */
    public void close() throws Exception {}

    /** Whether equal arguments always give equal rows. */
    public boolean isDeterministic() {
        return true;
    }
}
