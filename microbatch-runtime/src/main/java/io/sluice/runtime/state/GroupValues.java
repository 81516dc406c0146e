package io.sluice.runtime.state;

import io.sluice.planner.plan.AggregateCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** The state of one table of values, and how it changes the groups, shard by shard. */
public final class GroupValues {
    private final GroupState state;
    private final ValueLayout values;
    private final ValueFold[] folds = new ValueFold[KeyGroups.SHARDS];

    /** The number of the value that comes next; −1: not known yet. */
    private long arrival = -1;

    /**
     * @param state of a layout of values
     * @param groups of the groups that a split is folded into
     * @param calls the aggregates
     */
    public GroupValues(GroupState state, ValueLayout values, GroupLayout groups, List<AggregateCall> calls) {
        this.state = state;
        this.values = values;
        if (values.isByArrival()) {
            state.watch(values.arrivalWord());
        }
        for (int i = 0; i < folds.length; i++) {
            folds[i] = new ValueFold(values, groups, calls);
        }
    }

    /** From now on values may be moved to disk before the groups are told of them. */
    public void ownStrings() {
        for (ValueFold fold : folds) {
            fold.ownStrings();
        }
    }

    public GroupState state() {
        return state;
    }

    /**
     * Takes what has come in this batch, and numbers it where the order is that in which values come; what the last one changed is
     * forgotten, since shards are not merged when nothing came.
     *
     * @return values to merge
     */
    public long startMerge(List<GroupPiece> pieces, Buckets targets) {
        for (ValueFold fold : folds) {
            fold.clear();
        }
        if (values.isByArrival()) {
            number(pieces);
        }
        return state.startMerge(pieces, targets, bucket -> false);
    }

    private void number(List<GroupPiece> pieces) {
        if (arrival < 0) {
            arrival = state.greatest() + 1;
        }
        for (GroupPiece piece : pieces) {
            piece.number(arrival);
            arrival += piece.table().size();
        }
    }

    /** Merges a shard, and finds out what that changes in the groups. */
    public void merge(int shard) {
        state.merge(shard);
        state.forEachInput(shard, folds[shard]::fold);
    }

    /**
     * Merges a shard; what is found among the values is looked up only for buckets that close.
     *
     * @param closes tells the earliest buckets
     */
    public void merge(int shard, LongPredicate closes) {
        if (!values.isOrdered()) {
            merge(shard);
            return;
        }
        state.merge(shard);
        state.forEachFirst(shard, closes, folds[shard]::lookUpAll);
    }

    /** Forgets the values of groups of a shard that are not there any more. */
    public void forgetWithout(GroupState groups, int shard) {
        state.forgetWithout(groups, shard);
    }

    /** Whether values are looked up when their bucket closes, whatever has come. */
    public boolean isOrdered() {
        return values.isOrdered();
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
