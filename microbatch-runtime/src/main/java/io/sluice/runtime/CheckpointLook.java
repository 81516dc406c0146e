package io.sluice.runtime;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.CheckpointReader;
import io.sluice.checkpoint.CheckpointView;
import io.sluice.planner.Bootstrap;
import io.sluice.planner.PlanMatch;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.Planner;
import io.sluice.runtime.loop.RowsAgain;
import io.sluice.runtime.loop.SourcesAgain;
import io.sluice.sources.SourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks whether a query could go on with a checkpoint, and changes nothing there. Where aggregates could be filled, it opens the sources
 * and asks them whether they have the rows yet, and reads none.
 *
 * @param mayLose uids of operators whose state may be lost
 * @param fill uids of group-bys whose added aggregates are to be filled
 * @param bounded the query reads its sources to their present end
 */
public record CheckpointLook(
        PlannedQuery plan, Connectors connectors, Set<String> mayLose, Set<String> fill, boolean bounded) {
    public CheckpointLook {
        requireNonNull(plan, "plan");
        requireNonNull(connectors, "connectors");
        mayLose = Set.copyOf(mayLose);
        fill = Set.copyOf(fill);
    }

    /** Whether it fits, and how. */
    public CheckpointFit at(Path checkpoint) {
        CheckpointView view = CheckpointView.of(checkpoint);
        CheckpointFit fit = CheckpointFit.of(
                plan, mayLose, fill, bounded || plan.bounded(), view.metadata(), view.lastCommit(), view.unpublished());
        if (fit.trouble().isPresent() || fit.finished() || fit.match().isEmpty()) {
            return fit;
        }
        BatchCommit last = view.lastCommit().orElseThrow();
        PlanMatch match = fit.match().get();
        List<String> lines = new ArrayList<>();
        if (fit.bootstrap().isPresent()) {
            Bootstrap bootstrap = fit.bootstrap().get();
            Set<String> uids = bootstrap.targets().keySet();
            try {
                lines.add("bootstrap: of %s; %s".formatted(names(uids), reading(checkpoint, bootstrap, last)));
            } catch (SourceException e) {
                return fit.with(List.of(), Optional.of(CheckpointFit.cannotFill(uids, e.getMessage(), e.hint())));
            }
        }
        for (String uid : new TreeSet<>(match.fillable())) {
            lines.add("note: " + offer(checkpoint, match, uid, last));
        }
        return fit.with(lines, Optional.empty());
    }

    private String offer(Path checkpoint, PlanMatch match, String uid, BatchCommit last) {
        Bootstrap bootstrap = Planner.bootstrap(Planner.renamed(plan, match), match, Set.of(uid));
        String why = String.join("; ", bootstrap.refusals());
        if (why.isEmpty()) {
            try {
                return "--bootstrap %s fills the added aggregates of \"%s\"; %s"
                        .formatted(uid, uid, reading(checkpoint, bootstrap, last));
            } catch (SourceException e) {
                why = e.getMessage();
            }
        }
        return "the added aggregates of \"%s\" cannot be filled by --bootstrap: %s".formatted(uid, why);
    }

    private String reading(Path checkpoint, Bootstrap bootstrap, BatchCommit last) {
        RowsAgain rows = CheckpointReader.look(
                checkpoint, reader -> SourcesAgain.ask(bootstrap, connectors, plan.outputs(), last, reader));
        List<String> sources = new ArrayList<>();
        for (Map.Entry<String, String> extent : new TreeMap<>(rows.extents()).entrySet()) {
            sources.add("table \"%s\" (%s)".formatted(extent.getKey(), extent.getValue()));
        }
        return "it reads %s again, %s; the start refuses if what the checkpoint has does not come out of it"
                .formatted(
                        sources.isEmpty() ? "nothing" : String.join(", ", sources),
                        bootstrap
                                .byBatch()
                                .map(reason -> "batch by batch as then, as " + reason)
                                .orElse("and rows count that belong to groups which are there"));
    }

    private static String names(Set<String> uids) {
        List<String> quoted =
                new TreeSet<>(uids).stream().map(uid -> '"' + uid + '"').toList();
        return String.join(", ", quoted);
    }
}
