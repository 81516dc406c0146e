package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.BatchIntent;
import io.sluice.checkpoint.Checkpoint;
import io.sluice.checkpoint.QueryMetadata;
import io.sluice.sinks.Sink;
import io.sluice.sources.Source;
import java.util.Map;
import java.util.Optional;

/** All that a query has open. Belongs to the loop's thread from its start on. */
public final class OpenQuery implements AutoCloseable {
    private final String queryId;
    private final Checkpoint checkpoint;
    private final Optional<BatchIntent> unfinished;
    private final Map<String, Source> sources;
    private final SourceEnds ends;
    private final Map<String, Sink> sinks;
    private final SourceMemories memories;
    private final Optional<BatchRunner> runner;
    private final Optional<QueryMetadata> newMetadata;
    private final boolean filled;
    private final Resources resources;

    OpenQuery(
            String queryId,
            Checkpoint checkpoint,
            Optional<BatchIntent> unfinished,
            Map<String, Source> sources,
            SourceEnds ends,
            Map<String, Sink> sinks,
            SourceMemories memories,
            Optional<BatchRunner> runner,
            Optional<QueryMetadata> newMetadata,
            boolean filled,
            Resources resources) {
        this.queryId = requireNonNull(queryId, "queryId");
        this.checkpoint = requireNonNull(checkpoint, "checkpoint");
        this.unfinished = requireNonNull(unfinished, "unfinished");
        this.sources = requireNonNull(sources, "sources");
        this.ends = requireNonNull(ends, "ends");
        this.sinks = requireNonNull(sinks, "sinks");
        this.memories = requireNonNull(memories, "memories");
        this.runner = requireNonNull(runner, "runner");
        this.newMetadata = requireNonNull(newMetadata, "newMetadata");
        this.filled = filled;
        this.resources = requireNonNull(resources, "resources");
    }

    public String queryId() {
        return queryId;
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    /** The batch that an earlier run began and did not commit, if it is to be repeated as it was. */
    Optional<BatchIntent> unfinished() {
        return unfinished;
    }

    Map<String, Source> sources() {
        return sources;
    }

    SourceEnds ends() {
        return ends;
    }

    Map<String, Sink> sinks() {
        return sinks;
    }

    SourceMemories memories() {
        return memories;
    }

    /** Empty if an earlier run has finished: then there is nothing to do but to publish. */
    Optional<BatchRunner> runner() {
        return runner;
    }

    /** To be written after the next commit, which gives the state the columns of this plan; empty: it is there. */
    Optional<QueryMetadata> newMetadata() {
        return newMetadata;
    }

    /** Whether aggregates were filled, which the next commit makes final: there is one at once. */
    boolean isFilled() {
        return filled;
    }

    @Override
    public void close() {
        resources.close();
    }

    /** Closes after a failure; what fails now is added to it. */
    public void closeAfter(Throwable failure) {
        resources.closeAfter(failure);
    }
}
