package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.RowException;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.Column;
import io.sluice.runtime.RowErrors;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.operator.DeadLetterOutput.Letters;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What becomes of what an operator itself cannot compute, by the policy of the query: a sum that is out of range, a condition on a
 * pair of rows. Of one part of an operator's rows; used by one thread.
 */
public final class RowFailures {
    private final RowErrors policy;
    private final String uid;
    private final Optional<Supplier<Letters>> letters;
    private long count;

    /**
     * @param uid of the operator
     * @param letters asked for each row; needed where rows go to the dead-letter table
     */
    public RowFailures(RowErrors policy, String uid, Optional<Supplier<Letters>> letters) {
        this.policy = requireNonNull(policy, "policy");
        this.uid = requireNonNull(uid, "uid");
        this.letters = requireNonNull(letters, "letters");
    }

    /** Counts rows that are not seen. */
    void add(long rows) {
        count += rows;
    }

    /** Counts a row that is left out, and sends it where such rows go. */
    void add(RowException error, Supplier<String> row) {
        count++;
        letters.ifPresent(to -> to.get().add(uid, "", error.getMessage(), row.get()));
    }

    /**
     * Leaves out the rows of a batch a value of which could not be computed, or makes the value NULL.
     *
     * @throws RowException if the policy is that the query fails
     */
    public void settle(ColumnBatch batch, List<Column> columns) {
        if (batch.failed().isEmpty()) {
            return;
        }
        if (policy == RowErrors.FAIL) {
            throw batch.failed().get(0).error();
        }
        BitSet bad = new BitSet();
        BitSet gone = new BitSet();
        for (ColumnBatch.FailedValue failed : batch.failed()) {
            ColumnVector vector = batch.column(failed.column());
            if (!vector.hasNulls) {
                vector.hasNulls = true;
                Arrays.fill(vector.nulls, 0, batch.rows(), false);
            }
            vector.nulls[failed.row()] = true;
            if (policy != RowErrors.NULL || !columns.get(failed.column()).type().nullable()) {
                gone.set(failed.row());
            }
            bad.set(failed.row());
        }
        for (ColumnBatch.FailedValue failed : batch.failed()) {
            boolean comes = batch.weights() == null || batch.weights()[failed.row()] > 0;
            if (bad.get(failed.row()) && comes) {
                add(failed.error(), () -> json(batch, columns, failed.row()));
            }
            bad.clear(failed.row());
        }
        batch.failed().clear();
        batch.remove(gone);
    }

    private static String json(ColumnBatch batch, List<Column> columns, int row) {
        Utf8 text = new Utf8();
        new JsonRow(columns).write(batch.columns(), 0, row, text);
        return text.toString();
    }

    /** Rows that came and failed, not those that were taken back. */
    public long count() {
        return count;
    }
}
