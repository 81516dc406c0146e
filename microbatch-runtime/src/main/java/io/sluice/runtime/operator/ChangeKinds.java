package io.sluice.runtime.operator;

import io.sluice.planner.plan.Emission;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sinks.RowKind;
import java.util.List;

/**
 * Turns rows with weights into what a sink understands. An old row and the new one of the same key lie side by side; a
 * filter may have dropped either.
 *
 * <table>
 * <caption>What becomes of a key's changes</caption>
 * <tr><th>rows</th><th>update</th><th>changelog</th></tr>
 * <tr><td>−old +new</td><td>UPDATE_AFTER new</td><td>UPDATE_BEFORE old, UPDATE_AFTER new</td></tr>
 * <tr><td>−old +new, equal</td><td></td><td></td></tr>
 * <tr><td>+new</td><td>INSERT new</td><td>INSERT new</td></tr>
 * <tr><td>−old</td><td>DELETE old</td><td>DELETE old</td></tr>
 * </table>
 */
final class ChangeKinds {
    private static final byte INSERT = (byte) RowKind.INSERT.ordinal();
    private static final byte BEFORE = (byte) RowKind.UPDATE_BEFORE.ordinal();
    private static final byte AFTER = (byte) RowKind.UPDATE_AFTER.ordinal();
    private static final byte DELETE = (byte) RowKind.DELETE.ordinal();

    private final int[] key;
    private final boolean single;
    private final boolean changelog;
    private final int[] rows = new int[ColumnBatch.CAPACITY];
    private final byte[] kinds = new byte[ColumnBatch.CAPACITY];
    private int count;

    /**
     * @param key columns that identify a row; empty: no two rows belong together
     * @param single there is only one row, so that its old and its new content belong together
     */
    ChangeKinds(List<Integer> key, boolean single, Emission.Mode mode) {
        this.key = key.stream().mapToInt(Integer::intValue).toArray();
        this.single = single;
        changelog = mode == Emission.Mode.CHANGELOG;
    }

    /** Chooses rows and their kinds. */
    void choose(ColumnBatch batch) {
        count = 0;
        byte[] weights = batch.weights();
        for (int row = 0; row < batch.rows(); row++) {
            if (weights[row] > 0) {
                add(row, INSERT);
            } else if (isPair(batch, row)) {
                if (!isSame(batch, row)) {
                    addPair(row);
                }
                row++;
            } else {
                add(row, DELETE);
            }
        }
    }

    private boolean isPair(ColumnBatch batch, int row) {
        if (key.length == 0 && !single || row + 1 == batch.rows() || batch.weights()[row + 1] < 0) {
            return false;
        }
        for (int column : key) {
            if (!batch.isSame(column, row, row + 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(ColumnBatch batch, int row) {
        for (int column = 0; column < batch.columns().length; column++) {
            if (!batch.isSame(column, row, row + 1)) {
                return false;
            }
        }
        return true;
    }

    private void addPair(int row) {
        if (changelog) {
            add(row, BEFORE);
        }
        add(row + 1, AFTER);
    }

    private void add(int row, byte kind) {
        rows[count] = row;
        kinds[count++] = kind;
    }

    int count() {
        return count;
    }

    /** The first {@link #count} are the chosen rows. */
    int[] rows() {
        return rows;
    }

    /** The kinds of the chosen rows. */
    byte[] kinds() {
        return kinds;
    }
}
