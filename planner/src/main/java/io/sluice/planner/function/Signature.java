package io.sluice.planner.function;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * How SQL calls a function. Several {@link ScalarFunction}s, its variants, may share an SQL name; {@link
 * FunctionRegister#bind} takes the first whose parameters accept the arguments.
 *
 * @param sqlName in upper case. Where SQL has a grammar of its own for the call ({@code grammar}), the name by which the
 *     planner asks for it; such a name may hold a slash, as {@code EXTRACT/YEAR}
 * @param form how the call is written
 * @param repetition whether the last parameter takes more than one argument
 * @param conversion the types that the arguments are cast to first, where they depend on one another
 * @param result its type
 * @param checks of constant arguments; one that fails throws a {@link RowException}
 * @param subject heading in the documentation
 */
public record Signature(
        String sqlName,
        boolean grammar,
        String form,
        List<Parameter> parameters,
        Repetition repetition,
        Optional<Conversion> conversion,
        ResultType result,
        List<Consumer<List<Argument>>> checks,
        String subject,
        String description,
        List<Example> examples) {
    /** What happens with arguments behind the last parameter. */
    public enum Repetition {
        /** There are none. */
        NONE,
        /** They are of the last parameter too; all arguments go into one array. */
        REPEATED,
        /** A function of two: {@code f(a, b, c)} is {@code f(f(a, b), c)}; one argument is its own result. */
        NESTED
    }

    /** A call in SQL and its result as the console prints it. */
    public record Example(String call, String result) {
        public Example {
            requireNonNull(call, "call");
            requireNonNull(result, "result");
        }
    }

    public Signature {
        requireNonNull(sqlName, "sqlName");
        requireNonNull(form, "form");
        parameters = List.copyOf(parameters);
        requireNonNull(repetition, "repetition");
        requireNonNull(conversion, "conversion");
        requireNonNull(result, "result");
        checks = List.copyOf(checks);
        requireNonNull(subject, "subject");
        requireNonNull(description, "description");
        examples = List.copyOf(examples);
    }

    /** The fewest arguments. */
    public int minimum() {
        if (repetition == Repetition.NESTED) {
            return 1;
        }
        return (int) parameters.stream()
                .filter(parameter -> parameter.omitted().isEmpty())
                .count();
    }

    /** The most arguments. */
    public int maximum() {
        return repetition == Repetition.NONE ? parameters.size() : Integer.MAX_VALUE;
    }

    /** The parameter that an argument is for. */
    public Parameter parameter(int argument) {
        return parameters.get(Math.min(argument, parameters.size() - 1));
    }

    boolean accepts(List<Argument> arguments) {
        if (arguments.size() < minimum() || arguments.size() > maximum()) {
            return false;
        }
        Optional<List<DataType>> passed = passed(arguments);
        if (passed.isEmpty()) {
            return false;
        }
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = conversion.isEmpty()
                    ? arguments.get(i)
                    : new Argument(passed.get().get(i), arguments.get(i).literal());
            if (!parameter(i).accepts(argument)) {
                return false;
            }
        }
        return true;
    }

    /** The types that arguments are cast to; empty if they do not go together. */
    Optional<List<DataType>> passed(List<Argument> arguments) {
        if (conversion.isPresent()) {
            return conversion.get().of(arguments);
        }
        List<DataType> passed = new ArrayList<>();
        for (Argument argument : arguments) {
            Parameter parameter = parameter(passed.size());
            passed.add(parameter.passed(argument.untypedNull() ? parameter.ofNull() : argument.type()));
        }
        return Optional.of(passed);
    }

    static List<DataType> types(List<Argument> arguments) {
        return arguments.stream().map(Argument::type).toList();
    }

    /** The kinds that each parameter accepts, for messages, such as {@code STRING, TINYINT | INT}. */
    public String accepted() {
        return parameters.stream()
                .map(parameter ->
                        parameter.kinds().stream().sorted().map(Enum::name).collect(Collectors.joining(" | ")))
                .collect(Collectors.joining(", "));
    }
}
