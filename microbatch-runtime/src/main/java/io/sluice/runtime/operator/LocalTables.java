package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.runtime.state.GroupLayout;
import io.sluice.runtime.state.GroupPiece;
import io.sluice.runtime.state.GroupTable;
import io.sluice.runtime.state.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/**
 * The tables into which threads fold the splits of a batch, and what came of them, in the order of the splits. May be used
 * by any thread until {@link #take}.
 */
final class LocalTables {
    /** A table of more groups is handed on. */
    private static final int MOST_GROUPS = 1 << 20;

    /** So large a table is handed on if keys hardly repeat: it has left the caches without saving work. */
    private static final int MANY_GROUPS = 1 << 16;

    private final GroupLayout layout;
    private final List<ValueLayout> values;
    private final TreeMap<Integer, List<GroupPiece>> pieces = new TreeMap<>();
    private final Deque<GroupTable> free = new ArrayDeque<>();

    /** @param values of the tables of values beside each */
    LocalTables(GroupLayout layout, List<ValueLayout> values) {
        this.layout = requireNonNull(layout, "layout");
        this.values = List.copyOf(values);
    }

    List<ValueLayout> values() {
        return values;
    }

    GroupLayout layout() {
        return layout;
    }

    static boolean isFull(GroupTable table, long rows) {
        int groups = table.largest();
        return groups >= MOST_GROUPS || groups >= MANY_GROUPS && rows < 2L * groups;
    }

    /** An empty table. */
    GroupTable borrow() {
        synchronized (free) {
            return free.isEmpty() ? GroupTable.local(layout, values) : free.pop();
        }
    }

    /** @param order of the split; the tables of one split are added in their order */
    void add(int order, GroupTable table) {
        GroupPiece piece = GroupPiece.of(table);
        synchronized (pieces) {
            pieces.computeIfAbsent(order, key -> new ArrayList<>()).add(piece);
        }
    }

    /** All that was added in the batch, in order. */
    List<GroupPiece> take() {
        List<GroupPiece> all = pieces.values().stream().flatMap(List::stream).toList();
        pieces.clear();
        return all;
    }

    /** The pieces are done with; small tables are used again. */
    void giveBack(List<GroupPiece> done) {
        for (GroupPiece piece : done) {
            if (piece.table().largest() <= MANY_GROUPS) {
                piece.table().clear();
                piece.table().strings().clear();
                free.push(piece.table());
            }
        }
    }
}
