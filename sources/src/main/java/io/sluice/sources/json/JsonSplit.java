package io.sluice.sources.json;

import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.format.Compression;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.TextLines;
import java.util.List;

/**
 * A part of a file of lines, from the first line that begins at or after {@code from} to the last that begins before
 * {@code to}; or a whole file, which may hold one array.
 *
 * @param compression as found, not AUTO
 */
record JsonSplit(
        DataFile file,
        Compression compression,
        long from,
        long to,
        List<ColumnType> columns,
        JsonRules rules,
        TextLines lines)
        implements Split {
    static final String SHAPE_HINT = "A file holds one object on each line, or one array of objects.";

    private static final int BYTES_OF_ROW = 100;

    @Override
    public String partition() {
        return "0";
    }

    @Override
    public String place() {
        return from == 0 ? "" : "from byte " + from;
    }

    @Override
    public long estimatedRows() {
        return Math.max(1, (Math.min(to, file.size()) - from) / BYTES_OF_ROW);
    }

    @Override
    public SplitReader open() {
        return new JsonReader(this);
    }
}
