package io.sluice.planner.function;

import static io.sluice.planner.plan.TypeKind.ARRAY;
import static io.sluice.planner.plan.TypeKind.BIGINT;
import static io.sluice.planner.plan.TypeKind.BINARY;
import static io.sluice.planner.plan.TypeKind.BOOLEAN;
import static io.sluice.planner.plan.TypeKind.DATE;
import static io.sluice.planner.plan.TypeKind.DECIMAL;
import static io.sluice.planner.plan.TypeKind.DOUBLE;
import static io.sluice.planner.plan.TypeKind.FLOAT;
import static io.sluice.planner.plan.TypeKind.INT;
import static io.sluice.planner.plan.TypeKind.INTERVAL_DAY_TIME;
import static io.sluice.planner.plan.TypeKind.INTERVAL_YEAR_MONTH;
import static io.sluice.planner.plan.TypeKind.MAP;
import static io.sluice.planner.plan.TypeKind.SMALLINT;
import static io.sluice.planner.plan.TypeKind.STRING;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP_LTZ;
import static io.sluice.planner.plan.TypeKind.TINYINT;
import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a function takes at one place.
 *
 * @param name for the documentation and for messages
 * @param kinds that are accepted
 * @param passedAs the kind to which an argument is cast first
 * @param literal it must be a constant
 * @param encoded it is passed as one value as {@link NestedValues} encodes it, NULL as well
 * @param omitted what is passed when the argument is left out; empty where it must be given
 */
public record Parameter(
        String name,
        Set<TypeKind> kinds,
        Optional<TypeKind> passedAs,
        boolean literal,
        boolean encoded,
        Optional<Expr.Literal> omitted) {
    private static final Set<TypeKind> INTEGERS = Set.of(TINYINT, SMALLINT, INT, BIGINT);
    private static final Set<TypeKind> NUMBERS =
            Set.of(TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, TypeKind.DECIMAL);

    public Parameter {
        requireNonNull(name, "name");
        kinds = Set.copyOf(kinds);
        requireNonNull(passedAs, "passedAs");
        requireNonNull(omitted, "omitted");
    }

    static Parameter of(String name, Set<TypeKind> kinds) {
        return new Parameter(name, kinds, Optional.empty(), false, false, Optional.empty());
    }

    static Parameter text(String name) {
        return of(name, Set.of(STRING));
    }

    static Parameter bool(String name) {
        return of(name, Set.of(BOOLEAN));
    }

    static Parameter integer(String name) {
        return of(name, INTEGERS);
    }

    static Parameter decimal(String name) {
        return of(name, Set.of(DECIMAL));
    }

    static Parameter floating(String name) {
        return of(name, Set.of(FLOAT, DOUBLE));
    }

    /** Any number, passed as a DOUBLE. */
    static Parameter number(String name) {
        return of(name, NUMBERS).as(DOUBLE);
    }

    static Parameter date(String name) {
        return of(name, Set.of(DATE));
    }

    static Parameter timestamp(String name) {
        return of(name, Set.of(TIMESTAMP));
    }

    static Parameter instant(String name) {
        return of(name, Set.of(TIMESTAMP_LTZ));
    }

    static Parameter months(String name) {
        return of(name, Set.of(TINYINT, SMALLINT, INT, BIGINT, INTERVAL_YEAR_MONTH));
    }

    static Parameter micros(String name) {
        return of(name, Set.of(TINYINT, SMALLINT, INT, BIGINT, INTERVAL_DAY_TIME));
    }

    /** A DATE, TIMESTAMP or TIMESTAMP_LTZ, passed as what the clock of the session shows. */
    static Parameter clock(String name) {
        return of(name, Set.of(DATE, TIMESTAMP, TIMESTAMP_LTZ)).as(TIMESTAMP);
    }

    static Parameter binary(String name) {
        return of(name, Set.of(BINARY));
    }

    static Parameter textOrBytes(String name) {
        return of(name, EnumSet.of(STRING, BINARY));
    }

    static Parameter array(String name) {
        return of(name, Set.of(ARRAY));
    }

    static Parameter map(String name) {
        return of(name, Set.of(MAP));
    }

    /** A value of any type, passed encoded. */
    static Parameter any(String name) {
        return new Parameter(name, EnumSet.allOf(TypeKind.class), Optional.empty(), false, true, Optional.empty());
    }

    Parameter as(TypeKind kind) {
        return new Parameter(name, kinds, Optional.of(kind), literal, encoded, omitted);
    }

    Parameter asLiteral() {
        return new Parameter(name, kinds, passedAs, true, encoded, omitted);
    }

    /** May be left out, for a constant. */
    Parameter or(long value) {
        return or(new Expr.Literal(Optional.of(value), DataType.of(BIGINT, false)));
    }

    /** May be left out, for a constant. */
    Parameter or(boolean value) {
        return or(new Expr.Literal(Optional.of(value), DataType.of(BOOLEAN, false)));
    }

    /** May be left out, for a constant. */
    Parameter or(String value) {
        return or(new Expr.Literal(Optional.of(value), DataType.of(STRING, false)));
    }

    private Parameter or(Expr.Literal value) {
        return new Parameter(name, kinds, passedAs, literal, encoded, Optional.of(value));
    }

    boolean accepts(Argument argument) {
        boolean accepted = kinds.contains(argument.type().kind())
                || argument.untypedNull() && kinds.stream().anyMatch(kind -> !kind.isNested());
        return accepted && (!literal || argument.literal().isPresent());
    }

    /** The type that NULL has here: STRING if that is accepted, else the first kind that is. */
    DataType ofNull() {
        return kinds.stream()
                .filter(kind -> !kind.isNested())
                .min(Comparator.comparing((TypeKind kind) -> kind != STRING).thenComparing(kind -> kind))
                .map(kind -> DataType.of(kind, true))
                .orElse(DataType.of(STRING, true));
    }

    /** The type that an argument has when it is passed. */
    DataType passed(DataType type) {
        return passedAs.filter(kind -> kind != type.kind())
                .map(kind -> DataType.of(kind, type.nullable()))
                .orElse(type);
    }
}
