package io.sluice.runtime.operator;

import io.sluice.planner.plan.Expiry;
import io.sluice.sources.ColumnVector;
import java.util.Optional;

/** The watermark values at which rows are final. */
final class RowExpiry {
    private final Optional<Expiry> expiry;

    RowExpiry(Optional<Expiry> expiry) {
        this.expiry = expiry;
    }

    boolean isPresent() {
        return expiry.isPresent();
    }

    /** The watermark that makes a row final; the greatest long: only the end of the input does. */
    long of(ColumnVector[] columns, int row) {
        if (expiry.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long time = columns[expiry.get().column()].longs[row];
        long end = time + expiry.get().delay();
        return end < time ? Long.MAX_VALUE : end;
    }

    /** Whether a row comes too late; one without a time always does. */
    boolean isLate(ColumnVector[] columns, int row, long[] watermarks) {
        if (expiry.isEmpty()) {
            return false;
        }
        ColumnVector time = columns[expiry.get().column()];
        return time.hasNulls && time.nulls[row] || of(columns, row) <= watermarks[0];
    }
}
