package io.sluice.runtime.operator;

import io.sluice.planner.plan.Lookup;
import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.operator.InnerPairs.Rules;
import io.sluice.runtime.operator.TwoInputOperator.Marks;
import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.SortedRows;
import io.sluice.runtime.state.TimeQueue;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A join in one shard. A batch goes through it like this:
 *
 * <pre>
 * 1  new rows of the left input  ⋈  rows of the right input from earlier batches; then they are kept
 * 2  new rows of the right input ⋈  all rows of the left input;                   then those are kept that are not over
 * 3  rows for which no partner can come any more go
 * </pre>
 *
 * or with left and right the other way round. So each pair is found once. In each step rows that are added come before those that are taken back: a row that is replaced
 * by one with the same key does not leave its partners alone in between.
 *
 * <p>A {@link Lookup} takes its right input first, keeps it, and forgets the rows of the left one.
 *
 * <p>Whether a row has a partner is seen from the other input's keys; where a pair must meet a condition besides, or where
 * partners go when their time is over, the number of its partners is kept with the row.
 */
final class JoinShard {
    /** Rows that are looked up together: what they touch stays in the cache. */
    private static final int BLOCK = 1024;

    private static final byte ADDED = 1;
    private static final byte REMOVED = -1;

    private final JoinType type;

    /** The number of partners is kept with each row. */
    private final boolean countsMatches;

    /** Rows without a partner are sent when they go. */
    private final boolean waits;

    private final Optional<Lookup> lookup;

    private final JoinSide left;
    private final JoinSide right;

    /** Taken rows need not be looked at again: neither input takes rows back. */
    private final boolean forgets;

    private RowEmitter out;
    private Optional<PairFilter> filter = Optional.empty();
    private boolean last;

    private JoinSide own;
    private JoinSide other;
    private Rules rules = new Rules(Long.MIN_VALUE, true, Long.MIN_VALUE);
    private ColumnVector[] columns = {};
    private byte weight;

    /** For each row that came: the key of its partners, −1 if there are none, and how many partners there are. */
    private int[] keys = new int[64];

    private int[] matches = new int[64];

    /** For each row that is taken back: where it is kept; −1: nowhere. */
    private int[] slots = new int[64];

    /** And whether it was the last of its key. */
    private boolean[] emptiesKey = new boolean[64];

    private final InnerPairs pairs = new InnerPairs();

    private final int[] block = new int[BLOCK];
    private final long[] hashes = new long[BLOCK];
    private final int[] found = new int[BLOCK];

    /** Partners of a row whose times fit. */
    private int[] ranged = new int[64];

    JoinShard(
            JoinType type,
            boolean countsMatches,
            boolean waits,
            Optional<Lookup> lookup,
            JoinSide left,
            JoinSide right) {
        this.type = type;
        this.lookup = lookup;
        this.countsMatches = countsMatches;
        this.waits = waits;
        this.left = left;
        this.right = right;
        own = left;
        other = right;
        forgets = !type.givesRight() && !left.form().retracts() && !right.form().retracts();
    }

    JoinSide left() {
        return left;
    }

    JoinSide right() {
        return right;
    }

    /** @param endOfInput no batch follows */
    void process(
            List<Arrivals> ofLeft,
            List<Arrivals> ofRight,
            Marks marks,
            boolean endOfInput,
            RowEmitter to,
            Optional<PairFilter> condition) {
        out = to;
        filter = condition;
        filter.ifPresent(each -> each.failures(to.failures()));
        last = endOfInput;
        if (lookup.isPresent()) {
            if (lookup.get().replaced().isEmpty()) {
                take(right, left, ofRight, new Rules(Long.MIN_VALUE, true, Long.MIN_VALUE));
            } else {
                replace(ofRight);
            }
            take(left, right, ofLeft, new Rules(Long.MIN_VALUE, false, Long.MIN_VALUE));
            return;
        }
        long leftFrom = left.closesBefore(marks.rightEnd(), marks.leftEnd());
        long rightFrom = right.closesBefore(marks.leftEnd(), marks.rightEnd());
        if (isRightFirst(ofLeft, ofRight)) {
            take(right, left, ofRight, new Rules(marks.rightStart(), true, Long.MIN_VALUE));
            take(left, right, ofLeft, new Rules(marks.leftStart(), !last || storesSecond(right), leftFrom));
        } else {
            take(left, right, ofLeft, new Rules(marks.leftStart(), true, Long.MIN_VALUE));
            take(right, left, ofRight, new Rules(marks.rightStart(), !last || storesSecond(left), rightFrom));
        }
        close(left, right, leftFrom);
        close(right, left, rightFrom);
    }

    /** A row of the right input takes the place of the one with its key. */
    private void replace(List<Arrivals> arrivals) {
        own = right;
        other = left;
        for (Arrivals each : arrivals) {
            columns = each.rows().columns();
            for (int row = 0; row < each.count(); row++) {
                if (own.isAlone(columns, row)) {
                    continue;
                }
                int key = ownKey(each, row);
                if (key >= 0) {
                    own.table().remove(own.table().first(key));
                }
                own.table().add(columns, row, each.hash(row));
            }
        }
    }

    /**
     * Of the rows that are taken second those are not kept that are over with this batch, as they have met all rows of the other
     * input: best the more. At the end none need be kept, best those that may stay alone.
     */
    private boolean isRightFirst(List<Arrivals> ofLeft, List<Arrivals> ofRight) {
        if (!last) {
            return left.goesUnkept() && (!right.goesUnkept() || rows(ofRight) < rows(ofLeft));
        }
        if (type == JoinType.INNER) {
            return rows(ofRight) < rows(ofLeft);
        }
        return type.keepsLeft() || type == JoinType.SEMI;
    }

    private static long rows(List<Arrivals> arrivals) {
        return arrivals.stream().mapToLong(Arrivals::count).sum();
    }

    private boolean storesSecond(JoinSide first) {
        return first.form().keepsUnmatched() && !countsMatches;
    }

    private void take(JoinSide side, JoinSide partners, List<Arrivals> arrivals, Rules newRules) {
        own = side;
        other = partners;
        rules = newRules;
        for (Arrivals each : arrivals) {
            point(each.rows().columns(), ADDED);
            if (type == JoinType.INNER && !own.form().retracts() && !each.hasWeights()) {
                pairs.take(own, other, each, rules, out);
            } else {
                take(each, ADDED);
            }
        }
        for (Arrivals each : arrivals) {
            if (each.hasWeights()) {
                point(each.rows().columns(), REMOVED);
                take(each, REMOVED);
            }
        }
    }

    /** Puts the rows whose times fit into {@code ranged}; gives how many they are. */
    private int inRange(SortedRows sorted, int row) {
        long time = columns[own.form().timeColumn()].longs[row];
        int from = other.first(sorted, time);
        int most = Math.max(0, other.end(sorted, time) - from);
        if (ranged.length < most) {
            ranged = new int[Math.max(most, ranged.length * 2)];
        }
        return most == 0 ? 0 : sorted.copy(from, most, ranged);
    }

    /** From now on rows of {@code own} are in these columns. */
    private void point(ColumnVector[] newColumns, byte newWeight) {
        columns = newColumns;
        weight = newWeight;
        boolean ownLeft = own.form().isLeft();
        ColumnVector[] ofLeft = ownLeft ? newColumns : other.table().columns();
        ColumnVector[] ofRight = ownLeft ? other.table().columns() : newColumns;
        if (type.givesRight()) {
            out.sides(ofLeft, ofLeft.length, ofRight);
        } else {
            out.side(ofLeft);
        }
        filter.ifPresent(condition ->
                condition.sides(ofLeft, ofRight, newWeight == ADDED, (l, r) -> pair(ownLeft ? l : r, ownLeft ? r : l)));
    }

    private void take(Arrivals arrivals, byte newWeight) {
        int count = arrivals.count();
        if (keys.length < count) {
            int capacity = Math.max(count, keys.length * 2);
            keys = new int[capacity];
            matches = new int[capacity];
            slots = new int[capacity];
            emptiesKey = new boolean[capacity];
        }
        Arrays.fill(matches, 0, count, 0);
        for (int first = 0; first < count; first += BLOCK) {
            int end = Math.min(count, first + BLOCK);
            findKeys(arrivals, first, end);
            for (int row = first; (type.givesRight() || countsMatches) && row < end; row++) {
                if (keys[row] >= 0) {
                    tryPairs(keys[row], row);
                }
            }
        }
        filter.ifPresent(PairFilter::flush);
        for (int row = 0; row < count; row++) {
            if (keys[row] == SKIPPED) {
                continue;
            }
            if (keys[row] == ALONE) {
                if (own.form().keepsUnmatched()) {
                    emit(row, NONE);
                }
            } else if (lookup.isPresent() && own.form().isLeft()) {
                found(row);
            } else if (weight == ADDED) {
                added(arrivals, row);
            } else {
                removed(arrivals, row);
            }
        }
    }

    /** Sends, or takes back, a row that is not kept, if it is for its partners that it is sent. */
    private void found(int row) {
        boolean hasPartner = countsMatches ? matches[row] > 0 : keys[row] >= 0;
        if (hasPartner ? type == JoinType.SEMI : own.form().keepsUnmatched()) {
            emit(row, NONE);
        }
    }

    private static final int NONE = -1;
    private static final int ALONE = -2;
    private static final int SKIPPED = -3;

    private boolean isTaken(Arrivals arrivals, int row) {
        if (arrivals.isAdded(row) != (weight == ADDED)) {
            return false;
        }
        int time = own.form().timeColumn();
        boolean late = time >= 0
                && rules.watermark() != Long.MIN_VALUE
                && !(columns[time].hasNulls && columns[time].nulls[row])
                && columns[time].longs[row] < rules.watermark();
        if (late) {
            own.addLate();
            if (weight == ADDED) {
                out.late(own.form().isLeft() ? 0 : 1, columns, row);
            }
            return false;
        }
        return true;
    }

    /** Finds the keys of the partners of some rows, those that are added together. */
    private void findKeys(Arrivals arrivals, int first, int end) {
        int rows = 0;
        for (int row = first; row < end; row++) {
            if (!isTaken(arrivals, row)) {
                keys[row] = SKIPPED;
            } else if (own.isAlone(columns, row)) {
                keys[row] = ALONE;
            } else if (weight == REMOVED && !leaves(arrivals, row)) {
                keys[row] = SKIPPED;
            } else {
                block[rows] = row;
                hashes[rows++] = arrivals.hash(row);
            }
        }
        other.table().keys(own.form().keys(), columns, block, rows, hashes, found);
        for (int i = 0; i < rows; i++) {
            keys[block[i]] = found[i];
        }
    }

    /** A row that is taken back leaves its place; it is late if it has none any more. */
    private boolean leaves(Arrivals arrivals, int row) {
        boolean isKept = lookup.isEmpty() || !own.form().isLeft();
        if (!isKept) {
            return true;
        }
        slots[row] = own.table().find(columns, row);
        if (slots[row] < 0) {
            own.addLate();
            return false;
        }
        own.takeBack(slots[row]);
        emptiesKey[row] = isWatched() && !own.table().isLive(slots[row]) && ownKey(arrivals, row) < 0;
        return true;
    }

    private void tryPairs(int key, int row) {
        SortedRows sorted = other.inOrder(key);
        if (sorted != null) {
            int found = inRange(sorted, row);
            for (int at = 0; at < found; at++) {
                tryPair(row, ranged[at]);
            }
            return;
        }
        RowTable partners = other.table();
        for (int slot = partners.first(key); slot >= 0; slot = partners.next(slot)) {
            tryPair(row, slot);
        }
    }

    private void tryPair(int row, int slot) {
        if (filter.isPresent()) {
            boolean ownLeft = own.form().isLeft();
            filter.get().add(ownLeft ? row : slot, ownLeft ? slot : row);
        } else {
            pair(row, slot);
        }
    }

    /** A row and one of the other input are partners. */
    private void pair(int row, int slot) {
        int times = other.table().count(slot);
        for (int i = 0; type.givesRight() && i < times; i++) {
            emit(row, slot);
        }
        matches[row] += times;
        if (other.form().countsMatches()) {
            long before = other.table().extra(0, slot);
            long now = before + weight;
            other.table().setExtra(0, slot, now);
            if (before == 0) {
                partnerCame(slot);
            } else if (now == 0) {
                partnerLeft(slot);
            }
        }
    }

    private void emit(int row, int slot) {
        boolean ownLeft = own.form().isLeft();
        out.add(ownLeft ? row : slot, ownLeft ? slot : row, weight);
    }

    /** A row of the other input has its first partner. */
    private void partnerCame(int slot) {
        if (other.form().keepsUnmatched() && !waits) {
            emitOther(slot, REMOVED);
        } else if (type == JoinType.SEMI && other.form().isLeft()) {
            emitOther(slot, ADDED);
        }
    }

    /** A row of the other input has lost its last partner. */
    private void partnerLeft(int slot) {
        if (other.form().keepsUnmatched() && !waits) {
            emitOther(slot, ADDED);
        } else if (type == JoinType.SEMI && other.form().isLeft()) {
            emitOther(slot, REMOVED);
        }
    }

    private void emitOther(int slot, byte sign) {
        boolean ownLeft = own.form().isLeft();
        for (int i = other.table().count(slot); i > 0; i--) {
            out.add(ownLeft ? NONE : slot, ownLeft ? slot : NONE, sign);
        }
    }

    private void added(Arrivals arrivals, int row) {
        boolean stores = rules.keeps() && !own.isOver(columns, row, rules.keptFrom());
        boolean hasPartner = countsMatches ? matches[row] > 0 : keys[row] >= 0;
        if (hasPartner && type == JoinType.SEMI && own.form().isLeft()) {
            emit(row, NONE);
        }
        if (!hasPartner && own.form().keepsUnmatched() && (!waits || !stores)) {
            emit(row, NONE);
        }
        if (!stores || forgets && isForgotten(arrivals, row, hasPartner)) {
            return;
        }
        boolean isFirst = isWatched() && ownKey(arrivals, row) < 0;
        int slot = own.table().add(columns, row, arrivals.hash(row));
        if (own.form().countsMatches()) {
            own.table().setExtra(0, slot, matches[row]);
        }
        if (own.table().count(slot) == 1) {
            own.added(slot);
        }
        if (isFirst && keys[row] >= 0) {
            partnersCame(keys[row]);
        }
    }

    /** Whether it is seen from the keys of an input which rows of the other one have a partner. */
    private boolean isWatched() {
        return !countsMatches && type != JoinType.INNER;
    }

    /** Of a semi or anti join: a row that has its partner, or another one for the same rows. */
    private boolean isForgotten(Arrivals arrivals, int row, boolean hasPartner) {
        return own.form().isLeft() ? hasPartner : !countsMatches && ownKey(arrivals, row) >= 0;
    }

    private int ownKey(Arrivals arrivals, int row) {
        return own.table().key(own.form().keys(), columns, row, arrivals.hash(row));
    }

    /** All rows of a key of the other input have their first partner. */
    private void partnersCame(int key) {
        RowTable partners = other.table();
        int slot = partners.first(key);
        while (slot >= 0) {
            int next = partners.next(slot);
            partnerCame(slot);
            if (forgets && other.form().isLeft()) {
                other.remove(slot);
            }
            slot = next;
        }
    }

    private void removed(Arrivals arrivals, int row) {
        boolean hasPartner = own.form().countsMatches() ? own.table().extra(0, slots[row]) > 0 : keys[row] >= 0;
        if (hasPartner && type == JoinType.SEMI && own.form().isLeft()) {
            emit(row, NONE);
        }
        if (!hasPartner && own.form().keepsUnmatched() && !waits) {
            emit(row, NONE);
        }
        if (keys[row] >= 0 && emptiesKey[row]) {
            RowTable partners = other.table();
            for (int slot = partners.first(keys[row]); slot >= 0; slot = partners.next(slot)) {
                partnerLeft(slot);
            }
        }
    }

    /** Rows that get no partner any more, and end before a time, go. */
    private void close(JoinSide side, JoinSide partners, long time) {
        own = side;
        other = partners;
        boolean sends = waits && side.form().keepsUnmatched();
        RowTable table = side.table();
        point(table.columns(), ADDED);
        TimeQueue ends = side.ends();
        while (!ends.isEmpty() && ends.firstTime() < time) {
            int slot = ends.remove();
            if (table.isLive(slot)) {
                if (sends && table.extra(0, slot) == 0) {
                    emitOwn(slot);
                }
                side.remove(slot);
            }
        }
        if (last && sends) {
            sendAlone();
        }
    }

    /** At the end, of the rows that no watermark lets go. */
    private void sendAlone() {
        RowTable table = own.table();
        for (int slot = 0; slot < table.slots(); slot++) {
            if (table.isLive(slot) && !hasPartner(slot)) {
                emitOwn(slot);
            }
        }
    }

    private boolean hasPartner(int slot) {
        if (countsMatches) {
            return own.table().extra(0, slot) > 0;
        }
        ColumnVector[] rows = own.table().columns();
        return other.table()
                        .key(own.form().keys(), rows, slot, own.form().keys().hash(rows, slot))
                >= 0;
    }

    private void emitOwn(int slot) {
        for (int i = own.table().count(slot); i > 0; i--) {
            emit(slot, NONE);
        }
    }
}
