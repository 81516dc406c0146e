package io.sluice.planner;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.incremental.ReadingOrder;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.StateTtl;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.rules.PlanNodes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A query, ready to run.
 *
 * @param name of the query: its target's
 * @param outputs one for each INSERT; several for a statement set
 * @param sources the tables that it reads, each once
 * @param sinks the tables that it writes, late rows included, each once
 * @param bounded all its sources end
 * @param stateTtls by the uids of operators whose state is forgotten when it has not changed for a while
 * @param sizes how many rows tables had when the query was first started, where its order of joins depends on that
 * @param warnings what the user should know: state without bound, unused watermarks …
 */
public record PlannedQuery(
        String name,
        List<PlanNode.Write> outputs,
        List<String> sources,
        List<String> sinks,
        boolean bounded,
        Map<String, StateTtl> stateTtls,
        Map<String, Long> sizes,
        List<String> warnings) {
    /** Nothing is forgotten, and no order depends on sizes. */
    public PlannedQuery(
            String name,
            List<PlanNode.Write> outputs,
            List<String> sources,
            List<String> sinks,
            boolean bounded,
            List<String> warnings) {
        this(name, outputs, sources, sinks, bounded, Map.of(), Map.of(), warnings);
    }

    public PlannedQuery {
        requireNonNull(name, "name");
        outputs = List.copyOf(outputs);
        sources = List.copyOf(sources);
        sinks = List.copyOf(sinks);
        stateTtls = Map.copyOf(stateTtls);
        sizes = Map.copyOf(sizes);
        warnings = List.copyOf(warnings);
    }

    /** For the tables that are read only when others have ended, those others; awaited tables come first. */
    public Map<String, Set<String>> readAfter() {
        return ReadingOrder.of(outputs, bounded);
    }

    /** Whether an expression or a filter depends on the time of the batch, or on chance. */
    public boolean readsClock() {
        boolean[] found = new boolean[1];
        outputs.forEach(output -> PlanNodes.walk(output, node -> found[0] |= readsClock(node)));
        return found[0];
    }

    private static boolean readsClock(PlanNode node) {
        if (node instanceof PlanNode.Project project) {
            return !project.expressions().stream().allMatch(Expressions::isDeterministic);
        }
        return node instanceof PlanNode.TemporalFilter
                || node instanceof PlanNode.Filter filter && !Expressions.isDeterministic(filter.condition());
    }
}
