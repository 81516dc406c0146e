package io.sluice.runtime.execution;

import io.sluice.planner.function.RowException;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.Column;
import io.sluice.runtime.batch.OneRow;
import io.sluice.runtime.codegen.FusedLoop;
import io.sluice.runtime.operator.DeadLetterOutput.Letters;
import io.sluice.runtime.operator.JsonRow;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.Split;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends the rows of a split or an operator for which an expression fails to the dead-letter table: where they are, the
 * expression, and the columns that the pipeline reads as JSON. Used by one thread.
 */
final class FailedRows implements FusedLoop.LeftOutRows {
    private final String source;
    private final List<Column> table;
    private final Optional<Split> split;
    private final Pipeline.Run run;
    private final Supplier<Letters> letters;
    private ColumnVector[] columns = {};
    private long before;

    /**
     * @param source the name of the table, or the uid of the operator
     * @param table its columns
     * @param split where the rows of a table are
     * @param letters asked for each row
     */
    FailedRows(String source, List<Column> table, Optional<Split> split, Pipeline.Run run, Supplier<Letters> letters) {
        this.source = source;
        this.table = table;
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
        letters.get()
                .add(
                        source,
                        split.map(each -> place(each, row)).orElse(""),
                        run.located(error, columns, row).getMessage(),
                        json(row));
    }

    private String place(Split of, int row) {
        String place = of.place();
        return "%s%srow %d".formatted(place, place.isEmpty() ? "" : ", ", before + row + 1);
    }

    private String json(int row) {
        int[] reads = run.reads();
        OneRow one = new OneRow(table.stream().map(Column::type).toList());
        one.set(columns, reads, row);
        ColumnVector[] read =
                Arrays.stream(reads).mapToObj(index -> one.columns()[index]).toArray(ColumnVector[]::new);
        Utf8 text = new Utf8();
        new JsonRow(Arrays.stream(reads).mapToObj(table::get).toList()).write(read, 0, 0, text);
        return text.toString();
    }
}
