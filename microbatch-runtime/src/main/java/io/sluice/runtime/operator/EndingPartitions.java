package io.sluice.runtime.operator;

import io.sluice.planner.plan.Expiry;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.runtime.operator.ShardedOperator.Times;
import io.sluice.runtime.state.RowTable;
import java.util.Optional;

/** Partitions each of which ends as a whole, when the watermark has passed its rows, or with the input. */
abstract class EndingPartitions extends KeptPartitions {
    final RowExpiry expiry;
    private final boolean endsByWatermark;
    private final boolean endsWithInput;

    EndingPartitions(RowTable table, Optional<Expiry> expiry, boolean closesPartitions, Emit emit) {
        super(table);
        this.expiry = new RowExpiry(expiry);
        endsByWatermark = closesPartitions;
        endsWithInput = emit == Emit.ON_CLOSE;
    }

    /** A partition is there that was not there before. */
    final void noteEnd(int key) {
        if (endsByWatermark) {
            ends.push(expiry.of(table.columns(), table.first(key)), key);
        }
    }

    /** Closes the partitions that end with the batch. */
    final void closeEnded(Times times) {
        if (times.endOfInput() && endsWithInput) {
            for (int key = 0; key < table.keys(); key++) {
                if (table.rowsOf(key) > 0) {
                    close(key);
                }
            }
            return;
        }
        while (!ends.isEmpty() && ends.time() <= times.end()[0]) {
            int key = ends.number();
            boolean isOpen = table.rowsOf(key) > 0 && expiry.of(table.columns(), table.first(key)) == ends.time();
            ends.pop();
            if (isOpen) {
                close(key);
            }
        }
    }

    /** Sends what is sent of a partition that ends, and drops it. */
    abstract void close(int key);
}
