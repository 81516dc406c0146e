package io.sluice.runtime;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.CheckpointView;
import io.sluice.checkpoint.QueryMetadata;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.Planner;
import io.sluice.runtime.execution.Execution;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Whether a query can go on with a checkpoint; decided here for its start and for EXPLAIN alike.
 *
 * @param lastBatch the last batch that is committed; empty: any query may take the directory
 * @param finished a bounded run has ended in that batch: there is nothing to do
 * @param trouble why it does not fit: what is expected, and what it is instead
 */
public record CheckpointFit(OptionalLong lastBatch, boolean finished, Optional<Trouble> trouble) {
    public CheckpointFit {
        requireNonNull(lastBatch, "lastBatch");
        requireNonNull(trouble, "trouble");
    }

    /** What is wrong, and what to do. */
    public record Trouble(String message, String hint) {
        public Trouble {
            requireNonNull(message, "message");
            requireNonNull(hint, "hint");
        }
    }

    /** @param endsWithInput the query closes everything when it has read all */
    public static CheckpointFit of(
            PlannedQuery plan, boolean endsWithInput, Optional<QueryMetadata> stored, Optional<BatchCommit> last) {
        if (last.isEmpty()) {
            return new CheckpointFit(OptionalLong.empty(), false, Optional.empty());
        }
        BatchCommit commit = last.get();
        Optional<Trouble> trouble = commit.finished() && !endsWithInput && !Execution.endsByLimit(plan)
                ? Optional.of(ended(commit))
                : stored.flatMap(query -> otherQuery(query, plan));
        return new CheckpointFit(OptionalLong.of(commit.batch()), commit.finished(), trouble);
    }

    private static Optional<Trouble> otherQuery(QueryMetadata stored, PlannedQuery plan) {
        List<String> differences = Planner.differences(stored.plan(), Planner.toJson(plan));
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(new Trouble(
                        "expected the query that has written it, but this one differs: "
                                + String.join("; ", differences),
                        "Start it with a new checkpoint directory, or go back to the query as it was."));
    }

    private static Trouble ended(BatchCommit last) {
        Map<String, String> ends = new TreeMap<>(last.ends());
        return new Trouble(
                "expected a query that goes on, but it was a bounded run, which has read all its input%s and closed everything in batch %d"
                        .formatted(ends.isEmpty() ? "" : " up to " + ends, last.batch()),
                "Start it with a new checkpoint directory; what this one has closed cannot be opened again.");
    }

    /** Looks at a directory and changes nothing in it. */
    public static CheckpointFit look(Path checkpoint, PlannedQuery plan, boolean bounded) {
        CheckpointView view = CheckpointView.of(checkpoint);
        return of(plan, bounded || plan.bounded(), view.metadata(), view.lastCommit());
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
}
