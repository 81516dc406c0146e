package io.sluice.planner.function;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import java.util.ArrayList;
import java.util.List;

/**
 * A variant of a function chosen for its arguments.
 *
 * @param passed the types that the arguments are cast to, in order, and those of constants for arguments left out
 * @param type of the result
 */
public record FunctionBinding(ScalarFunction function, Signature signature, List<DataType> passed, DataType type) {
    public FunctionBinding {
        requireNonNull(function, "function");
        requireNonNull(signature, "signature");
        passed = List.copyOf(passed);
        requireNonNull(type, "type");
    }

    static FunctionBinding of(ScalarFunction function, Signature signature, List<Argument> arguments) {
        List<Argument> all = new ArrayList<>();
        List<DataType> types = signature.passed(arguments).orElseThrow();
        for (int i = 0; i < arguments.size(); i++) {
            all.add(new Argument(types.get(i), arguments.get(i).literal()));
        }
        for (int i = arguments.size(); i < signature.parameters().size() && isOmittable(signature); i++) {
            Expr.Literal value = signature.parameters().get(i).omitted().orElseThrow();
            all.add(Argument.of(value));
        }
        DataType result = signature.result().of(all);
        return new FunctionBinding(
                function, signature, Signature.types(all), result.withNullable(isNullable(function, result, all)));
    }

    private static boolean isOmittable(Signature signature) {
        return signature.repetition() == Signature.Repetition.NONE;
    }

    private static boolean isNullable(ScalarFunction function, DataType result, List<Argument> arguments) {
        if (function.seesNulls()) {
            return result.nullable();
        }
        boolean nullable = function.mayBeNull();
        for (int i = 0; i < arguments.size(); i++) {
            nullable |= arguments.get(i).type().nullable() && !function.encodes(i);
        }
        return nullable;
    }

    /** The expression of the call, with the casts of its arguments and the constants for those left out. */
    public Expr call(List<Expr> arguments) {
        List<Expr> all = new ArrayList<>();
        for (int i = 0; i < passed.size(); i++) {
            all.add(
                    i < arguments.size()
                            ? cast(arguments.get(i), passed.get(i))
                            : signature.parameters().get(i).omitted().orElseThrow());
        }
        if (signature.repetition() != Signature.Repetition.NESTED) {
            return new Expr.Call(function.name(), all, type);
        }
        Expr nested = all.get(0);
        for (Expr next : all.subList(1, all.size())) {
            boolean nullable = nested.type().nullable() || next.type().nullable();
            nested = new Expr.Call(function.name(), List.of(nested, next), type.withNullable(nullable));
        }
        return nested;
    }

    private static Expr cast(Expr value, DataType type) {
        return value.type().equals(type) ? value : new Expr.Cast(value, type, false);
    }

    /** Checks the arguments that are constants; throws a {@link RowException} that says what is wrong with one. */
    public void check(List<Argument> arguments) {
        signature.checks().forEach(check -> check.accept(arguments));
    }
}
