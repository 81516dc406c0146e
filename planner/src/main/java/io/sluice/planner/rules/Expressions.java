package io.sluice.planner.rules;

import io.sluice.planner.function.Determinism;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Looks into expressions and rebuilds them. */
public final class Expressions {
    private static final Set<String> CLOCKS = Set.of("NOW", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "CURRENT_DATE");

    private Expressions() {}

    /** The columns that an expression reads. */
    public static BitSet inputs(Expr expr) {
        BitSet found = new BitSet();
        visit(expr, part -> {
            if (part instanceof Expr.Input input) {
                found.set(input.index());
            }
            return true;
        });
        return found;
    }

    /** How often an expression reads a column. */
    public static int uses(Expr expr, int index) {
        int[] count = new int[1];
        visit(expr, part -> {
            if (part instanceof Expr.Input input && input.index() == index) {
                count[0]++;
            }
            return true;
        });
        return count[0];
    }

    public static boolean isConstantOrInput(Expr expr) {
        return expr instanceof Expr.Input || expr instanceof Expr.Literal;
    }

    /** Whether the same row always gives the same value. */
    public static boolean isDeterministic(Expr expr) {
        return changingFunctions(expr).isEmpty();
    }

    /** The functions in an expression whose value is not fixed by the row. */
    public static List<String> changingFunctions(Expr expr) {
        List<String> found = new ArrayList<>();
        visit(expr, part -> {
            if (!Determinism.of(part)) {
                found.add(
                        part instanceof Expr.UserCall call ? call.method().function() : ((Expr.Call) part).function());
            }
            return true;
        });
        return found;
    }

    /** Whether the value is fixed by the row and the time of the batch, and not by the row alone. */
    public static boolean isOfClock(Expr expr) {
        List<String> changing = changingFunctions(expr);
        return !changing.isEmpty() && CLOCKS.containsAll(changing);
    }

    /** Whether all parts pass a test; stops at the first that does not. */
    private static boolean visit(Expr expr, Predicate<Expr> test) {
        return test.test(expr) && expr.children().stream().allMatch(child -> visit(child, test));
    }

    /** What a column becomes. */
    public interface Substitution {
        Expr of(Expr.Input input);
    }

    /** The expression with an expression in the place of each column. */
    public static Expr substitute(Expr expr, Substitution columns) {
        return rewrite(expr, columns, UnaryOperator.identity());
    }

    /** The expression with another call in the place of each, whose arguments are rewritten before. */
    public static Expr rewriteCalls(Expr expr, UnaryOperator<Expr.Call> calls) {
        return rewrite(expr, input -> input, calls);
    }

    private static Expr rewrite(Expr expr, Substitution columns, UnaryOperator<Expr.Call> calls) {
        return expr.accept(new Expr.Visitor<Expr>() {
            @Override
            public Expr input(Expr.Input input) {
                return columns.of(input);
            }

            @Override
            public Expr literal(Expr.Literal literal) {
                return literal;
            }

            @Override
            public Expr call(Expr.Call call) {
                return calls.apply(new Expr.Call(call.function(), all(call.arguments()), call.type()));
            }

            @Override
            public Expr userCall(Expr.UserCall call) {
                return new Expr.UserCall(call.method(), all(call.arguments()), call.type());
            }

            @Override
            public Expr cast(Expr.Cast cast) {
                return new Expr.Cast(cast.value().accept(this), cast.type(), cast.safe());
            }

            @Override
            public Expr conditional(Expr.Conditional conditional) {
                return new Expr.Conditional(
                        conditional.branches().stream()
                                .map(branch -> new Expr.Branch(
                                        branch.condition().accept(this),
                                        branch.value().accept(this)))
                                .toList(),
                        conditional.otherwise().accept(this),
                        conditional.type());
            }

            /** What a column becomes has no variable of its own that a parameter could hide. */
            @Override
            public Expr lambda(Expr.Lambda lambda) {
                return new Expr.Lambda(lambda.parameters(), lambda.body().accept(this));
            }

            @Override
            public Expr variable(Expr.Variable variable) {
                return variable;
            }

            private List<Expr> all(List<Expr> arguments) {
                return arguments.stream().map(argument -> argument.accept(this)).toList();
            }
        });
    }

    /** What is joined by AND. */
    public static List<Expr> conjuncts(Expr condition) {
        return condition instanceof Expr.Call call && call.function().equals(CoreOperator.AND.symbol())
                ? call.arguments().stream()
                        .flatMap(argument -> conjuncts(argument).stream())
                        .toList()
                : List.of(condition);
    }

    /** One condition from one or more. */
    public static Expr and(List<Expr> conditions) {
        if (conditions.size() == 1) {
            return conditions.get(0);
        }
        boolean nullable =
                conditions.stream().anyMatch(condition -> condition.type().nullable());
        return new Expr.Call(CoreOperator.AND.symbol(), conditions, DataType.of(TypeKind.BOOLEAN, nullable));
    }

    /** An ARRAY, or an empty one where it is NULL. */
    public static Expr orEmpty(Expr array) {
        DataType type = array.type().withNullable(false);
        Expr known =
                new Expr.Call(CoreOperator.IS_NOT_NULL.symbol(), List.of(array), DataType.of(TypeKind.BOOLEAN, false));
        Expr empty = new Expr.Call(CoreOperator.ARRAY.symbol(), List.of(), type);
        return new Expr.Conditional(List.of(new Expr.Branch(known, new Expr.Cast(array, type, false))), empty, type);
    }
}
