package io.sluice.planner.function;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A scalar function and the static method that implements it.
 *
 * <p><b>How generated code calls the method.</b> Parameters, in order: a {@link FunctionContext} if {@code
 * usesContext}; a type if it is {@code TYPED}; the arguments; for a result of kind STRING an {@link Utf8}, cleared, to
 * append the result to.
 * <table>
 * <caption>Java type of an argument or result</caption>
 * <tr><td>BOOLEAN</td><td>{@code boolean}</td></tr>
 * <tr><td>integers, DATE, TIMESTAMPs, intervals</td><td>{@code long} (units as in TypeKind)</td></tr>
 * <tr><td>FLOAT, DOUBLE</td><td>{@code double}</td></tr>
 * <tr><td>DECIMAL</td><td>{@link java.math.BigDecimal} with the scale of its type</td></tr>
 * <tr><td>STRING</td><td>argument {@link Utf8}, not to be kept or changed; result: the last parameter, return type
 *     {@code void}, or {@code boolean} where false means NULL</td></tr>
 * <tr><td>BINARY, ARRAY, MAP, ROW</td><td>as STRING</td></tr>
 * </table>
 * An argument is never null: a function is not called when an argument is NULL, and the result is NULL — unless {@code
 * seesNulls}: then each argument is passed as its boxed type or {@link Utf8}, or null. A result other than STRING that
 * may be NULL without a NULL argument ({@code mayBeNull}) is returned boxed ({@code Long}, {@code Double}, {@code
 * Boolean}, {@code BigDecimal}; null for NULL), except for {@code long}, where {@link #NULL_LONG} stands for NULL.
 *
 * <p>An argument that is costly to prepare (a pattern, a format) is {@code prepared}: the method takes an object made
 * from the text by the one constructor {@code (String)} of its type in its place; generated code makes it
 * once for a literal and once for each change of the text otherwise ({@code prepared} has the types by argument). A prepared object is immutable. A varargs function
 * takes all its arguments as one {@code Utf8[]} ({@code variadic}).
 *
 * <p>An argument whose {@link Parameter} says {@code encoded} is passed as an {@link Utf8} with one value as {@link
 * NestedValues} encodes it, whatever its type; NULL is such a value. A method whose result is of the type of an argument
 * writes one encoded value to the last parameter ({@code ENCODED}).
 *
 * @param name in upper case
 * @param owner class of the method
 * @param method its name; not overloaded within the class
 * @param prepared the types of arguments that are prepared, by their place
 * @param signature how SQL calls it; present for every function in the register
 */
public record ScalarFunction(
        String name,
        Class<?> owner,
        String method,
        Set<Trait> traits,
        Map<Integer, Class<?>> prepared,
        Optional<Signature> signature) {
    /** Stands for NULL in a result of Java type {@code long}. */
    public static final long NULL_LONG = Long.MIN_VALUE;

    /** How the method is called, and what is known of its result. */
    public enum Trait {
        USES_CONTEXT,
        SEES_NULLS,
        MAY_BE_NULL,
        VARIADIC,
        /** The same arguments need not give the same result. */
        NOT_DETERMINISTIC,
        /** Not decreasing in its first argument when the others are constant. */
        MONOTONE,
        /** The {@link io.sluice.planner.plan.DataType} of the first argument stands before the arguments. */
        TYPED,
        /** The result is written as an encoded value. */
        ENCODED
    }

    public ScalarFunction {
        requireNonNull(name, "name");
        requireNonNull(owner, "owner");
        requireNonNull(method, "method");
        traits = Set.copyOf(traits);
        prepared = Map.copyOf(prepared);
        requireNonNull(signature, "signature");
    }

    /** A function that is strict, deterministic, and needs nothing special. */
    public static ScalarFunction of(String name, Class<?> owner, String method) {
        return new ScalarFunction(name, owner, method, Set.of(), Map.of(), Optional.empty());
    }

    public ScalarFunction with(Trait trait) {
        Set<Trait> more = EnumSet.of(trait);
        more.addAll(traits);
        return new ScalarFunction(name, owner, method, more, prepared, signature);
    }

    public ScalarFunction withPrepared(int argument, Class<?> type) {
        Map<Integer, Class<?>> more = new HashMap<>(prepared);
        more.put(argument, type);
        return new ScalarFunction(name, owner, method, traits, more, signature);
    }

    public ScalarFunction withSignature(Signature value) {
        return new ScalarFunction(name, owner, method, traits, prepared, Optional.of(value));
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    public boolean usesContext() {
        return has(Trait.USES_CONTEXT);
    }

    public boolean seesNulls() {
        return has(Trait.SEES_NULLS);
    }

    public boolean mayBeNull() {
        return has(Trait.MAY_BE_NULL);
    }

    public boolean variadic() {
        return has(Trait.VARIADIC);
    }

    public boolean deterministic() {
        return !has(Trait.NOT_DETERMINISTIC);
    }

    public boolean monotone() {
        return has(Trait.MONOTONE);
    }

    /** Whether an argument is passed as an encoded value. */
    public boolean encodes(int argument) {
        return signature
                .filter(known -> !known.parameters().isEmpty())
                .map(known -> known.parameter(argument).encoded())
                .orElse(false);
    }
}
