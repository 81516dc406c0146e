package io.sluice.sources.parquet;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.KnownTimes;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.format.DataFile;
import java.util.List;
import java.util.Optional;

/**
 * Row groups of one file that follow one another, but for those that are left out; or a part of a large one.
 *
 * @param part the rows of the only row group; empty: all of all
 * @param pageFilter tells which of their pages may be left out
 * @param knownTimes what statistics tell of the event times, those of row groups that are left out included
 */
record ParquetSplit(
        DataFile file,
        Footer footer,
        List<ColumnTree> columns,
        List<Integer> groups,
        Optional<RowRanges.Range> part,
        long estimatedRows,
        RowFilter pageFilter,
        Optional<KnownTimes> knownTimes)
        implements Split {
    ParquetSplit {
        groups = List.copyOf(groups);
        requireNonNull(part, "part");
        requireNonNull(pageFilter, "pageFilter");
        requireNonNull(knownTimes, "knownTimes");
    }

    @Override
    public String partition() {
        return "0";
    }

    @Override
    public String place() {
        if (part.isPresent()) {
            return "from row %d of row group %d".formatted(part.get().from(), groups.get(0));
        }
        return groups.isEmpty() || groups.get(0) == 0 ? "" : "from row group " + groups.get(0);
    }

    @Override
    public SplitReader open() {
        return new ParquetReader(this);
    }
}
