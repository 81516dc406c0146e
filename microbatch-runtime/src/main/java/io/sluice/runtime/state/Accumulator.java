package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;

/**
 * One aggregate in the records of a table.
 *
 * @param argument type of what is aggregated; for COUNT(*) that of the result
 * @param word its first word in the record
 * @param presenceWord the word of the record with its presence bit; −1 for none
 * @param presenceBit that bit, as a mask
 */
public record Accumulator(
        AccumulatorKind kind, AggregateCall call, DataType argument, int word, int presenceWord, long presenceBit) {
    public Accumulator {
        requireNonNull(kind, "kind");
        requireNonNull(call, "call");
        requireNonNull(argument, "argument");
    }

    /** Whether there was a value; only of a kind with a presence bit. */
    boolean isPresent(long[] segment, int base) {
        return (segment[base + presenceWord] & presenceBit) != 0;
    }
}
