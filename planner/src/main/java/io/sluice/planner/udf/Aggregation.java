package io.sluice.planner.udf;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.plan.UserAggregate;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What an aggregate function has beside {@code accumulate}.
 *
 * @param stored the type as which its accumulators are stored
 */
record Aggregation(
        Method create,
        Method value,
        Optional<Method> merge,
        Optional<Method> serialize,
        Optional<Method> deserialize,
        DataType stored) {
    static final String ACCUMULATE = "accumulate";

    Aggregation {
        requireNonNull(create, "create");
        requireNonNull(value, "value");
        requireNonNull(stored, "stored");
    }

    /** Whether a class is one of an aggregate function. */
    static boolean isOne(Class<?> type) {
        return AggregateFunction.class.isAssignableFrom(type)
                || named(type, ACCUMULATE).findAny().isPresent();
    }

    private static java.util.stream.Stream<Method> named(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .filter(method -> !method.isBridge() && !Modifier.isStatic(method.getModifiers()));
    }

    private static Optional<Method> find(Class<?> type, String name, Class<?>... parameters) {
        return named(type, name)
                .filter(method -> Arrays.equals(method.getParameterTypes(), parameters))
                .findFirst();
    }

    static Aggregation of(String name, Class<?> type) {
        Method create = find(type, "createAccumulator")
                .orElseThrow(() -> lacks(name, type, "createAccumulator()", "A createAccumulator()"));
        Class<?> accumulator = create.getReturnType();
        Method value = find(type, "getValue", accumulator)
                .orElseThrow(() -> lacks(
                        name,
                        type,
                        "getValue(%s)".formatted(accumulator.getSimpleName()),
                        "T getValue(%s accumulator)".formatted(accumulator.getSimpleName())));
        Optional<Method> merge = find(type, "merge", accumulator, accumulator)
                .or(() -> find(type, "merge", accumulator, Iterable.class));
        Optional<Method> serialize =
                find(type, "serialize", accumulator).filter(method -> method.getReturnType() == byte[].class);
        Optional<Method> deserialize =
                find(type, "deserialize", byte[].class).filter(method -> method.getReturnType() == accumulator);
        if (serialize.isPresent() != deserialize.isPresent()) {
            throw UserFunction.failure(
                    "class \"%s\" of function %s has %s"
                            .formatted(
                                    type.getName(),
                                    name,
                                    serialize.isPresent()
                                            ? "serialize, and no deserialize"
                                            : "deserialize, and no serialize"),
                    "Write both: byte[] serialize(%1$s accumulator) and %1$s deserialize(byte[] bytes)."
                            .formatted(accumulator.getSimpleName()));
        }
        DataType stored = serialize.isPresent()
                ? DataType.of(TypeKind.BINARY, true)
                : JavaTypes.ofAccumulator(create.getGenericReturnType())
                        .orElseThrow(() -> UserFunction.failure(
                                "the accumulator %s of function %s cannot be stored"
                                        .formatted(create.getGenericReturnType().getTypeName(), name),
                                "It must be a public class with a public constructor without parameters, and what is to be"
                                        + " kept in public fields; or a List, a Map or an array; or write byte[]"
                                        + " serialize(A) and A deserialize(byte[]). "
                                        + JavaTypes.KNOWN));
        return new Aggregation(create, value, merge, serialize, deserialize, stored);
    }

    private static io.sluice.planner.PlanException lacks(String name, Class<?> type, String method, String form) {
        return UserFunction.failure(
                "class \"%s\" of aggregate function %s has no public method %s".formatted(type.getName(), name, method),
                "Write public %s { … }.".formatted(form));
    }

    /** For one of its methods {@code accumulate}. */
    UserAggregate of(UserFunction function, Method accumulate) {
        return new UserAggregate(
                function.name(),
                function.type(),
                create,
                accumulate,
                find(function.type(), "retract", accumulate.getParameterTypes()),
                merge,
                value,
                serialize,
                deserialize,
                stored,
                Optional.empty(),
                function.deterministic());
    }

    /** Whether the first parameter of a method is the accumulator. */
    boolean takes(Method accumulate) {
        return accumulate.getParameterCount() > 0 && accumulate.getParameterTypes()[0] == create.getReturnType();
    }

    static List<Method> accumulates(Class<?> type) {
        return named(type, ACCUMULATE).toList();
    }
}
