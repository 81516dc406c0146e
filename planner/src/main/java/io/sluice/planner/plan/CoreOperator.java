package io.sluice.planner.plan;

import java.util.Arrays;
import java.util.Optional;

/** The operators that the runtime compiles in line; all others are functions of the register. */
public enum CoreOperator {
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    DIVIDE("/"),
    REMAINDER("%"),
    /** Unary minus. */
    NEGATE("NEGATE"),
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    /** Two or more arguments. */
    AND("AND"),
    /** Two or more arguments. */
    OR("OR"),
    NOT("NOT"),
    IS_NULL("IS NULL"),
    IS_NOT_NULL("IS NOT NULL"),
    IS_TRUE("IS TRUE"),
    IS_NOT_TRUE("IS NOT TRUE"),
    IS_FALSE("IS FALSE"),
    IS_NOT_FALSE("IS NOT FALSE"),
    IS_DISTINCT_FROM("IS DISTINCT FROM"),
    IS_NOT_DISTINCT_FROM("IS NOT DISTINCT FROM"),
    /** The first argument equals one of the others, which are literals of its kind and not NULL. */
    IN("IN"),
    /** {@code ARRAY[…]}; its arguments have the type of the elements. */
    ARRAY("ARRAY"),
    /** {@code MAP[…]}: a key, its value, and so on; the last of equal keys counts. */
    MAP("MAP"),
    ROW("ROW"),
    /** {@code a[i]} of an ARRAY, counted from 1, or {@code m[k]} of a MAP; NULL where there is none. */
    ITEM("ITEM"),
    /** {@code r.f}: the second argument is a literal with the number of the field, from 0. */
    FIELD("FIELD"),
    /** Its argument; NULL for a row for which that fails. */
    TRY("TRY");

    private final String symbol;

    CoreOperator(String symbol) {
        this.symbol = symbol;
    }

    /** What {@link Expr.Call#function} holds. */
    public String symbol() {
        return symbol;
    }

    public static Optional<CoreOperator> find(String symbol) {
        return Arrays.stream(values())
                .filter(operator -> operator.symbol.equals(symbol))
                .findFirst();
    }
}
