package io.sluice.sources.parquet;

import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.format.DataFile;
import java.util.List;

/** Row groups of one file that follow one another. */
record ParquetSplit(DataFile file, Footer footer, List<MappedColumn> columns, List<Integer> groups, long estimatedRows)
        implements Split {
    ParquetSplit {
        groups = List.copyOf(groups);
    }

    @Override
    public String partition() {
        return "0";
    }

    @Override
    public SplitReader open() {
        return new ParquetReader(this);
    }
}
