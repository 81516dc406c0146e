package io.sluice.planner;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.PlanNode;
import java.util.List;

/**
 * A query, ready to run.
 *
 * @param name of the query: its target's
 * @param outputs one for each INSERT; several for a statement set
 * @param sources the tables that it reads, each once
 * @param sinks the tables that it writes, late rows included, each once
 * @param bounded all its sources end
 * @param warnings what the user should know: state without bound, unused watermarks …
 */
public record PlannedQuery(
        String name,
        List<PlanNode.Write> outputs,
        List<String> sources,
        List<String> sinks,
        boolean bounded,
        List<String> warnings) {
    public PlannedQuery {
        requireNonNull(name, "name");
        outputs = List.copyOf(outputs);
        sources = List.copyOf(sources);
        sinks = List.copyOf(sinks);
        warnings = List.copyOf(warnings);
    }
}
