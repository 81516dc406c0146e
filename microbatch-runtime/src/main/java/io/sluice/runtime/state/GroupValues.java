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

    /**
     * Takes what has come in this batch; what the last one changed is forgotten, since shards are not merged when nothing came.
     *
     * @return values to merge
     */
    public long startMerge(List<GroupPiece> pieces, Buckets targets) {
        for (ValueFold fold : folds) {
            fold.clear();
        }
        return state.startMerge(pieces, targets, bucket -> false);
    }

    /** Merges a shard, and finds out what that changes in the groups. */
    public void merge(int shard) {
        state.merge(shard);
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
