package io.sluice.planner.function;

import io.sluice.planner.function.Signature.Example;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The functions that take lambdas. They are not in the register, since they are no methods: the runtime compiles each as a loop
 * with the body of the lambda in it. Arguments are values first, then lambdas.
 */
public enum LambdaFunction {
    TRANSFORM(
            "TRANSFORM(a, x -> e)",
            "An ARRAY of e for each element; (x, i) -> e has its index, too, from 0.",
            List.of(TypeKind.ARRAY),
            1,
            2,
            example("TRANSFORM(ARRAY[1, 2], x -> x * 10)", "[10, 20]"),
            example("TRANSFORM(ARRAY['a', 'b'], (x, i) -> x || CAST(i AS STRING))", "[a0, b1]")),
    FILTER(
            "FILTER(a, x -> condition)",
            "The elements for which the condition is TRUE; (x, i) -> condition has the index, too, from 0.",
            List.of(TypeKind.ARRAY),
            1,
            2,
            example("FILTER(ARRAY[1, NULL, 3], x -> x > 1)", "[3]"),
            example("FILTER(ARRAY['a', 'b', 'c'], (x, i) -> i % 2 = 0)", "[a, c]")),
    EXISTS(
            "EXISTS(a, x -> condition)",
            "Whether the condition is TRUE for an element; NULL if it is NULL for one, and TRUE for none.",
            List.of(TypeKind.ARRAY),
            1,
            1,
            example("EXISTS(ARRAY[1, 2], x -> x > 1)", "TRUE"),
            example("EXISTS(ARRAY[1, NULL], x -> x > 1)", "NULL")),
    FORALL(
            "FORALL(a, x -> condition)",
            "Whether the condition is TRUE for all elements; NULL if it is NULL for one, and FALSE for none.",
            List.of(TypeKind.ARRAY),
            1,
            1,
            example("FORALL(ARRAY[1, 2], x -> x > 0)", "TRUE"),
            example("FORALL(ARRAY[1, NULL], x -> x > 1)", "FALSE")),
    AGGREGATE(
            "AGGREGATE(a, start, (sum, x) -> e [, sum -> result])",
            "e of the start and the first element, then of that and the next one, and so on; then the result of it.",
            Arrays.asList(TypeKind.ARRAY, null),
            2,
            2,
            example("AGGREGATE(ARRAY[1, 2, 3], 0, (s, x) -> s + x)", "6"),
            example("AGGREGATE(ARRAY[1, 2, 3], 0, (s, x) -> s + x, s -> s * 10)", "60")),
    REDUCE(
            "REDUCE(a, start, (sum, x) -> e [, sum -> result])",
            "As AGGREGATE.",
            Arrays.asList(TypeKind.ARRAY, null),
            2,
            2,
            example("REDUCE(ARRAY['a', 'b'], '', (s, x) -> x || s)", "ba")),
    ZIP_WITH(
            "ZIP_WITH(a, b, (x, y) -> e)",
            "An ARRAY of e for each pair of elements; NULL stands for those that the shorter one has not.",
            List.of(TypeKind.ARRAY, TypeKind.ARRAY),
            2,
            2,
            example("ZIP_WITH(ARRAY[1, 2], ARRAY[10, 20, 30], (x, y) -> COALESCE(x, 0) + y)", "[11, 22, 30]")),
    ARRAY_SORT(
            "ARRAY_SORT(a, (x, y) -> e)",
            "The elements in the order that e says: negative if x comes first, positive if y does. NULL is an error.",
            List.of(TypeKind.ARRAY),
            2,
            2,
            example("ARRAY_SORT(ARRAY['ccc', 'a', 'bb'], (x, y) -> CHAR_LENGTH(x) - CHAR_LENGTH(y))", "[a, bb, ccc]")),
    MAP_FILTER(
            "MAP_FILTER(m, (k, v) -> condition)",
            "The entries for which the condition is TRUE.",
            List.of(TypeKind.MAP),
            2,
            2,
            example("MAP_FILTER(MAP['a', 1, 'b', 2], (k, v) -> v > 1)", "{b=2}")),
    TRANSFORM_KEYS(
            "TRANSFORM_KEYS(m, (k, v) -> e)",
            "With e as the keys; the last of equal ones counts, and NULL is an error.",
            List.of(TypeKind.MAP),
            2,
            2,
            example("TRANSFORM_KEYS(MAP['a', 1, 'b', 2], (k, v) -> UPPER(k))", "{A=1, B=2}")),
    TRANSFORM_VALUES(
            "TRANSFORM_VALUES(m, (k, v) -> e)",
            "With e as the values.",
            List.of(TypeKind.MAP),
            2,
            2,
            example("TRANSFORM_VALUES(MAP['a', 1, 'b', 2], (k, v) -> v + 1)", "{a=2, b=3}")),
    MAP_ZIP_WITH(
            "MAP_ZIP_WITH(m, n, (k, x, y) -> e)",
            "A MAP of e for each key of either; NULL stands for a value that is not there.",
            List.of(TypeKind.MAP, TypeKind.MAP),
            3,
            3,
            example("MAP_ZIP_WITH(MAP['a', 1], MAP['a', 2, 'b', 3], (k, x, y) -> COALESCE(x, 0) + y)", "{a=3, b=3}"));

    /** Heading in the documentation. */
    public static final String SUBJECT = "Lambdas";

    private final String form;
    private final String description;
    private final List<TypeKind> kinds;
    private final int least;
    private final int most;
    private final List<Example> examples;

    /**
     * @param kinds of the values; null for any
     * @param least the fewest parameters of the first lambda
     */
    LambdaFunction(String form, String description, List<TypeKind> kinds, int least, int most, Example... examples) {
        this.form = form;
        this.description = description;
        this.kinds = kinds;
        this.least = least;
        this.most = most;
        this.examples = List.of(examples);
    }

    private static Example example(String call, String result) {
        return new Example(call, result);
    }

    /** By its name in upper case. */
    public static Optional<LambdaFunction> find(String name) {
        return Arrays.stream(values())
                .filter(function -> function.name().equals(name))
                .findFirst();
    }

    public String form() {
        return form;
    }

    public String description() {
        return description;
    }

    public List<Example> examples() {
        return examples;
    }

    /** How many arguments stand before the lambdas. */
    public int valueCount() {
        return kinds.size();
    }

    /** Whether a lambda over what has been gathered may follow the first. */
    public boolean finishes() {
        return this == AGGREGATE || this == REDUCE;
    }

    /** Whether the body of the first lambda must be a condition. */
    public boolean tests() {
        return this == FILTER || this == EXISTS || this == FORALL || this == MAP_FILTER;
    }

    public boolean takesParameters(int lambda, int count) {
        return lambda == 0 ? least <= count && count <= most : count == 1;
    }

    /** Whether the values are of these types. */
    public boolean accepts(List<DataType> types) {
        for (int i = 0; i < kinds.size(); i++) {
            if (kinds.get(i) != null && kinds.get(i) != types.get(i).kind()) {
                return false;
            }
        }
        return this != MAP_ZIP_WITH || keys(types).isPresent();
    }

    private static Optional<DataType> keys(List<DataType> types) {
        DataType left = types.get(0).key();
        return CommonType.of(List.of(left, types.get(1).key()))
                .filter(common -> NestedValues.isSame(left, common)
                        && NestedValues.isSame(types.get(1).key(), common));
    }

    /**
     * The types of the parameters of a lambda.
     *
     * @param accumulator of what is gathered; any type where nothing is
     */
    public List<DataType> parameters(int lambda, List<DataType> types, DataType accumulator) {
        if (lambda > 0) {
            return List.of(accumulator);
        }
        DataType first = types.get(0);
        return switch (this) {
            case TRANSFORM, FILTER, EXISTS, FORALL -> List.of(first.element(), DataType.of(TypeKind.INT, false));
            case AGGREGATE, REDUCE -> List.of(accumulator, first.element());
            case ZIP_WITH -> List.of(
                    first.element().withNullable(true), types.get(1).element().withNullable(true));
            case ARRAY_SORT -> List.of(first.element(), first.element());
            case MAP_FILTER, TRANSFORM_KEYS, TRANSFORM_VALUES -> List.of(first.key(), first.value());
            case MAP_ZIP_WITH -> List.of(
                    keys(types).orElseThrow(),
                    first.value().withNullable(true),
                    types.get(1).value().withNullable(true));
        };
    }

    /**
     * The type of the result.
     *
     * @param body of the last lambda
     */
    public DataType result(List<DataType> types, DataType body) {
        DataType first = types.get(0);
        boolean nullable = first.nullable();
        return switch (this) {
            case TRANSFORM -> DataType.array(body, nullable);
            case FILTER, ARRAY_SORT, MAP_FILTER -> first;
            case EXISTS, FORALL -> DataType.of(TypeKind.BOOLEAN, nullable || body.nullable());
            case AGGREGATE, REDUCE -> body.withNullable(true);
            case ZIP_WITH -> DataType.array(body, nullable || types.get(1).nullable());
            case TRANSFORM_KEYS -> DataType.map(body, first.value(), nullable);
            case TRANSFORM_VALUES -> DataType.map(first.key(), body, nullable);
            case MAP_ZIP_WITH -> DataType.map(
                    keys(types).orElseThrow(), body, nullable || types.get(1).nullable());
        };
    }

    /** That of what is gathered from a start by steps that give {@code step}; empty if they do not go together. */
    public static Optional<DataType> accumulator(DataType start, DataType step) {
        return CommonType.of(List.of(start, step)).map(common -> {
            boolean grows = common.kind() == TypeKind.DECIMAL && !common.equals(start.withNullable(common.nullable()));
            return (grows ? DataType.decimal(38, common.scale(), true) : common).withNullable(true);
        });
    }

    /** The error of a lambda that says no order. */
    public static RowException noOrder() {
        return new RowException(
                "the lambda of ARRAY_SORT gives NULL", "Let it give a number for all pairs, of NULLs, too.");
    }
}
