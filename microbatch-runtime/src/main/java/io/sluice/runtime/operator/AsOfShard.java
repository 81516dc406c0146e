package io.sluice.runtime.operator;

import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.operator.TwoInputOperator.Marks;
import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.SortedRows;
import io.sluice.runtime.state.TimeQueue;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * An as-of join in one shard. Along the positions of a key (see {@link AsOfSide}) each row of the left input has the last row of
 * the right one as its partner:
 *
 * <pre>
 *   right     r1          r2        r3
 *   left          a    b      c  d       e        a, b → r1    c, d → r2    e → r3
 * </pre>
 *
 * Where rows are sent at once, a row that comes to the right input takes over the rows up to the next one, and gives them back
 * when it goes. Those that come are taken from the last to the first, those that go from the first to the last: so no row of the
 * left input changes its partner twice. Where rows wait, they are sent when no nearer partner can come.
 *
 * <p>A row of the right input goes when the watermarks have passed the one behind it, as no row can come that it is the partner
 * of.
 */
final class AsOfShard {
    private static final int NONE = -1;
    private static final byte ADDED = 1;
    private static final byte REMOVED = -1;

    private final PlanNode.AsOfJoin node;
    private final boolean waits;
    private final boolean looksBack;
    private final boolean same;
    private final AsOfSide left;
    private final AsOfSide right;
    private final int leftWidth;

    private RowEmitter out;
    private Marks marks = Marks.NONE;

    /** A row of a batch. */
    private record Row(Arrivals from, int row) {}

    AsOfShard(PlanNode.AsOfJoin node, AsOfSide left, AsOfSide right) {
        this.node = node;
        this.left = left;
        this.right = right;
        waits = node.emit() == Emit.ON_CLOSE;
        looksBack = node.times().looksBack();
        same = node.times().includesSame();
        leftWidth = node.left().columns().size();
    }

    AsOfSide left() {
        return left;
    }

    AsOfSide right() {
        return right;
    }

    /** @param endOfInput no batch follows */
    void process(List<Arrivals> ofLeft, List<Arrivals> ofRight, Marks newMarks, boolean endOfInput, RowEmitter to) {
        out = to;
        marks = newMarks;
        out.sides(left.table().columns(), leftWidth, right.table().columns());
        if (waits) {
            addWaited(ofRight);
        } else {
            change(ofRight, ADDED);
            change(ofRight, REMOVED);
        }
        for (Arrivals each : ofLeft) {
            add(each, waits && endOfInput);
        }
        for (Arrivals each : ofLeft) {
            if (each.hasWeights()) {
                takeBack(each);
            }
        }
        out.sides(left.table().columns(), leftWidth, right.table().columns());
        if (looksBack) {
            closeLeft();
        } else {
            closeByRight();
        }
        if (endOfInput && waits) {
            sendAll();
        }
        if (!endOfInput) {
            dropRight();
        }
    }

    private void addWaited(List<Arrivals> arrivals) {
        for (Arrivals each : arrivals) {
            ColumnVector[] columns = each.rows().columns();
            for (int row = 0; row < each.count(); row++) {
                if (isTaken(columns, row, ADDED)) {
                    right.add(columns, row, each.hash(row));
                }
            }
        }
    }

    private boolean isTaken(ColumnVector[] columns, int row, byte weight) {
        return !right.isAlone(columns, row) && !isLate(right, columns, row, marks.rightStart(), weight);
    }

    private boolean isLate(AsOfSide side, ColumnVector[] columns, int row, long watermark, byte weight) {
        boolean late = watermark != Long.MIN_VALUE && columns[side.form().timeColumn()].longs[row] < watermark;
        if (late) {
            side.addLate();
            if (weight == ADDED) {
                out.late(side == left ? 0 : 1, columns, row);
            }
        }
        return late;
    }

    /** Rows come to the right input, or go, and the rows of the left one that are there get other partners. */
    private void change(List<Arrivals> arrivals, byte weight) {
        List<Row> rows = new ArrayList<>();
        for (Arrivals each : arrivals) {
            if (weight == REMOVED && !each.hasWeights()) {
                continue;
            }
            ColumnVector[] columns = each.rows().columns();
            for (int row = 0; row < each.count(); row++) {
                if (each.isAdded(row) == (weight == ADDED) && isTaken(columns, row, weight)) {
                    rows.add(new Row(each, row));
                }
            }
        }
        Comparator<Row> byPosition =
                Comparator.comparingLong(row -> right.position(row.from.rows().columns(), row.row));
        rows.sort(weight == ADDED ? Collections.reverseOrder(byPosition) : byPosition);
        for (Row each : rows) {
            ColumnVector[] columns = each.from.rows().columns();
            if (weight == ADDED) {
                int slot = right.add(columns, each.row, each.from.hash(each.row));
                if (right.table().count(slot) == 1) {
                    takeOver(slot, ADDED);
                }
            } else {
                giveBack(right.table().find(columns, each.row));
            }
        }
    }

    private void giveBack(int slot) {
        if (slot < 0) {
            right.addLate();
            return;
        }
        if (right.table().count(slot) == 1) {
            takeOver(slot, REMOVED);
        }
        right.takeBack(slot);
    }

    /** The rows between a row of the right input and the next one change between it and the one before it. */
    private void takeOver(int slot, byte sign) {
        RowTable rights = right.table();
        SortedRows partners = right.rows(rights.keyOf(slot));
        int place = right.place(slot);
        int key = left.table()
                .key(
                        right.form().keys(),
                        rights.columns(),
                        slot,
                        rights.keyHash().hash(rights.columns(), slot));
        if (key < 0) {
            return;
        }
        int before = place == 0 ? NONE : partners.get(place - 1);
        int from = left.before(key, right.position(rights.columns(), slot), !same);
        int to = place + 1 == partners.size()
                ? left.rows(key).size()
                : left.before(key, right.position(rights.columns(), partners.get(place + 1)), !same);
        for (int i = from; i < to; i++) {
            int row = left.rows(key).get(i);
            send(row, before, sign == ADDED ? REMOVED : ADDED, left.table().count(row));
            send(row, slot, sign, left.table().count(row));
        }
    }

    private void send(int row, int partner, byte sign, int times) {
        if (partner == NONE && !node.keepsLeft()) {
            return;
        }
        for (int i = 0; i < times; i++) {
            out.add(row, partner, sign);
        }
    }

    /**
     * Rows of the left input come. One that is certain of its partner is not kept.
     *
     * @param all all are certain
     */
    private void add(Arrivals arrivals, boolean all) {
        ColumnVector[] columns = arrivals.rows().columns();
        for (int row = 0; row < arrivals.count(); row++) {
            if (!arrivals.isAdded(row)) {
                continue;
            }
            if (left.isAlone(columns, row)) {
                from(columns);
                send(row, NONE, ADDED, 1);
                continue;
            }
            if (isLate(left, columns, row, marks.leftStart(), ADDED)) {
                continue;
            }
            long hash = arrivals.hash(row);
            boolean certain = all || isCertain(columns, row, hash);
            if (!certain) {
                left.add(columns, row, hash);
            }
            if (certain || !waits) {
                from(columns);
                send(row, partner(columns, row, hash), ADDED, 1);
            }
        }
    }

    /** Whether no nearer partner can come; a row that may be taken back is kept until its own watermark has passed it. */
    private boolean isCertain(ColumnVector[] columns, int row, long hash) {
        if (left.form().retracts() || marks.rightEnd() == Long.MIN_VALUE) {
            return false;
        }
        if (looksBack) {
            return columns[left.form().timeColumn()].longs[row] < marks.rightEnd();
        }
        int partner = partner(columns, row, hash);
        return partner != NONE && right.time(partner) < marks.rightEnd();
    }

    private void takeBack(Arrivals arrivals) {
        ColumnVector[] columns = arrivals.rows().columns();
        from(columns);
        for (int row = 0; row < arrivals.count(); row++) {
            if (arrivals.isAdded(row)) {
                continue;
            }
            if (left.isAlone(columns, row)) {
                send(row, NONE, REMOVED, 1);
                continue;
            }
            if (isLate(left, columns, row, marks.leftStart(), REMOVED)) {
                continue;
            }
            int slot = left.table().find(columns, row);
            if (slot < 0) {
                left.addLate();
                continue;
            }
            left.takeBack(slot);
            send(row, partner(columns, row, arrivals.hash(row)), REMOVED, 1);
        }
    }

    private void from(ColumnVector[] columns) {
        out.sides(columns, leftWidth, right.table().columns());
    }

    /** The partner of a row of the left input; −1: it has none. */
    private int partner(ColumnVector[] columns, int row, long hash) {
        int key = right.table().key(left.form().keys(), columns, row, hash);
        if (key < 0) {
            return NONE;
        }
        int before = right.before(key, left.position(columns, row), same);
        return before == 0 ? NONE : right.rows(key).get(before - 1);
    }

    private int partner(int slot) {
        ColumnVector[] columns = left.table().columns();
        return partner(columns, slot, left.table().keyHash().hash(columns, slot));
    }

    /** Rows that look back go when the right watermark has passed them; those that may be taken back wait for their own. */
    private void closeLeft() {
        long passed = left.form().retracts() ? Math.min(marks.leftEnd(), marks.rightEnd()) : marks.rightEnd();
        TimeQueue passing = left.passing();
        while (!passing.isEmpty() && passing.firstTime() < passed) {
            goes(passing.remove());
        }
    }

    private void goes(int slot) {
        if (left.table().isLive(slot)) {
            if (waits) {
                send(slot, partner(slot), ADDED, left.table().count(slot));
            }
            left.remove(slot);
        }
    }

    /** Rows that look ahead go when the right watermark has passed their partner. */
    private void closeByRight() {
        long passed = left.form().retracts() ? Math.min(marks.leftEnd(), marks.rightEnd()) : marks.rightEnd();
        TimeQueue passing = right.passing();
        while (!passing.isEmpty() && passing.firstTime() < passed) {
            int slot = passing.remove();
            if (right.table().isLive(slot)) {
                closeThose(slot);
                right.passed().add(right.time(slot), slot);
            }
        }
    }

    /** All rows from the position of a row of the right input on have their partners. */
    private void closeThose(int slot) {
        RowTable rights = right.table();
        int key = left.table()
                .key(
                        right.form().keys(),
                        rights.columns(),
                        slot,
                        rights.keyHash().hash(rights.columns(), slot));
        if (key < 0) {
            return;
        }
        int from = left.before(key, right.position(rights.columns(), slot), !same);
        SortedRows rows = left.rows(key);
        int[] closed = new int[rows.size() - from];
        rows.copy(from, closed.length, closed);
        for (int row : closed) {
            goes(row);
        }
    }

    /** What no row can have as its partner any more. */
    private void dropRight() {
        long bound = Math.min(marks.leftEnd(), marks.rightEnd());
        TimeQueue passed = looksBack ? right.passing() : right.passed();
        while (!passed.isEmpty() && passed.firstTime() < bound) {
            int slot = passed.remove();
            if (right.table().isLive(slot)) {
                if (looksBack) {
                    dropBefore(slot);
                } else {
                    right.remove(slot);
                }
            }
        }
    }

    private void dropBefore(int slot) {
        SortedRows rows = right.rows(right.table().keyOf(slot));
        for (int first = rows.get(0); first != slot; first = rows.get(0)) {
            right.remove(first);
        }
    }

    private void sendAll() {
        for (int slot = 0; slot < left.table().slots(); slot++) {
            if (left.table().isLive(slot)) {
                send(slot, partner(slot), ADDED, left.table().count(slot));
            }
        }
    }
}
