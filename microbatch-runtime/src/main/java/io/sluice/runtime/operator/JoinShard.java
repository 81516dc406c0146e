package io.sluice.runtime.operator;

import io.sluice.planner.plan.Lookup;
import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.runtime.operator.Exchange.Arrivals;
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
 * 2  new rows of the right input ⋈  all rows of the left input;                   then they are kept
 * 3  rows for which no partner can come any more go
 * </pre>
 *
 * So each pair is found once. In each step rows that are added come before those that are taken back: a row that is replaced
 * by one with the same key does not leave its partners alone in between.
 *
 * <p>A {@link Lookup} takes its right input first, keeps it, and forgets the rows of the left one.
 *
 * <p>Whether a row has a partner is seen from the other input's keys; where a pair must meet a condition besides, or where
 * partners go when their time is over, the number of its partners is kept with the row.
 */
final class JoinShard {
    /** Rows that are looked up together. */
    private static final int LOOKED_UP = 1024;

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
    private ColumnVector[] columns = {};
    private byte weight;

    /** For each row that came: the key of its partners, −1 if there are none, and how many partners there are. */
    private int[] keys = new int[64];

    private int[] matches = new int[64];

    /** For each row that is taken back: where it is kept; −1: nowhere. */
    private int[] slots = new int[64];

    /** And whether it was the last of its key. */
    private boolean[] emptiesKey = new boolean[64];

    /** Of rows that are looked up together: their keys in the other input, and the first rows of these. */
    private final int[] foundKeys = new int[LOOKED_UP];

    private final int[] foundRows = new int[LOOKED_UP];

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
        last = endOfInput;
        if (lookup.isPresent()) {
            if (lookup.get().replaced().isEmpty()) {
                take(right, left, ofRight, Long.MIN_VALUE, true);
            } else {
                replace(ofRight);
            }
            take(left, right, ofLeft, Long.MIN_VALUE, false);
            return;
        }
        if (last && isRightFirst(ofLeft, ofRight)) {
            take(right, left, ofRight, marks.rightStart(), true);
            take(left, right, ofLeft, marks.leftStart(), storesSecond(right));
        } else {
            take(left, right, ofLeft, marks.leftStart(), true);
            take(right, left, ofRight, marks.rightStart(), !last || storesSecond(left));
        }
        close(left, right, left.closesBefore(marks.rightEnd(), marks.leftEnd()));
        close(right, left, right.closesBefore(marks.leftEnd(), marks.rightEnd()));
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

    /** At the end the rows that are taken second need not be kept: best those that may stay alone, or the more. */
    private boolean isRightFirst(List<Arrivals> ofLeft, List<Arrivals> ofRight) {
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

    private void take(JoinSide side, JoinSide partners, List<Arrivals> arrivals, long watermark, boolean stores) {
        own = side;
        other = partners;
        for (Arrivals each : arrivals) {
            if (isPlain(each, watermark)) {
                addPlain(each, stores);
            } else {
                take(each, watermark, stores, ADDED);
            }
        }
        for (Arrivals each : arrivals) {
            if (each.hasWeights()) {
                take(each, watermark, stores, REMOVED);
            }
        }
    }

    /** Pairs only, and no row needs a closer look. */
    private boolean isPlain(Arrivals arrivals, long watermark) {
        return type == JoinType.INNER
                && !own.form().retracts()
                && !arrivals.hasWeights()
                && (watermark == Long.MIN_VALUE || own.form().timeColumn() < 0)
                && !own.mayBeAlone(arrivals.rows().columns());
    }

    private void addPlain(Arrivals arrivals, boolean stores) {
        point(arrivals.rows().columns(), ADDED);
        int count = arrivals.count();
        long[] hashes = arrivals.hashes();
        RowTable partners = other.table();
        if (partners.size() > 0) {
            for (int row = 0; row < count; row += LOOKED_UP) {
                lookUp(partners, row, Math.min(LOOKED_UP, count - row), hashes);
            }
        }
        if (stores) {
            int first = own.table().addAll(columns, null, count, hashes);
            own.added(first, count);
        }
    }

    /** Finds the partners of some rows step by step, so that the looks at memory of each step do not wait for each other. */
    private void lookUp(RowTable partners, int first, int count, long[] hashes) {
        partners.keys(own.form().keys(), columns, first, count, hashes, foundKeys);
        boolean plain = other.form().timeColumn() < 0 && !other.form().retracts();
        if (!plain) {
            for (int i = 0; i < count; i++) {
                if (foundKeys[i] >= 0) {
                    pairs(partners, foundKeys[i], first + i);
                }
            }
            return;
        }
        partners.firsts(foundKeys, count, foundRows);
        boolean ownLeft = own.form().isLeft();
        for (int i = 0; i < count; i++) {
            for (int slot = foundRows[i]; slot >= 0; slot = partners.next(slot)) {
                out.add(ownLeft ? first + i : slot, ownLeft ? slot : first + i, weight);
            }
        }
    }

    private void pairs(RowTable partners, int key, int row) {
        boolean ownLeft = own.form().isLeft();
        SortedRows sorted = other.inOrder(key);
        if (sorted != null) {
            int found = inRange(sorted, row);
            for (int at = 0; at < found; at++) {
                int slot = ranged[at];
                for (int i = partners.count(slot); i > 0; i--) {
                    out.add(ownLeft ? row : slot, ownLeft ? slot : row, weight);
                }
            }
            return;
        }
        for (int slot = partners.first(key); slot >= 0; slot = partners.next(slot)) {
            for (int i = partners.count(slot); i > 0; i--) {
                out.add(ownLeft ? row : slot, ownLeft ? slot : row, weight);
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
        filter.ifPresent(
                condition -> condition.sides(ofLeft, ofRight, (l, r) -> pair(ownLeft ? l : r, ownLeft ? r : l)));
    }

    private void take(Arrivals arrivals, long watermark, boolean stores, byte newWeight) {
        point(arrivals.rows().columns(), newWeight);
        int count = arrivals.count();
        if (keys.length < count) {
            int capacity = Math.max(count, keys.length * 2);
            keys = new int[capacity];
            matches = new int[capacity];
            slots = new int[capacity];
            emptiesKey = new boolean[capacity];
        }
        Arrays.fill(matches, 0, count, 0);
        for (int row = 0; row < count; row++) {
            keys[row] = isTaken(arrivals, row, watermark) ? key(arrivals, row) : SKIPPED;
            if (keys[row] >= 0 && (type.givesRight() || countsMatches)) {
                tryPairs(keys[row], row);
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
                added(arrivals, row, stores);
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

    private boolean isTaken(Arrivals arrivals, int row, long watermark) {
        if (arrivals.isAdded(row) != (weight == ADDED)) {
            return false;
        }
        int time = own.form().timeColumn();
        boolean late = time >= 0
                && watermark != Long.MIN_VALUE
                && !(columns[time].hasNulls && columns[time].nulls[row])
                && columns[time].longs[row] < watermark;
        if (late) {
            own.addLate();
            if (weight == ADDED) {
                out.late(own.form().isLeft() ? 0 : 1, columns, row);
            }
            return false;
        }
        return true;
    }

    /** The key of the partners of a row; one that is taken back leaves its place, or is late if it has none any more. */
    private int key(Arrivals arrivals, int row) {
        if (own.isAlone(columns, row)) {
            return ALONE;
        }
        boolean isKept = lookup.isEmpty() || !own.form().isLeft();
        if (weight == REMOVED && isKept) {
            slots[row] = own.table().find(columns, row);
            if (slots[row] < 0) {
                own.addLate();
                return SKIPPED;
            }
            own.takeBack(slots[row]);
            emptiesKey[row] = isWatched() && !own.table().isLive(slots[row]) && ownKey(arrivals, row) < 0;
        }
        return other.table().key(own.form().keys(), columns, row, arrivals.hash(row));
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

    private void added(Arrivals arrivals, int row, boolean stores) {
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
