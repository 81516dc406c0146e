package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.RowComparison;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;
import java.util.Optional;

/**
 * One aggregate in the records of a table.
 *
 * @param argument type of what is aggregated; for COUNT(*) that of the result
 * @param word its first word in the record
 * @param presenceWord the word of the record with its presence bit; −1 for none
 * @param presenceBit that bit, as a mask
 * @param rows the order of values that are ROWs, where there is one
 * @param user of an aggregate that a user has written
 */
public record Accumulator(
        AccumulatorKind kind,
        AggregateCall call,
        DataType argument,
        int word,
        int presenceWord,
        long presenceBit,
        Optional<RowComparison> rows,
        Optional<UserFold> user) {
    public Accumulator {
        requireNonNull(kind, "kind");
        requireNonNull(call, "call");
        requireNonNull(argument, "argument");
        requireNonNull(rows, "rows");
        requireNonNull(user, "user");
    }

    /** Of a kind that has ROWs in an order. */
    RowComparison comparison() {
        return rows.orElseThrow();
    }

    /** Of an aggregate that a user has written. */
    UserFold userFold() {
        return user.orElseThrow();
    }

    /** Whether there is a value; only of a sum of longs, a kind with a presence bit, or one that is held. */
    boolean isPresent(long[] segment, int base) {
        if (kind == AccumulatorKind.SUM_LONG) {
            return LongSum.isPresent(segment, base + word);
        }
        return kind.isHeld()
                ? segment[base + word] == AccumulatorKind.FOUND
                : (segment[base + presenceWord] & presenceBit) != 0;
    }

    /** The type of the value of a kind that keeps one. */
    DataType valueType() {
        if (kind == AccumulatorKind.USER) {
            return call.user().orElseThrow().stored();
        }
        return kind.isHeld() ? call.type() : argument;
    }

    /** The first word of the value of a kind that keeps one. */
    int valueWord() {
        return kind.isHeld() ? word + 1 : word;
    }

    /** Whether rows are added to it as they come; else it follows from the values that the group keeps. */
    public boolean isFoldedByRow() {
        return !kind.isHeld() && !call.distinct();
    }
}
