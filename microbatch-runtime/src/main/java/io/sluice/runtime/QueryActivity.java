package io.sluice.runtime;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * What a query does at this moment, in numbers; for a display that looks now and then.
 *
 * @param batch the one that is worked on, or comes next
 * @param step of that batch
 * @param rowsRead of that batch so far; 0 between batches
 * @param done how much of the whole input is read, from 0 to 1; empty while the input has no known end
 */
public record QueryActivity(long batch, Step step, long rowsRead, OptionalDouble done) {
    public QueryActivity {
        requireNonNull(step, "step");
        requireNonNull(done, "done");
    }
}
