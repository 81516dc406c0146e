package io.sluice.planner.function;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A scalar function and the static method that implements it.
 *
 * <p><b>How generated code calls the method.</b> Parameters, in order: a {@link FunctionContext} if {@code
 * usesContext}; the arguments; for a result of kind STRING an {@link Utf8}, cleared, to append the result to.
 * <table>
 * <caption>Java type of an argument or result</caption>
 * <tr><td>BOOLEAN</td><td>{@code boolean}</td></tr>
 * <tr><td>integers, DATE, TIMESTAMPs, intervals</td><td>{@code long} (units as in TypeKind)</td></tr>
 * <tr><td>FLOAT, DOUBLE</td><td>{@code double}</td></tr>
 * <tr><td>DECIMAL</td><td>{@link java.math.BigDecimal} with the scale of its type</td></tr>
 * <tr><td>STRING</td><td>argument {@link Utf8}, not to be kept or changed; result: the last parameter, return type
 *     {@code void}, or {@code boolean} where false means NULL</td></tr>
 * </table>
 * An argument is never null: a function is not called when an argument is NULL, and the result is NULL — unless {@code
 * seesNulls}: then each argument is passed as its boxed type or {@link Utf8}, or null. A result other than STRING that
 * may be NULL without a NULL argument ({@code mayBeNull}) is returned boxed ({@code Long}, {@code Double}, {@code
 * Boolean}, {@code BigDecimal}; null for NULL), except for {@code long}, where {@link #NULL_LONG} stands for NULL.
 *
 * <p>An argument that is costly to prepare (a pattern, a format) is {@code prepared}: the method takes an object made
 * from the text by the one constructor {@code (String)} of {@code preparedType} in its place; generated code makes it
 * once for a literal and once for each change of the text otherwise. A prepared object is immutable. A varargs function
 * takes all its arguments as one {@code Utf8[]} ({@code variadic}).
 *
 * @param name in upper case
 * @param owner class of the method
 * @param method its name; not overloaded within the class
 * @param deterministic the same arguments give the same result
 * @param monotone not decreasing in its first argument when the others are constant
 * @param signature how SQL calls it; present for every function in the register
 */
public record ScalarFunction(
        String name,
        Class<?> owner,
        String method,
        boolean usesContext,
        boolean seesNulls,
        boolean mayBeNull,
        boolean variadic,
        OptionalInt prepared,
        Optional<Class<?>> preparedType,
        boolean deterministic,
        boolean monotone,
        Optional<Signature> signature) {
    /** Stands for NULL in a result of Java type {@code long}. */
    public static final long NULL_LONG = Long.MIN_VALUE;

    public ScalarFunction {
        requireNonNull(name, "name");
        requireNonNull(owner, "owner");
        requireNonNull(method, "method");
        requireNonNull(prepared, "prepared");
        requireNonNull(preparedType, "preparedType");
        requireNonNull(signature, "signature");
    }

    /** A function that is strict, deterministic, and needs nothing special. */
    public static ScalarFunction of(String name, Class<?> owner, String method) {
        return new ScalarFunction(
                name,
                owner,
                method,
                false,
                false,
                false,
                false,
                OptionalInt.empty(),
                Optional.empty(),
                true,
                false,
                Optional.empty());
    }

    public ScalarFunction withContext() {
        return new ScalarFunction(
                name,
                owner,
                method,
                true,
                seesNulls,
                mayBeNull,
                variadic,
                prepared,
                preparedType,
                deterministic,
                monotone,
                signature);
    }

    public ScalarFunction withNullArguments() {
        return new ScalarFunction(
                name,
                owner,
                method,
                usesContext,
                true,
                mayBeNull,
                variadic,
                prepared,
                preparedType,
                deterministic,
                monotone,
                signature);
    }

    public ScalarFunction withNullResult() {
        return new ScalarFunction(
                name,
                owner,
                method,
                usesContext,
                seesNulls,
                true,
                variadic,
                prepared,
                preparedType,
                deterministic,
                monotone,
                signature);
    }

    public ScalarFunction withVariadic() {
        return new ScalarFunction(
                name,
                owner,
                method,
                usesContext,
                seesNulls,
                mayBeNull,
                true,
                prepared,
                preparedType,
                deterministic,
                monotone,
                signature);
    }

    public ScalarFunction withPrepared(int argument, Class<?> type) {
        return new ScalarFunction(
                name,
                owner,
                method,
                usesContext,
                seesNulls,
                mayBeNull,
                variadic,
                OptionalInt.of(argument),
                Optional.of(type),
                deterministic,
                monotone,
                signature);
    }

    public ScalarFunction withMonotone() {
        return new ScalarFunction(
                name,
                owner,
                method,
                usesContext,
                seesNulls,
                mayBeNull,
                variadic,
                prepared,
                preparedType,
                deterministic,
                true,
                signature);
    }

    public ScalarFunction notDeterministic() {
        return new ScalarFunction(
                name,
                owner,
                method,
                usesContext,
                seesNulls,
                mayBeNull,
                variadic,
                prepared,
                preparedType,
                false,
                monotone,
                signature);
    }

    public ScalarFunction withSignature(Signature value) {
        return new ScalarFunction(
                name,
                owner,
                method,
                usesContext,
                seesNulls,
                mayBeNull,
                variadic,
                prepared,
                preparedType,
                deterministic,
                monotone,
                Optional.of(value));
    }
}
