package io.sluice.runtime.loop;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.CheckpointReader;
import io.sluice.planner.Bootstrap;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.Connectors;
import io.sluice.sources.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Asks sources whether they have the rows yet that were read before. */
public final class SourcesAgain {
    private SourcesAgain() {}

    /** Opens the sources, and closes them again; reads no row. Fails, as a source does, if they cannot be read again. */
    public static RowsAgain ask(
            Bootstrap bootstrap,
            Connectors connectors,
            List<PlanNode.Write> outputs,
            BatchCommit last,
            CheckpointReader checkpoint) {
        try (Resources resources = new Resources();
                BufferAllocator allocator = new RootAllocator()) {
            Map<String, Source> sources =
                    connectors.sources(Set.copyOf(bootstrap.query().sources()));
            sources.values().forEach(source -> resources.add(source::close));
            new SourceMemories(sources, allocator).restore(checkpoint, last.batch());
            return RowsAgain.of(bootstrap, sources, outputs, last, checkpoint::intent);
        }
    }
}
