package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.runtime.state.Accumulator;
import io.sluice.runtime.state.GroupLayout;
import io.sluice.runtime.state.GroupPiece;
import io.sluice.runtime.state.GroupTable;
import io.sluice.runtime.state.Parallel;
import io.sluice.runtime.state.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The tables into which threads fold the splits of a batch, and what came of them, in the order of the splits. May be used
 * by any thread until {@link #take}.
 *
 * <p>Where the order of rows does not matter, a table goes on with the next split as long as its keys come again: what two threads
 * have made of a hundred splits is then two pieces and not a hundred.
 */
final class LocalTables {
    /** A table of more groups is handed on. */
    private static final int MOST_GROUPS = 1 << 20;

    /** So large a table is handed on if keys hardly repeat: it has left the caches without saving work. */
    private static final int MANY_GROUPS = 1 << 16;

    /**
     * Texts are looked up in tables of a shard, which lie in the caches, faster than in one of so many; so such a table is handed on
     * with its split.
     */
    private static final int MANY_TEXTS = 1 << 13;

    private final GroupLayout layout;
    private final List<ValueLayout> values;
    private final TreeMap<Integer, List<GroupPiece>> pieces = new TreeMap<>();
    private final Deque<GroupTable> free = new ArrayDeque<>();

    /** A table of fewer groups may go on with the next split; 0: none does. */
    private final int mostJoined;

    /** Tables that go on with the next split. */
    private final Deque<GroupTable> open = new ArrayDeque<>();

    /** What a table that goes on had when it was lent. */
    private final Map<GroupTable, Integer> lent = new IdentityHashMap<>();

    /**
     * @param values of the tables of values beside each
     * @param joinsSplits a table may have the rows of several splits, in any order
     */
    LocalTables(GroupLayout layout, List<ValueLayout> values, boolean joinsSplits) {
        this.layout = requireNonNull(layout, "layout");
        this.values = List.copyOf(values);
        boolean texts = Stream.concat(Stream.of(layout), values.stream().map(ValueLayout::layout))
                .flatMap(each -> each.keys().stream())
                .anyMatch(key -> key.kind().isSlice());
        mostJoined = !joinsSplits ? 0 : texts ? MANY_TEXTS : MOST_GROUPS;
    }

    /**
     * Whether the order of rows changes nothing, and groups of different splits are often the same.
     *
     * @param once a group is sent on once, so that a batch which is repeated may come to another last digit of a sum
     */
    static boolean mayJoinSplits(GroupLayout layout, List<ValueLayout> values, boolean once) {
        return !layout.isPaned()
                && values.stream().noneMatch(ValueLayout::isOrdered)
                && layout.accumulators().stream()
                        .map(Accumulator::kind)
                        .allMatch(kind -> kind.isOfAnyOrder() || once && kind.isFloating());
    }

    List<ValueLayout> values() {
        return values;
    }

    GroupLayout layout() {
        return layout;
    }

    static boolean isFull(GroupTable table) {
        int groups = table.largest();
        return groups >= MOST_GROUPS || groups >= MANY_GROUPS && table.foldedRows() < 2L * groups;
    }

    /** A table for rows of a split, empty or with those of other splits. */
    GroupTable borrow() {
        synchronized (free) {
            if (!open.isEmpty()) {
                GroupTable table = open.pop();
                lent.put(table, table.largest());
                return table;
            }
            return free.isEmpty() ? GroupTable.local(layout, values) : free.pop();
        }
    }

    /** @param order of the split; the tables of one split are added in their order */
    void add(int order, GroupTable table) {
        if (table.largest() < mostJoined && !isFull(table)) {
            synchronized (free) {
                Integer before = lent.remove(table);
                if (before == null || table.largest() - before <= before / 2) {
                    open.push(table);
                    return;
                }
            }
        }
        keep(order, GroupPiece.of(table));
    }

    private void keep(int order, GroupPiece piece) {
        synchronized (pieces) {
            pieces.computeIfAbsent(order, key -> new ArrayList<>()).add(piece);
        }
    }

    /** All that was added in the batch, in order. */
    List<GroupPiece> take(Parallel threads) {
        List<GroupTable> last = List.copyOf(open);
        open.clear();
        lent.clear();
        threads.run(last.size(), i -> keep(Integer.MAX_VALUE, GroupPiece.of(last.get(i))));
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
