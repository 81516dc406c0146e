package io.sluice.runtime;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.QueryMetadata;
import io.sluice.planner.Bootstrap;
import io.sluice.planner.PlanMatch;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.Planner;
import io.sluice.runtime.execution.Execution;
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
 * @param bootstrap what is computed once more, to fill added aggregates; empty: nothing
 * @param reading lines on how that can be, where it was looked at
 * @param match what becomes of the state; empty if there is none
 * @param trouble why it does not fit: what is expected, and what it is instead
 */
public record CheckpointFit(
        OptionalLong lastBatch,
        boolean finished,
        Optional<Bootstrap> bootstrap,
        List<String> reading,
        Optional<PlanMatch> match,
        Optional<Trouble> trouble) {
    public CheckpointFit {
        requireNonNull(lastBatch, "lastBatch");
        requireNonNull(bootstrap, "bootstrap");
        reading = List.copyOf(reading);
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
     * @param fill uids of group-bys whose added aggregates are to be filled
     * @param endsWithInput the query closes everything when it has read all
     * @param unpublished the commits whose output may have to be published again, the last one included
     */
    public static CheckpointFit of(
            PlannedQuery plan,
            Set<String> mayLose,
            Set<String> fill,
            boolean endsWithInput,
            Optional<QueryMetadata> stored,
            Optional<BatchCommit> last,
            List<BatchCommit> unpublished) {
        if (last.isEmpty()) {
            return new CheckpointFit(
                    OptionalLong.empty(), false, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
        }
        BatchCommit commit = last.get();
        Optional<PlanMatch> match = stored.map(query -> Planner.match(query.plan(), plan, mayLose, fill));
        Optional<Trouble> trouble = commit.finished() && !endsWithInput && !Execution.endsByLimit(plan)
                ? Optional.of(ended(commit))
                : match.flatMap(CheckpointFit::mistaken)
                        .or(() -> match.flatMap(found -> otherQuery(found, mayBeFilled(found, stored, plan, mayLose))))
                        .or(() -> match.flatMap(found -> pending(found, plan, unpublished)));
        Optional<Bootstrap> bootstrap = match.filter(
                        found -> trouble.isEmpty() && !found.filled().uids().isEmpty())
                .map(found -> Planner.bootstrap(
                        Planner.renamed(plan, found), found, found.filled().uids()));
        return new CheckpointFit(
                OptionalLong.of(commit.batch()),
                commit.finished(),
                bootstrap,
                List.of(),
                match,
                trouble.or(() -> bootstrap
                        .filter(found -> !found.refusals().isEmpty())
                        .map(found -> cannotFill(found.targets().keySet(), String.join("; ", found.refusals()), ""))));
    }

    /** What a start that was to fill aggregates says when it cannot. */
    public static Trouble cannotFill(Set<String> uids, String why, String hint) {
        String named = String.join(",", new TreeSet<>(uids));
        return new Trouble(
                "expected that added aggregates of %s can be filled (--bootstrap), but %s".formatted(named, why),
                (hint.isEmpty() ? "" : hint + " ")
                        + "Start without --bootstrap: then they are 0 or NULL in groups that are there, and take the rows from now on"
                        + " where that can be; or start the query with a new checkpoint directory.");
    }

    private static Optional<Trouble> mistaken(PlanMatch match) {
        return match.filled().mistaken().isEmpty()
                ? Optional.empty()
                : Optional.of(new Trouble(
                        "expected with --bootstrap group-bys that have got aggregates, but "
                                + String.join("; ", match.filled().mistaken()),
                        "Leave the option out, or name those that have; sluice explain with --checkpoint tells them."));
    }

    /** The group-bys that would have to be filled so that the query fits; empty if that would not be enough. */
    private static Set<String> mayBeFilled(
            PlanMatch match, Optional<QueryMetadata> stored, PlannedQuery plan, Set<String> mayLose) {
        Set<String> all = new TreeSet<>(match.filled().uids());
        boolean more = all.addAll(match.fillable());
        return !match.fits()
                        && more
                        && Planner.match(stored.orElseThrow().plan(), plan, mayLose, all)
                                .fits()
                ? all
                : Set.of();
    }

    private static Optional<Trouble> otherQuery(PlanMatch match, Set<String> filled) {
        return match.fits()
                ? Optional.empty()
                : Optional.of(new Trouble(
                        "expected the query that has written it, but this one differs: "
                                + String.join("; ", match.refusals()),
                        "Start it with a new checkpoint directory, or go back to the query as it was."
                                + fillUp(filled)
                                + giveUp(match)));
    }

    private static String fillUp(Set<String> uids) {
        return uids.isEmpty()
                ? ""
                : " Or start with --bootstrap %s: the rows that were read before are read again to fill the added aggregates."
                        .formatted(String.join(",", uids));
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

    /** The same with what is said of the reading, or with what is in its way. */
    CheckpointFit with(List<String> lines, Optional<Trouble> found) {
        return new CheckpointFit(lastBatch, finished, bootstrap, lines, match, found);
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
        lines.addAll(reading);
        match.get().notes().forEach(line -> lines.add("note: " + line));
        return lines;
    }
}
