package io.sluice.sources.csv;

import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.format.Compression;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.TextLines;

/**
 * The records that begin in {@code [from, to)}.
 *
 * @param compression as found, not AUTO
 */
record CsvSplit(
        DataFile file, Compression compression, long from, long to, CsvFields fields, CsvRules rules, TextLines lines)
        implements Split {
    private static final int BYTES_OF_ROW = 50;

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

    /** The whole file; for its header. */
    CsvSplit whole() {
        return new CsvSplit(file, compression, 0, Long.MAX_VALUE, fields, rules, lines);
    }

    @Override
    public SplitReader open() {
        return new CsvReader(this);
    }
}
