package io.sluice.runtime.execution;

import io.sluice.planner.function.RowException;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.batch.OneRow;
import io.sluice.runtime.codegen.FusedLoop;
import io.sluice.runtime.operator.DeadLetterOutput.Letters;
import io.sluice.runtime.operator.JsonRow;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.Split;
import java.util.Arrays;

/**
 * Sends the rows of a split for which an expression fails to the dead-letter table: where they are, the expression, and
 * the columns that the pipeline reads as JSON. Used by one thread.
 */
final class FailedRows implements FusedLoop.LeftOutRows {
    private final PlanNode.Scan scan;
    private final Split split;
    private final Pipeline.Run run;
    private final Letters letters;
    private ColumnVector[] columns = {};
    private long before;

    FailedRows(PlanNode.Scan scan, Split split, Pipeline.Run run, Letters letters) {
        this.scan = scan;
        this.split = split;
        this.run = run;
        this.letters = letters;
    }

    /** @param newBefore rows of the split that were read before these */
    void of(ColumnVector[] newColumns, long newBefore) {
        columns = newColumns;
        before = newBefore;
    }

    @Override
    public void add(RowException error, int row) {
        String place = split.place();
        letters.add(
                scan.source(),
                "%s%srow %d".formatted(place, place.isEmpty() ? "" : ", ", before + row + 1),
                run.located(error, columns, row).getMessage(),
                json(row));
    }

    private String json(int row) {
        int[] reads = run.reads();
        OneRow one = new OneRow(scan.columns().stream().map(Column::type).toList());
        one.set(columns, reads, row);
        ColumnVector[] read =
                Arrays.stream(reads).mapToObj(index -> one.columns()[index]).toArray(ColumnVector[]::new);
        Utf8 text = new Utf8();
        new JsonRow(Arrays.stream(reads).mapToObj(scan.columns()::get).toList()).write(read, 0, 0, text);
        return text.toString();
    }
}
