package io.sluice.planner.function;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All scalar functions. Each subject has a class with the methods and the list of their entries; a new function is a
 * method and an entry there. A function is found by its own name, which {@link io.sluice.planner.plan.Expr.Call} uses
 * and which names the variant, such as {@code ABS/DOUBLE}; or by what SQL calls it, with the arguments ({@link #bind}).
 */
public final class FunctionRegister {
    private static final List<ScalarFunction> ALL = Stream.of(
                    MathFunctions.all(),
                    RoundingFunctions.all(),
                    StringFunctions.all(),
                    PaddingFunctions.all(),
                    SearchFunctions.all(),
                    SplitFunctions.all(),
                    RegexFunctions.all(),
                    EncodingFunctions.all(),
                    BinaryFunctions.all(),
                    BitFunctions.all(),
                    UrlFunctions.all(),
                    TypeFunctions.all(),
                    ComparisonFunctions.all(),
                    ArrayFunctions.all(),
                    ArrayBuildingFunctions.all(),
                    TimeSequenceFunctions.all(),
                    PercentileLists.all(),
                    SketchFunctions.all(),
                    MultisetFunctions.all(),
                    MapFunctions.all(),
                    JsonFunctions.all(),
                    JsonBuildingFunctions.all(),
                    ClockFunctions.all(),
                    TimeFieldFunctions.all(),
                    TimeRoundingFunctions.all(),
                    TimeArithmeticFunctions.all(),
                    TimeOfDayFunctions.all(),
                    IntervalFunctions.all(),
                    DateFunctions.all(),
                    TimeFormatFunctions.all(),
                    RandomFunctions.all())
            .flatMap(List::stream)
            .toList();
    private static final Map<String, ScalarFunction> BY_NAME = new LinkedHashMap<>();
    private static final Map<String, List<ScalarFunction>> BY_SQL_NAME = new LinkedHashMap<>();

    static {
        for (ScalarFunction function : ALL) {
            if (BY_NAME.put(function.name(), function) != null) {
                throw new IllegalStateException("two functions named " + function.name());
            }
            BY_SQL_NAME
                    .computeIfAbsent(signature(function).sqlName(), name -> new ArrayList<>())
                    .add(function);
        }
    }

    private FunctionRegister() {}

    public static List<ScalarFunction> all() {
        return ALL;
    }

    /** The function of this name, as in {@link io.sluice.planner.plan.Expr.Call}. */
    public static Optional<ScalarFunction> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** What SQL can call, in alphabetical order. */
    public static SortedSet<String> sqlNames() {
        return new TreeSet<>(BY_SQL_NAME.keySet());
    }

    /** The variants of a function in the order in which they are tried; none if there is no such function. */
    public static List<ScalarFunction> variants(String sqlName) {
        return List.copyOf(BY_SQL_NAME.getOrDefault(sqlName, List.of()));
    }

    /** The first variant of a function that takes these arguments. */
    public static Optional<FunctionBinding> bind(String sqlName, List<Argument> arguments) {
        return BY_SQL_NAME.getOrDefault(sqlName, List.of()).stream()
                .filter(function -> signature(function).accepts(arguments))
                .findFirst()
                .map(function -> FunctionBinding.of(function, signature(function), arguments));
    }

    private static Signature signature(ScalarFunction function) {
        return function.signature().orElseThrow();
    }
}
