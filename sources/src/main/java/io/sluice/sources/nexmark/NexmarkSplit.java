package io.sluice.sources.nexmark;

import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import java.util.List;

/** The events from {@code from} to before {@code to}. */
record NexmarkSplit(long from, long to, NexmarkModel model, List<NexmarkColumn> columns) implements Split {
    NexmarkSplit {
        columns = List.copyOf(columns);
    }

    @Override
    public String partition() {
        return "0";
    }

    @Override
    public long estimatedRows() {
        return to - from;
    }

    @Override
    public SplitReader open() {
        return new NexmarkReader(this);
    }
}
