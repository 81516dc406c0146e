package io.sluice.runtime.operator;

import io.sluice.planner.function.RowException;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.OverCall;
import io.sluice.planner.plan.SortKey;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.plan.UserAggregate;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.state.UserFold;
import io.sluice.sources.ColumnVector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An aggregate of a user over a frame. A frame that begins with the partition only grows. One that slides takes in the rows that come and takes back
 * those that go, where the class has {@code retract} and that gives back exactly what was there: not where the accumulator
 * has doubles, or is bytes of the user's own, since then equal frames might have unequal values. Else each frame is made anew.
 *
 * <p>Where the user's class fails for a row, the values of all frames with that row fail.
 */
final class UserColumn extends OverColumn {
    private final UserFold fold;
    private final UserArguments arguments;

    /** The column that says which rows count; −1: all do. */
    private final int condition;

    private final OverFrame frame;
    private final SameValues same;
    private final boolean slides;

    /** The column for the accumulator of the last row, from which a later batch goes on; −1: none. */
    private final int kept;

    /** By the place of a value. */
    private final Map<Integer, RowException> failures = new HashMap<>();

    /** Of the rows from {@code start} to {@code end}; null: to be made anew. */
    private Object all;

    private int start;
    private int end;

    /** Why a frame that only grows has no value any more. */
    private RowException broken;

    /** @param types of the columns of the input */
    UserColumn(OverCall call, int index, int kept, UserFold fold, List<DataType> types, List<SortKey> order) {
        super(call, index);
        this.kept = kept;
        this.fold = fold;
        UserAggregate user = call.user().orElseThrow();
        int passed = call.arguments().size() - (call.isFiltered() ? 1 : 0);
        arguments = new UserArguments(user, call.arguments().subList(0, passed), types);
        condition = call.isFiltered() ? call.arguments().get(passed) : -1;
        frame = new OverFrame(call.frame(), order);
        same = new SameValues(call.arguments(), types);
        slides = user.retract().isPresent() && isExact(user.stored()) && !call.distinct() && !frame.excludes();
    }

    private static boolean isExact(DataType type) {
        return !type.kind().isFloating()
                && type.kind() != TypeKind.BINARY
                && type.children().stream().allMatch(child -> isExact(child.type()));
    }

    /** A batch begins. */
    void start() {
        failures.clear();
    }

    /** Why a value could not be computed; null if it could. */
    RowException failure(int row) {
        return failures.isEmpty() ? null : failures.get(row);
    }

    @Override
    void fill(OverRows rows, ColumnVector[] to, int at) {
        if (call().distinct()) {
            same.find(rows);
        }
        all = null;
        broken = null;
        if (kept >= 0) {
            goOn(rows);
        }
        for (int place = rows.from(); place < rows.size(); place++) {
            int row = at + place - rows.from();
            try {
                int first = frame.start(rows, place);
                collect(rows, place, first, Math.max(first, frame.end(rows, place)));
                fold.writeResult(all, to[index()], row);
            } catch (RowException e) {
                setNull(call().type(), to[index()], row);
                failures.put(row, e);
            }
        }
        if (kept >= 0) {
            keep(to[kept], at, rows.size() - rows.from());
        }
    }

    private void goOn(OverRows rows) {
        if (!rows.hasBase()) {
            return;
        }
        ColumnVector base = rows.base(kept);
        int row = rows.baseRow();
        start = 0;
        end = rows.from();
        if (isNull(base, row)) {
            broken = new RowException(
                    "function %s has failed for an earlier row of the partition".formatted(call().name()),
                    "Correct the function or the row, and start with a new checkpoint directory.");
        } else {
            Utf8 bytes = new Utf8();
            bytes.append(base.bytes, base.starts[row], base.lengths[row]);
            all = fold.read(bytes);
        }
    }

    private void keep(ColumnVector to, int at, int count) {
        DataType type = call().user().orElseThrow().stored();
        for (int i = 0; i < count - 1; i++) {
            setNull(type, to, at + i);
        }
        if (count > 0 && broken != null) {
            setNull(type, to, at + count - 1);
        } else if (count > 0) {
            Utf8 bytes = new Utf8();
            fold.write(all, bytes);
            to.nulls[at + count - 1] = false;
            ColumnBatch.appendText(to, at + count - 1, bytes.bytes, bytes.start, bytes.length);
        }
    }

    private void collect(OverRows rows, int place, int first, int behind) {
        if (frame.isGrowing() && !call().distinct()) {
            grow(rows, behind);
        } else if (slides && all != null && first <= end) {
            slide(rows, first, behind);
        } else {
            collectAnew(rows, place, first, behind);
        }
    }

    private void grow(OverRows rows, int behind) {
        if (broken != null) {
            throw broken;
        }
        if (all == null) {
            all = fold.create();
            end = 0;
        }
        try {
            while (end < behind) {
                add(rows, end++, all);
            }
        } catch (RowException e) {
            broken = e;
            throw e;
        }
    }

    /** Null: the row does not count. */
    private Object[] arguments(OverRows rows, int place) {
        int row = rows.slot(place);
        ColumnVector[] columns = rows.columns();
        boolean counts = condition < 0 || !isNull(columns[condition], row) && columns[condition].longs[row] != 0;
        return counts ? arguments.of(columns, row) : null;
    }

    private void add(OverRows rows, int place, Object accumulator) {
        Object[] row = arguments(rows, place);
        if (row != null) {
            row[0] = accumulator;
            fold.accumulate(row);
        }
    }

    /** Rows come before rows go: what is taken back has come. */
    private void slide(OverRows rows, int first, int behind) {
        Object sliding = all;
        all = null;
        while (end < behind) {
            add(rows, end++, sliding);
        }
        while (start < first) {
            Object[] row = arguments(rows, start++);
            if (row != null) {
                row[0] = sliding;
                fold.retract(row);
            }
        }
        all = sliding;
    }

    private void collectAnew(OverRows rows, int place, int first, int behind) {
        all = null;
        Object made = fold.create();
        for (int i = first; i < behind; i++) {
            if (frame.holds(rows, place, i) && (!call().distinct() || same.isFirst(rows, frame, place, first, i))) {
                add(rows, i, made);
            }
        }
        all = made;
        start = first;
        end = behind;
    }
}
