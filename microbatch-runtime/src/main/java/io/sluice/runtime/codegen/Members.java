package io.sluice.runtime.codegen;

import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The set behind IN: a few numbers are compared one by one, all else is looked up. */
public final class Members {
    private static final int FEW = 8;

    private final long[] longs;
    private final Set<Utf8> texts;

    private Members(long[] longs, Set<Utf8> texts) {
        this.longs = longs;
        this.texts = texts;
    }

    /** Whether the sorted numbers have this one. */
    public boolean has(long value) {
        return Arrays.binarySearch(longs, value) >= 0;
    }

    public boolean has(Utf8 text) {
        return texts.contains(text);
    }

    /** A Java condition: the value, which is not NULL, is one of the literals. */
    static String test(Value value, List<Expr.Literal> literals, ClassText owner) {
        return switch (value.javaType()) {
            case LONG -> longTest(value, literals, owner);
            case TEXT -> {
                Set<Utf8> texts = new HashSet<>();
                literals.forEach(each -> texts.add(ExpressionCompiler.text(of(each))));
                yield owner.constant(Members.class, () -> new Members(new long[0], texts)) + ".has(" + value.code()
                        + ")";
            }
            case DOUBLE -> any(
                    literals,
                    each -> value.code() + " == Double.longBitsToDouble("
                            + ExpressionCompiler.longText(Double.doubleToRawLongBits(((Number) of(each)).doubleValue()))
                            + ")");
            case BOOLEAN -> any(literals, each -> value.code() + " == " + of(each));
            case DECIMAL -> any(
                    literals,
                    each -> value.code() + ".compareTo(" + owner.constant(BigDecimal.class, of(each)) + ") == 0");
        };
    }

    private static String longTest(Value value, List<Expr.Literal> literals, ClassText owner) {
        boolean decimal = value.type().kind() == TypeKind.DECIMAL;
        List<Long> members = literals.stream()
                .filter(each -> !decimal || isRepresentable((BigDecimal) of(each), value))
                .map(each -> decimal
                        ? ((BigDecimal) of(each))
                                .setScale(value.type().scale())
                                .unscaledValue()
                                .longValueExact()
                        : ((Number) of(each)).longValue())
                .distinct()
                .sorted()
                .toList();
        if (members.isEmpty()) {
            return "false";
        }
        if (members.size() <= FEW) {
            return members.stream()
                    .map(each -> value.code() + " == " + ExpressionCompiler.longText(each))
                    .collect(Collectors.joining(" || "));
        }
        long[] sorted = members.stream().mapToLong(Long::longValue).toArray();
        return owner.constant(Members.class, () -> new Members(sorted, Set.of())) + ".has(" + value.code() + ")";
    }

    /** A literal with more digits after the point than the column has, or more than a long takes, equals no value. */
    private static boolean isRepresentable(BigDecimal literal, Value value) {
        BigDecimal stripped = literal.stripTrailingZeros();
        return stripped.scale() <= value.type().scale()
                && literal.setScale(value.type().scale()).unscaledValue().bitLength() < Long.SIZE;
    }

    private static String any(List<Expr.Literal> literals, Function<Expr.Literal, String> test) {
        return literals.stream().map(test).collect(Collectors.joining(" || "));
    }

    private static Object of(Expr.Literal literal) {
        return literal.value().orElseThrow(() -> new IllegalArgumentException("NULL among the values of IN"));
    }
}
