package io.sluice.runtime.loop;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.BatchIntent;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.QuerySpec;
import io.sluice.sources.Offset;
import io.sluice.sources.Source;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which sources of a query end, and where an earlier run has said that they do. In a bounded run all of them end; in
 * another one those whose tables do. Such an end is pinned in the first intent of the run, then in each commit: a start
 * after a crash reads up to there, and not what has come since. What the trigger available-now reads is not pinned, as in
 * Structured Streaming: each start takes what is there.
 *
 * @param ending names of the sources whose ends are pinned
 * @param pinned their ends, by name; without those for which no run has said it yet
 * @param committed the last commit says the ends, so no intent needs to
 */
record SourceEnds(Set<String> ending, Map<String, String> pinned, boolean committed) {
    SourceEnds {
        ending = Set.copyOf(ending);
        pinned = Map.copyOf(pinned);
    }

    /** @param unfinished the intent after the last commit, if it is of this query */
    static SourceEnds of(QuerySpec spec, Optional<BatchCommit> last, Optional<BatchIntent> unfinished) {
        Set<String> ending = spec.bounded() ? Set.copyOf(spec.plan().sources()) : boundedTables(spec.plan());
        Map<String, String> committed = last.map(BatchCommit::ends).orElse(Map.of());
        Map<String, String> pinned =
                new HashMap<>(unfinished.map(BatchIntent::ends).orElse(Map.of()));
        pinned.putAll(committed);
        pinned.keySet().retainAll(ending);
        return new SourceEnds(ending, pinned, committed.keySet().containsAll(ending));
    }

    private static Set<String> boundedTables(PlannedQuery plan) {
        Set<String> tables = new HashSet<>();
        plan.outputs().forEach(output -> addBounded(output, tables));
        return tables;
    }

    private static void addBounded(PlanNode node, Set<String> tables) {
        if (node instanceof PlanNode.Scan scan && scan.bounded()) {
            tables.add(scan.source());
        }
        node.inputs().forEach(input -> addBounded(input, tables));
    }

    /** Tells each source its pinned end; the others end now, if {@code freezes}. */
    void apply(Map<String, Source> sources, boolean freezes) {
        sources.forEach((name, source) -> {
            if (pinned.containsKey(name)) {
                source.freeze(new Offset(pinned.get(name)));
            } else if (freezes) {
                source.freeze();
            }
        });
    }
}
