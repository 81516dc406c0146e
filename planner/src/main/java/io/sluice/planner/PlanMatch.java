package io.sluice.planner;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a query goes on with the state that another plan has written, which mostly was its own before somebody changed it. All
 * texts are lines for people.
 *
 * @param uids by the uid of each operator of the query the one that its state has, or, where it begins without, one that is free
 * @param kept whose state is kept
 * @param empty what begins without state
 * @param fresh their uids
 * @param dropped uids of stored operators that belong to outputs which are gone; their state goes
 * @param lost uids of other stored operators whose state goes, since the start was allowed to lose it
 * @param calls of a group-by whose aggregates are not those that are stored, by its uid
 * @param filled which of them are to be filled from the rows that were read before
 * @param fillable uids of group-bys that have got aggregates, which begin now, or are refused, but could be filled
 * @param notes what else changes
 * @param refusals why it cannot go on; empty if it can
 * @param losable uids of operators: it could go on if their state might be lost; empty if that would not be enough
 */
public record PlanMatch(
        Map<String, String> uids,
        List<String> kept,
        List<String> empty,
        Set<String> fresh,
        Set<String> dropped,
        Set<String> lost,
        Map<String, Calls> calls,
        Filled filled,
        Set<String> fillable,
        List<String> notes,
        List<String> refusals,
        Set<String> losable) {
    /** In a stored plan, beside its operators: those whose aggregates were filled, with the batch up to which they were. */
    public static final String BOOTSTRAPPED = "bootstrapped";

    public PlanMatch {
        uids = Map.copyOf(uids);
        kept = List.copyOf(kept);
        empty = List.copyOf(empty);
        fresh = Set.copyOf(fresh);
        dropped = Set.copyOf(dropped);
        lost = Set.copyOf(lost);
        calls = Map.copyOf(calls);
        requireNonNull(filled, "filled");
        fillable = Set.copyOf(fillable);
        notes = List.copyOf(notes);
        refusals = List.copyOf(refusals);
        losable = Set.copyOf(losable);
    }

    /**
     * Where the aggregates of a group-by have their state.
     *
     * @param stored for each aggregate the number of the stored one; {@link #NEW} for one that begins now
     * @param storedCount how many are stored; the number of the count of rows that is kept beside them
     */
    public record Calls(List<Integer> stored, int storedCount) {
        public static final int NEW = -1;

        public Calls {
            stored = List.copyOf(stored);
        }
    }

    /**
     * What a start was asked to fill.
     *
     * @param uids of group-bys with added aggregates
     * @param mistaken why others that were named cannot be filled
     */
    public record Filled(Set<String> uids, List<String> mistaken) {
        public Filled {
            uids = Set.copyOf(uids);
            mistaken = List.copyOf(mistaken);
        }
    }

    /** The note on a table that is not written any more. */
    public static String gone(String sink) {
        return "table \"%s\" is not written any more; what is there stays".formatted(sink);
    }

    /** Whether the plan is in all that matters to planned batches the one that was stored. */
    public boolean isSame() {
        return fits()
                && empty.isEmpty()
                && dropped.isEmpty()
                && lost.isEmpty()
                && notes.isEmpty()
                && calls.isEmpty()
                && uids.entrySet().stream().allMatch(uid -> uid.getKey().equals(uid.getValue()));
    }

    public boolean fits() {
        return refusals.isEmpty();
    }
}
