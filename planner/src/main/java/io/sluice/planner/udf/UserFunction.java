package io.sluice.planner.udf;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.PlanException;
import io.sluice.planner.function.Argument;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.plan.UserAggregate;
import io.sluice.planner.plan.UserMethod;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A function that a user has written, read from its class. Its name is in upper case.
 *
 * @param overloads the methods that may be called
 * @param table it gives rows
 * @param aggregation what an aggregate function has beside these methods
 */
public record UserFunction(
        String name,
        Class<?> type,
        List<Overload> overloads,
        boolean deterministic,
        boolean table,
        Optional<Aggregation> aggregation) {
    private static final String EVAL = "eval";

    public UserFunction {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        overloads = List.copyOf(overloads);
        requireNonNull(aggregation, "aggregation");
    }

    /** Whether it is of the rows of a group. */
    public boolean isAggregate() {
        return aggregation.isPresent();
    }

    /**
     * One method.
     *
     * @param first its first parameters that no argument is passed to
     * @param parameters the types of the others; of varargs the last is the type of each
     * @param result of a table function an ARRAY of ROWs
     */
    record Overload(Method method, int first, List<DataType> parameters, DataType result) {
        Overload {
            parameters = List.copyOf(parameters);
        }

        private DataType parameter(int argument) {
            return parameters.get(Math.min(argument, parameters.size() - 1));
        }

        private boolean takes(int count) {
            return method.isVarArgs() ? count >= parameters.size() - 1 : count == parameters.size();
        }

        /** Whether an argument is passed to a parameter that cannot be null. */
        private boolean isPrimitive(int argument) {
            Class<?>[] types = method.getParameterTypes();
            int last = types.length - 1;
            int at = first + argument;
            Class<?> type = method.isVarArgs() && at >= last ? types[last].getComponentType() : types[at];
            return type.isPrimitive();
        }

        /** How far the arguments must be converted; empty if they cannot. */
        private Optional<Integer> distance(List<Argument> arguments) {
            if (!takes(arguments.size())) {
                return Optional.empty();
            }
            int sum = method.isVarArgs() ? 1 : 0;
            for (int i = 0; i < arguments.size(); i++) {
                Argument argument = arguments.get(i);
                Optional<Integer> one =
                        argument.untypedNull() ? Optional.of(0) : Conversions.distance(argument.type(), parameter(i));
                if (one.isEmpty()) {
                    return Optional.empty();
                }
                sum += one.get();
            }
            return Optional.of(sum);
        }

        private String form(String name) {
            return parameters.stream()
                    .map(type -> type.withNullable(true).toString())
                    .collect(Collectors.joining(", ", name + "(", method.isVarArgs() ? " …)" : ")"));
        }
    }

    /** Reads a class; throws a {@link PlanException} that says what it lacks. */
    public static UserFunction of(String name, Class<?> type) {
        String upper = name.toUpperCase(Locale.ROOT);
        boolean table = TableFunction.class.isAssignableFrom(type);
        Object instance = UserInstance.of(upper, type);
        boolean deterministic = UserInstance.isDeterministic(instance);
        if (!table && Aggregation.isOne(type)) {
            return ofAggregate(upper, type, deterministic);
        }
        List<Overload> overloads = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (method.getName().equals(EVAL) && !method.isBridge() && !Modifier.isStatic(method.getModifiers())) {
                overloads.add(overload(upper, type, method, table));
            }
        }
        if (overloads.isEmpty()) {
            throw failure(
                    "class \"%s\" of function %s has no public method eval or accumulate"
                            .formatted(type.getName(), upper),
                    "Write public long eval(String text) { … }, with the types that SQL is to give and to get.");
        }
        overloads.sort(Comparator.comparing(overload -> overload.method().toString()));
        return new UserFunction(upper, type, overloads, deterministic, table, Optional.empty());
    }

    private static UserFunction ofAggregate(String name, Class<?> type, boolean deterministic) {
        Aggregation aggregation = Aggregation.of(name, type);
        DataType result = JavaTypes.hinted(
                        aggregation.value().getAnnotation(DataTypeHint.class),
                        aggregation.value().getGenericReturnType())
                .orElseThrow(() -> noType(
                        name,
                        "what getValue gives, %s,"
                                .formatted(aggregation
                                        .value()
                                        .getGenericReturnType()
                                        .getTypeName())));
        List<Overload> overloads = new ArrayList<>();
        for (Method method : Aggregation.accumulates(type)) {
            if (aggregation.takes(method)) {
                overloads.add(new Overload(method, 1, parameters(name, method, 1), result));
            }
        }
        if (overloads.isEmpty()) {
            String accumulator = aggregation.create().getReturnType().getSimpleName();
            throw failure(
                    "class \"%s\" of aggregate function %s has no public method accumulate that takes a %s"
                            .formatted(type.getName(), name, accumulator),
                    "Write public void accumulate(%s accumulator, long value) { … }, with the types that SQL is to give."
                            .formatted(accumulator));
        }
        overloads.sort(Comparator.comparing(overload -> overload.method().toString()));
        return new UserFunction(name, type, overloads, deterministic, false, Optional.of(aggregation));
    }

    private static List<DataType> parameters(String name, Method method, int first) {
        List<DataType> parameters = new ArrayList<>();
        for (int i = first; i < method.getParameterCount(); i++) {
            boolean repeated = method.isVarArgs() && i == method.getParameterCount() - 1;
            Type given =
                    repeated ? method.getParameterTypes()[i].getComponentType() : method.getGenericParameterTypes()[i];
            DataTypeHint hint = method.getParameters()[i].getAnnotation(DataTypeHint.class);
            int place = i + 1;
            parameters.add(JavaTypes.hinted(hint, given)
                    .orElseThrow(() -> noType(
                            name, "parameter %d of %s, %s,".formatted(place, method.getName(), given.getTypeName()))));
        }
        return parameters;
    }

    private static Overload overload(String name, Class<?> type, Method method, boolean table) {
        List<DataType> parameters = parameters(name, method, 0);
        if (table) {
            return new Overload(method, 0, parameters, rows(name, type));
        }
        DataType result = JavaTypes.hinted(method.getAnnotation(DataTypeHint.class), method.getGenericReturnType())
                .orElseThrow(() -> noType(
                        name,
                        "what eval gives, %s,"
                                .formatted(method.getGenericReturnType().getTypeName())));
        return new Overload(method, 0, parameters, result);
    }

    /** The rows of a table function; a single column is named as Flink names it. */
    private static DataType rows(String name, Class<?> type) {
        Type collected = collected(type);
        DataType row = JavaTypes.hinted(type.getAnnotation(DataTypeHint.class), collected)
                .orElseThrow(() -> noType(name, "the type of rows, %s,".formatted(collected.getTypeName())));
        DataType columns = row.kind() == TypeKind.ROW
                ? row
                : DataType.row(List.of(new Column("EXPR$0", row.withNullable(true))), false);
        return DataType.array(columns.withNullable(false), false);
    }

    /** T of TableFunction. */
    public static Type collected(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (each.getGenericSuperclass() instanceof ParameterizedType parent
                    && parent.getRawType() == TableFunction.class) {
                return parent.getActualTypeArguments()[0];
            }
        }
        return Object.class;
    }

    private static PlanException noType(String function, String what) {
        return failure(
                "function %s: %s has no SQL type".formatted(function, what),
                "Say it by @DataTypeHint(\"…\"). " + JavaTypes.KNOWN);
    }

    static PlanException failure(String message, String hint) {
        return new PlanException(message, hint, Optional.empty());
    }

    /** A method chosen for its arguments. */
    public record Binding(UserMethod method, List<DataType> passed, DataType type) {
        public Binding {
            passed = List.copyOf(passed);
        }

        /** The call, with the casts of its arguments. */
        public Expr call(List<Expr> arguments) {
            List<Expr> all = new ArrayList<>();
            for (int i = 0; i < arguments.size(); i++) {
                Expr argument = arguments.get(i);
                DataType type = passed.get(i).withNullable(argument.type().nullable());
                all.add(argument.type().equals(type) ? argument : new Expr.Cast(argument, type, false));
            }
            return new Expr.UserCall(method, all, type);
        }
    }

    /** An aggregate chosen for its arguments. */
    public record AggregateBinding(UserAggregate aggregate, List<DataType> passed, DataType type) {
        public AggregateBinding {
            passed = List.copyOf(passed);
        }
    }

    /** The method for these arguments. Throws a {@link PlanException} if there is none, or no best one. */
    public Binding bind(List<Argument> arguments) {
        return bound(chosen(arguments), arguments);
    }

    /** As {@link #bind}, of an aggregate function. */
    public AggregateBinding bindAggregate(List<Argument> arguments) {
        Overload overload = chosen(arguments);
        return new AggregateBinding(
                aggregation.orElseThrow().of(this, overload.method()), passed(overload, arguments), overload.result());
    }

    private Overload chosen(List<Argument> arguments) {
        List<Overload> best = new ArrayList<>();
        int least = Integer.MAX_VALUE;
        for (Overload overload : overloads) {
            Optional<Integer> distance = overload.distance(arguments);
            if (distance.isPresent() && distance.get() <= least) {
                if (distance.get() < least) {
                    best.clear();
                }
                least = distance.get();
                best.add(overload);
            }
        }
        if (best.size() != 1) {
            throw mismatch(arguments, best);
        }
        return best.get(0);
    }

    private static List<DataType> passed(Overload overload, List<Argument> arguments) {
        List<DataType> passed = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            passed.add(
                    argument.untypedNull()
                            ? overload.parameter(i).withNullable(true)
                            : Conversions.passed(argument.type(), overload.parameter(i)));
        }
        return passed;
    }

    private Binding bound(Overload overload, List<Argument> arguments) {
        boolean nullable = overload.result().nullable();
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            nullable |= overload.isPrimitive(i) && (argument.type().nullable() || argument.untypedNull());
        }
        UserMethod method = new UserMethod(name, overload.method(), deterministic, table);
        return new Binding(
                method, passed(overload, arguments), overload.result().withNullable(nullable));
    }

    private PlanException mismatch(List<Argument> arguments, List<Overload> best) {
        String given = arguments.stream()
                .map(argument -> argument.untypedNull()
                        ? "NULL"
                        : argument.type().withNullable(true).toString())
                .collect(Collectors.joining(", "));
        if (best.isEmpty()) {
            return failure(
                    "%s does not take (%s)".formatted(name, given),
                    "It takes %s. Cast the arguments, or add a method %s."
                            .formatted(
                                    overloads.stream()
                                            .map(overload -> overload.form(name))
                                            .collect(Collectors.joining(" or ")),
                                    isAggregate() ? Aggregation.ACCUMULATE : EVAL));
        }
        return failure(
                "%s(%s) is ambiguous: it may be %s"
                        .formatted(
                                name,
                                given,
                                best.stream()
                                        .map(overload -> overload.form(name))
                                        .collect(Collectors.joining(" or "))),
                "Cast the arguments.");
    }

    /** The types of the parameters of a method as Java has them, one for each of {@code count} arguments. */
    public static List<Type> parameters(Method method, int count) {
        Type[] types = method.getGenericParameterTypes();
        List<Type> all = new ArrayList<>(Arrays.asList(types));
        if (method.isVarArgs()) {
            all.remove(all.size() - 1);
            Class<?> repeated = method.getParameterTypes()[types.length - 1].getComponentType();
            while (all.size() < count) {
                all.add(repeated);
            }
        }
        return all;
    }
}
