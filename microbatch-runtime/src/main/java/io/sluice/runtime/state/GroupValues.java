package io.sluice.runtime.state;

import io.sluice.planner.plan.AggregateCall;
import java.util.ArrayList;
import java.util.List;

/** The state of one table of values, and how it changes the groups, shard by shard. */
public final class GroupValues {
    private final GroupState state;
    private final ValueFold[] folds = new ValueFold[KeyGroups.SHARDS];

    /**
     * @param state of a layout of values
     * @param groups of the groups that a split is folded into
     * @param calls the aggregates
     */
    public GroupValues(GroupState state, ValueLayout values, GroupLayout groups, List<AggregateCall> calls) {
        this.state = state;
        for (int i = 0; i < folds.length; i++) {
            folds[i] = new ValueFold(values, groups, calls);
        }
    }

    public GroupState state() {
        return state;
    }

    /** Merges a shard, and finds out what that changes in the groups. */
    public void merge(int shard) {
        state.merge(shard);
        folds[shard].clear();
        state.forEachInput(shard, folds[shard]::fold);
    }

    /** What all shards change in the groups. */
    public List<GroupPiece> changes() {
        List<GroupPiece> pieces = new ArrayList<>();
        for (ValueFold fold : folds) {
            if (fold.changes() != null && fold.changes().size() > 0) {
                pieces.add(GroupPiece.of(fold.changes()));
            }
        }
        return pieces;
    }
}
