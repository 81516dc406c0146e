package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * A class that a user has written to aggregate by, or one of ours for sketches, and the methods that one call of it needs.
 *
 * @param function its name in SQL
 * @param accumulate the accumulator, then the arguments
 * @param retract as {@code accumulate}; empty: rows cannot be taken back
 * @param merge the accumulator, then another or an Iterable of others
 * @param serialize with {@code deserialize}, where accumulators are stored as bytes
 * @param stored the type as which accumulators are stored
 * @param parameter what the constructor takes; empty of a user's, whose constructor takes nothing
 * @param deterministic equal rows give equal results
 */
public record UserAggregate(
        String function,
        Class<?> type,
        Method create,
        Method accumulate,
        Optional<Method> retract,
        Optional<Method> merge,
        Method value,
        Optional<Method> serialize,
        Optional<Method> deserialize,
        DataType stored,
        Optional<String> parameter,
        boolean deterministic) {
    public UserAggregate {
        requireNonNull(function, "function");
        requireNonNull(type, "type");
        requireNonNull(create, "create");
        requireNonNull(accumulate, "accumulate");
        requireNonNull(retract, "retract");
        requireNonNull(merge, "merge");
        requireNonNull(value, "value");
        requireNonNull(serialize, "serialize");
        requireNonNull(deserialize, "deserialize");
        requireNonNull(stored, "stored");
        requireNonNull(parameter, "parameter");
    }

    /** The Java type of accumulators. */
    public Type accumulator() {
        return create.getGenericReturnType();
    }

    /** How it is known in a plan that is stored: with its class, so that another one is another function, and what it stores. */
    public String qualifiedName() {
        return "%s[%s, %s]".formatted(function, type.getName(), stored);
    }
}
