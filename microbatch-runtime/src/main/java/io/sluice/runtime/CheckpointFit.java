package io.sluice.runtime;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.CheckpointView;
import io.sluice.checkpoint.QueryMetadata;
import io.sluice.planner.PlanMatch;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.Planner;
import io.sluice.runtime.execution.Execution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether a query can go on with a checkpoint, and how; decided here for its start and for EXPLAIN alike.
 *
 * @param lastBatch the last batch that is committed; empty: any query may take the directory
 * @param finished a bounded run has ended in that batch: there is nothing to do
 * @param match what becomes of the state; empty if there is none
 * @param trouble why it does not fit: what is expected, and what it is instead
 */
public record CheckpointFit(
        OptionalLong lastBatch, boolean finished, Optional<PlanMatch> match, Optional<Trouble> trouble) {
    public CheckpointFit {
        requireNonNull(lastBatch, "lastBatch");
        requireNonNull(match, "match");
        requireNonNull(trouble, "trouble");
    }

    /** What is wrong, and what to do. */
    public record Trouble(String message, String hint) {
        public Trouble {
            requireNonNull(message, "message");
            requireNonNull(hint, "hint");
        }
    }

    /**
     * @param mayLose uids of operators whose state may be lost
     * @param endsWithInput the query closes everything when it has read all
     * @param unpublished the commits whose output may have to be published again, the last one included
     */
    public static CheckpointFit of(
            PlannedQuery plan,
            Set<String> mayLose,
            boolean endsWithInput,
            Optional<QueryMetadata> stored,
            Optional<BatchCommit> last,
            List<BatchCommit> unpublished) {
        if (last.isEmpty()) {
            return new CheckpointFit(OptionalLong.empty(), false, Optional.empty(), Optional.empty());
        }
        BatchCommit commit = last.get();
        Optional<PlanMatch> match = stored.map(query -> Planner.match(query.plan(), plan, mayLose));
        Optional<Trouble> trouble = commit.finished() && !endsWithInput && !Execution.endsByLimit(plan)
                ? Optional.of(ended(commit))
                : match.flatMap(CheckpointFit::otherQuery)
                        .or(() -> match.flatMap(found -> pending(found, plan, unpublished)));
        return new CheckpointFit(OptionalLong.of(commit.batch()), commit.finished(), match, trouble);
    }

    private static Optional<Trouble> otherQuery(PlanMatch match) {
        return match.fits()
                ? Optional.empty()
                : Optional.of(new Trouble(
                        "expected the query that has written it, but this one differs: "
                                + String.join("; ", match.refusals()),
                        "Start it with a new checkpoint directory, or go back to the query as it was."
                                + giveUp(match)));
    }

    private static String giveUp(PlanMatch match) {
        return match.losable().isEmpty()
                ? ""
                : " Or start with --allow-state-loss %s: the state of these goes, and they begin without the rows that were read before."
                        .formatted(String.join(",", new TreeSet<>(match.losable())));
    }

    /** Output for a table that is gone, which the last run may not have shown. */
    private static Optional<Trouble> pending(PlanMatch match, PlannedQuery plan, List<BatchCommit> unpublished) {
        for (BatchCommit commit : unpublished) {
            for (Map.Entry<String, byte[]> receipt : new TreeMap<>(commit.receipts()).entrySet()) {
                boolean gone = match.notes().contains(PlanMatch.gone(receipt.getKey()));
                if (gone && receipt.getValue().length > 0 && !plan.sinks().contains(receipt.getKey())) {
                    return Optional.of(new Trouble(
                            "expected that all its output is published, but that of batch %d for table \"%s\", which is no more in the query, may not be"
                                    .formatted(commit.batch(), receipt.getKey()),
                            "Start the query once as it was, stop it gracefully, and change it after that."));
                }
            }
        }
        return Optional.empty();
    }

    private static Trouble ended(BatchCommit last) {
        Map<String, String> ends = new TreeMap<>(last.ends());
        return new Trouble(
                "expected a query that goes on, but it was a bounded run, which has read all its input%s and closed everything in batch %d"
                        .formatted(ends.isEmpty() ? "" : " up to " + ends, last.batch()),
                "Start it with a new checkpoint directory; what this one has closed cannot be opened again.");
    }

    /** Looks at a directory and changes nothing in it. */
    public static CheckpointFit look(Path checkpoint, PlannedQuery plan, Set<String> mayLose, boolean bounded) {
        CheckpointView view = CheckpointView.of(checkpoint);
        return of(plan, mayLose, bounded || plan.bounded(), view.metadata(), view.lastCommit(), view.unpublished());
    }

    /** In a sentence, to stand after the directory. */
    public String text() {
        if (trouble.isPresent()) {
            return "does not fit: %s. %s"
                    .formatted(trouble.get().message(), trouble.get().hint());
        }
        if (lastBatch.isEmpty()) {
            return "nothing is committed there; the query would begin with batch 0";
        }
        return finished
                ? "fits; a bounded run has finished in batch %d, and there is nothing to do"
                        .formatted(lastBatch.getAsLong())
                : "fits; the query would go on with batch %d".formatted(lastBatch.getAsLong() + 1);
    }

    /** The lines of {@link #details} that tell which state is lost. */
    public List<String> losses() {
        return match.stream()
                .flatMap(found -> found.lost().stream().sorted())
                .map(uid -> "lost: the state of \"%s\", as is allowed".formatted(uid))
                .toList();
    }

    /** What is kept, what begins empty, what goes, what else changes: a line each; none if it does not fit. */
    public List<String> details() {
        if (trouble.isPresent() || match.isEmpty() || finished) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        match.get().kept().forEach(line -> lines.add("kept: " + line));
        match.get().empty().forEach(line -> lines.add("empty: " + line));
        match.get().dropped().stream()
                .sorted()
                .forEach(uid -> lines.add(
                        "dropped: the state of \"%s\", whose tables are not written any more".formatted(uid)));
        lines.addAll(losses());
        match.get().notes().forEach(line -> lines.add("note: " + line));
        return lines;
    }
}
