package io.sluice.sources.json;

import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.format.DataFile;
import java.util.List;

/**
 * A part of a file of lines, from the first line that begins at or after {@code from} to the last that begins before
 * {@code to}; or a whole file that holds one array.
 *
 * @param isFirst whether {@code from} is the beginning of the text
 */
record JsonSplit(
        DataFile file, boolean array, boolean isFirst, long from, long to, List<ColumnType> columns, JsonRules rules)
        implements Split {
    static final String SHAPE_HINT = "A file holds one object on each line, or one array of objects.";

    private static final int BYTES_OF_ROW = 100;

    @Override
    public String partition() {
        return "0";
    }

    @Override
    public long estimatedRows() {
        return Math.max(1, (to - from) / BYTES_OF_ROW);
    }

    @Override
    public SplitReader open() {
        return new JsonReader(this);
    }
}
