package io.sluice.runtime.operator;

import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.state.RowHash;
import io.sluice.runtime.state.RowIndex;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;

/**
 * The rows that a batch has brought to a shard, by key, so that the state is asked once for each key. Rows have numbers from
 * 0 on in the order of the pieces; those of a group form a chain in that order. Used by one thread at a time.
 */
final class RowGroups {
    private static final int NONE = -1;

    private final RowHash keys;
    private RowIndex index = new RowIndex();
    private List<Arrivals> pieces = List.of();
    private int[] starts = {0};
    private int[] next = {};
    private int[] head = new int[8];
    private int[] tail = new int[8];
    private int groups;

    RowGroups(RowHash keys) {
        this.keys = keys;
    }

    /** Takes the rows of a batch in the place of those of the one before. */
    void take(List<Arrivals> arrivals) {
        pieces = arrivals;
        groups = 0;
        index = new RowIndex();
        starts = new int[arrivals.size() + 1];
        for (int piece = 0; piece < arrivals.size(); piece++) {
            starts[piece + 1] = Math.addExact(starts[piece], arrivals.get(piece).count());
        }
        int rows = starts[arrivals.size()];
        if (next.length < rows) {
            next = new int[rows];
        }
        for (int piece = 0; piece < arrivals.size(); piece++) {
            take(arrivals.get(piece), starts[piece]);
        }
    }

    private void take(Arrivals piece, int start) {
        ColumnVector[] columns = piece.rows().columns();
        for (int row = 0; row < piece.count(); row++) {
            int group = find(columns, row, piece.hash(row));
            int number = start + row;
            next[number] = NONE;
            if (group == NONE) {
                index.add(piece.hash(row), newGroup(number));
            } else {
                next[tail[group]] = number;
                tail[group] = number;
            }
        }
    }

    private int find(ColumnVector[] columns, int row, long hash) {
        for (int slot = index.first(hash); slot >= 0; slot = index.next(hash, slot)) {
            int first = head[index.entry(slot)];
            int piece = piece(first);
            if (keys.isSame(columns, row, pieces.get(piece).rows().columns(), first - starts[piece])) {
                return index.entry(slot);
            }
        }
        return NONE;
    }

    private int newGroup(int number) {
        if (groups == head.length) {
            head = Arrays.copyOf(head, groups * 2);
            tail = Arrays.copyOf(tail, groups * 2);
        }
        head[groups] = number;
        tail[groups] = number;
        return groups++;
    }

    int groups() {
        return groups;
    }

    /** Rows that the batch has brought: their numbers are below this. */
    int rows() {
        return starts[pieces.size()];
    }

    /** The first row of a group. */
    int first(int group) {
        return head[group];
    }

    /** The row after another of the same group, −1 at the end. */
    int next(int number) {
        return next[number];
    }

    private int piece(int number) {
        int found = Arrays.binarySearch(starts, number);
        int piece = found < 0 ? -found - 2 : found;
        while (starts[piece + 1] == number) {
            piece++;
        }
        return piece;
    }

    /** The columns in which a row lies, at {@link #place}. */
    ColumnVector[] columns(int number) {
        return pieces.get(piece(number)).rows().columns();
    }

    int place(int number) {
        return number - starts[piece(number)];
    }

    long hash(int number) {
        int piece = piece(number);
        return pieces.get(piece).hash(number - starts[piece]);
    }

    boolean isAdded(int number) {
        int piece = piece(number);
        return pieces.get(piece).isAdded(number - starts[piece]);
    }

    /** Forgets the rows. */
    void clear() {
        pieces = List.of();
        groups = 0;
    }
}
