package io.sluice.planner.incremental;

import io.sluice.planner.PlanException;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Emission.Mode;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.rules.PlanNodes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** By which columns the changes of a batch are netted for a sink. */
final class WriteKey {
    private final QueryTarget target;
    private final PlanNode plan;
    private final Facts facts;

    WriteKey(QueryTarget target, PlanNode plan, Facts facts) {
        this.target = target;
        this.plan = plan;
        this.facts = facts;
    }

    /** The sink's primary key if it can serve, else the plan's key; empty: by the whole row. */
    List<Integer> choose(Mode mode) {
        BitSet primary = new BitSet();
        target.primaryKey().forEach(primary::set);
        boolean serves = facts.keys().stream().anyMatch(key -> contains(primary, key));
        if (!primary.isEmpty() && serves) {
            return target.primaryKey();
        }
        if (mode == Mode.UPDATE) {
            check(primary);
        }
        return facts.keys().stream()
                .findFirst()
                .map(key -> key.stream().boxed().toList())
                .orElse(List.of());
    }

    private static boolean contains(BitSet outer, BitSet inner) {
        BitSet rest = (BitSet) inner.clone();
        rest.andNot(outer);
        return rest.isEmpty();
    }

    private void check(BitSet primary) {
        if (!primary.isEmpty()) {
            throw refused(
                    "the primary key of sink \"%s\", %s, does not contain the key of the result, which is %s"
                            .formatted(target.sink(), names(primary), key()),
                    facts.keys().isEmpty() && !facts.retracts()
                            ? "Group by the primary key, or write to a sink that takes append."
                            : facts.keys().isEmpty() && isUnited()
                                    ? "Select GROUPING_ID of all columns, or a constant in each branch, and put it into the key; or"
                                            + " write a changelog: EMIT CHANGELOG."
                                    : "Declare the table with a PRIMARY KEY on the key of the result.");
        }
        if (facts.keys().isEmpty() && facts.retracts()) {
            if (!isGrouped()) {
                throw refused(
                        "sink \"%s\" is updated by key, but the rows of the result have none, and some are taken back"
                                .formatted(target.sink()),
                        "Join tables by their keys, such as the results of GROUP BY, or write a changelog: EMIT CHANGELOG.");
            }
            throw refused(
                    "sink \"%s\" is updated by key, but the result has no column for each of its key, which is %s"
                            .formatted(target.sink(), key()),
                    "Select these columns, or write a changelog: EMIT CHANGELOG.");
        }
    }

    private boolean isGrouped() {
        boolean[] grouped = new boolean[1];
        PlanNodes.walk(plan, node -> grouped[0] |= node instanceof Aggregate);
        return grouped[0];
    }

    private boolean isUnited() {
        boolean[] united = new boolean[1];
        PlanNodes.walk(plan, node -> united[0] |= node instanceof PlanNode.Union);
        return united[0];
    }

    private String names(BitSet columns) {
        return columns.stream()
                .mapToObj(index -> plan.columns().get(index).name())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** The key as it is in the result, or at the last group-by if the result does not have it all. */
    private String key() {
        if (!facts.keys().isEmpty()) {
            return names(facts.keys().get(0));
        }
        if (isUnited()) {
            return "not known: no column tells the branches of the UNION, or the grouping sets, apart";
        }
        List<String> found = new ArrayList<>();
        PlanNodes.walk(plan, node -> {
            if (node instanceof Aggregate aggregate) {
                found.add(aggregate.columns().subList(0, aggregate.keys().size()).stream()
                        .map(Column::name)
                        .collect(Collectors.joining(", ", "(", ")")));
            }
        });
        return found.isEmpty() ? "the whole row" : found.get(found.size() - 1);
    }

    private static PlanException refused(String message, String hint) {
        return new PlanException(message, hint, Optional.empty());
    }
}
