package io.sluice.sources;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** A conjunction of comparisons of a column with a literal, for sources that can skip data by statistics. */
public record ScanPredicate(List<Comparison> comparisons) {
    public static final ScanPredicate TRUE = new ScanPredicate(List.of());

    public ScanPredicate {
        comparisons = List.copyOf(comparisons);
    }

    public enum Operator {
        EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        IS_NOT_NULL
    }

    /**
     * One comparison.
     *
     * @param column position in the schema of the table
     * @param literal {@code Long} (integers, BOOLEAN as 0 or 1, DATE as days, TIMESTAMP as microseconds, DECIMAL
     *     unscaled), {@code Double} or {@code String}; an empty string for IS_NOT_NULL
     */
    public record Comparison(int column, Operator operator, Object literal) {
        public Comparison {
            requireNonNull(operator, "operator");
            requireNonNull(literal, "literal");
        }
    }
}
