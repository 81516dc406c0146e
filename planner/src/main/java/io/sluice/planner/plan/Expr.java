package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A typed scalar expression over the columns of a node's input.
 *
 * <p>The planner leaves no implicit conversion: both arguments of {@code + - * / %} and of a comparison have the same
 * kind, up to the width of integers and the precision and scale of decimals, except TIMESTAMP or DATE {@code ±} an
 * interval; the branches of a CASE have the kind, precision and scale of its type.
 */
public sealed interface Expr {
    DataType type();

    <R> R accept(Visitor<R> visitor);

    /** The expressions that it is made of, in their order. */
    List<Expr> children();

    /** One method for each kind of expression and no default. */
    interface Visitor<R> {
        R input(Input expr);

        R literal(Literal expr);

        R call(Call expr);

        R userCall(UserCall expr);

        R cast(Cast expr);

        R conditional(Conditional expr);

        R lambda(Lambda expr);

        R variable(Variable expr);
    }

    /** A column of the input, counted from 0. */
    record Input(int index, DataType type) implements Expr {
        public Input {
            requireNonNull(type, "type");
        }

        // Written out for the sake of a start, as in io.sluice.planner.Position; also those below.
        @Override
        public boolean equals(Object other) {
            return other instanceof Input that && index == that.index && type.equals(that.type);
        }

        @Override
        public int hashCode() {
            return index * 31 + type.hashCode();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.input(this);
        }

        @Override
        public List<Expr> children() {
            return List.of();
        }
    }

    /**
     * A constant. The value is a {@code Boolean}; a {@code Long} for integers, DATE, TIMESTAMPs and intervals (units as
     * in {@link TypeKind}); a {@code Double}; a {@link BigDecimal} with the type's scale; a {@code String}; empty for
     * NULL.
     */
    record Literal(Optional<Object> value, DataType type) implements Expr {
        public Literal {
            requireNonNull(value, "value");
            requireNonNull(type, "type");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Literal that && value.equals(that.value) && type.equals(that.type);
        }

        @Override
        public int hashCode() {
            return value.hashCode() * 31 + type.hashCode();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.literal(this);
        }

        @Override
        public List<Expr> children() {
            return List.of();
        }
    }

    /**
     * A call of a core operator (one of {@link CoreOperator}'s symbols) or of a function in the register, by its name
     * there.
     */
    record Call(String function, List<Expr> arguments, DataType type) implements Expr {
        public Call {
            requireNonNull(function, "function");
            arguments = List.copyOf(arguments);
            requireNonNull(type, "type");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Call that
                    && function.equals(that.function)
                    && arguments.equals(that.arguments)
                    && type.equals(that.type);
        }

        @Override
        public int hashCode() {
            return (function.hashCode() * 31 + arguments.hashCode()) * 31 + type.hashCode();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.call(this);
        }

        @Override
        public List<Expr> children() {
            return arguments;
        }
    }

    /**
     * A call of a function that a user has written. Arguments have the kinds of the method's parameters; NULL for a parameter of
     * a primitive type makes the result NULL.
     */
    record UserCall(UserMethod method, List<Expr> arguments, DataType type) implements Expr {
        public UserCall {
            requireNonNull(method, "method");
            arguments = List.copyOf(arguments);
            requireNonNull(type, "type");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.userCall(this);
        }

        @Override
        public List<Expr> children() {
            return arguments;
        }
    }

    /** A conversion; {@code safe} is TRY_CAST, which gives NULL where CAST fails. */
    record Cast(Expr value, DataType type, boolean safe) implements Expr {
        public Cast {
            requireNonNull(value, "value");
            requireNonNull(type, "type");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cast(this);
        }

        @Override
        public List<Expr> children() {
            return List.of(value);
        }
    }

    /** CASE WHEN …: the value of the first branch whose condition is TRUE, else {@code otherwise}; others are not run. */
    record Conditional(List<Branch> branches, Expr otherwise, DataType type) implements Expr {
        public Conditional {
            branches = List.copyOf(branches);
            requireNonNull(otherwise, "otherwise");
            requireNonNull(type, "type");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.conditional(this);
        }

        @Override
        public List<Expr> children() {
            List<Expr> all = new ArrayList<>();
            for (Branch branch : branches) {
                all.add(branch.condition());
                all.add(branch.value());
            }
            all.add(otherwise);
            return all;
        }
    }

    /** One WHEN … THEN …. */
    record Branch(Expr condition, Expr value) {
        public Branch {
            requireNonNull(condition, "condition");
            requireNonNull(value, "value");
        }
    }

    /**
     * {@code x -> body}: the argument of a {@link io.sluice.planner.function.LambdaFunction}, which computes the body for each
     * element; never an expression of its own. A variable is that of the innermost lambda that has one of its name.
     */
    record Lambda(List<Variable> parameters, Expr body) implements Expr {
        public Lambda {
            parameters = List.copyOf(parameters);
            requireNonNull(body, "body");
        }

        /** That of the body. */
        @Override
        public DataType type() {
            return body.type();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.lambda(this);
        }

        @Override
        public List<Expr> children() {
            return List.of(body);
        }
    }

    /** What a lambda is given. */
    record Variable(String name, DataType type) implements Expr {
        public Variable {
            requireNonNull(name, "name");
            requireNonNull(type, "type");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.variable(this);
        }

        @Override
        public List<Expr> children() {
            return List.of();
        }
    }
}
