package io.sluice.runtime.state;

import io.sluice.planner.function.RowException;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.DataType;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;

/** Records of one table by reference, see {@link References}, and the copying of their words into columns. */
final class RecordView {
    private final GroupLayout layout;
    private final RecordStore records;
    private final Changes changes;
    private final StringPool strings;
    private final UserAccumulators users;
    private final Utf8 text = new Utf8();

    RecordView(GroupTable table) {
        layout = table.layout();
        records = table.records();
        changes = table.changes();
        strings = table.strings();
        users = table.users();
    }

    long[] segment(int reference) {
        return reference >= 0 ? records.segment(reference) : changes.old().segment(~reference);
    }

    int base(int reference) {
        return reference >= 0 ? records.base(reference) : changes.old().base(~reference);
    }

    /** Copies a key into the rows from {@code first} on. */
    void copyKey(int key, References groups, ColumnVector out, int first) {
        DataType type = layout.keys().get(key);
        int word = layout.keyWord(key);
        if (layout.maskWord() >= 0) {
            for (int i = 0; i < groups.count(); i++) {
                int reference = groups.at(i);
                boolean isNull = (segment(reference)[base(reference) + layout.maskWord()] >>> key & 1) != 0;
                out.nulls[first + i] = isNull;
                out.hasNulls |= isNull;
            }
        } else {
            clearNulls(out, first, groups.count());
        }
        copyValues(type, word, groups, out, first);
    }

    /** Copies a MIN, MAX or anything else that is kept as its value. */
    void copyValue(Accumulator accumulator, References groups, ColumnVector out, int first) {
        copyPresence(accumulator, groups, out, first);
        copyValues(accumulator.valueType(), accumulator.valueWord(), groups, out, first);
    }

    /** Writes the results of a user's aggregate; one for which the user's class has an exception fails. */
    void copyResults(Accumulator accumulator, References groups, ColumnBatch batch, int column, int first) {
        ColumnVector out = batch.column(column);
        for (int i = 0; i < groups.count(); i++) {
            int reference = groups.at(i);
            Object each = users.get(accumulator, segment(reference), base(reference), strings);
            try {
                accumulator.userFold().writeResult(each, out, first + i);
            } catch (RowException e) {
                accumulator.userFold().writeNull(out, first + i);
                batch.fail(first + i, column, e);
            }
        }
    }

    void copyPresence(Accumulator accumulator, References groups, ColumnVector out, int first) {
        for (int i = 0; i < groups.count(); i++) {
            int reference = groups.at(i);
            boolean isNull = !accumulator.isPresent(segment(reference), base(reference));
            out.nulls[first + i] = isNull;
            out.hasNulls |= isNull;
        }
    }

    static void clearNulls(ColumnVector out, int first, int count) {
        for (int i = 0; i < count; i++) {
            out.nulls[first + i] = false;
        }
    }

    private void copyValues(DataType type, int word, References groups, ColumnVector out, int first) {
        if (type.kind().isFloating()) {
            copyDoubles(word, groups, out.doubles, first);
            return;
        }
        if (type.kind().isSlice()) {
            copyTexts(word, groups, out, first);
        } else {
            copyLongs(word, groups, out.longs, first);
        }
        if (type.isWide()) {
            copyLongs(word + 1, groups, out.highs, first);
        }
    }

    void copyLongs(int word, References groups, long[] out, int first) {
        for (int i = 0; i < groups.count(); i++) {
            int reference = groups.at(i);
            out[first + i] = segment(reference)[base(reference) + word];
        }
    }

    /** The words of {@link LongSum}s as those of numbers. */
    void copyLongSums(int word, References groups, long[] lows, long[] highs, int first) {
        for (int i = 0; i < groups.count(); i++) {
            int reference = groups.at(i);
            long[] segment = segment(reference);
            int at = base(reference) + word;
            lows[first + i] = segment[at];
            highs[first + i] = LongSum.high(segment, at);
        }
    }

    void copyDoubles(int word, References groups, double[] out, int first) {
        for (int i = 0; i < groups.count(); i++) {
            int reference = groups.at(i);
            out[first + i] = Double.longBitsToDouble(segment(reference)[base(reference) + word]);
        }
    }

    private void copyTexts(int word, References groups, ColumnVector out, int first) {
        for (int i = 0; i < groups.count(); i++) {
            if (out.nulls[first + i]) {
                ColumnBatch.appendText(out, first + i, text.bytes, 0, 0);
                continue;
            }
            int reference = groups.at(i);
            strings.view((int) segment(reference)[base(reference) + word], text);
            ColumnBatch.appendText(out, first + i, text.bytes, text.start, text.length);
        }
    }
}
