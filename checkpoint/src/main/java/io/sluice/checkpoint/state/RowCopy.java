package io.sluice.checkpoint.state;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;

/** Copies some rows of a column behind those of another one: a loop over plain memory where values have a fixed width. */
final class RowCopy {
    private RowCopy() {}

    /** Copies {@code count} of {@code rows}, from {@code first} on, to the rows from {@code at} on; makes room. */
    static void append(FieldVector from, int[] rows, int first, int count, FieldVector to, int at) {
        if (from instanceof BaseFixedWidthVector fixed
                && !(from instanceof BitVector)
                && Integer.bitCount(fixed.getTypeWidth()) == 1
                && fixed.getTypeWidth() <= 16) {
            append(fixed, rows, first, count, (BaseFixedWidthVector) to, at);
            return;
        }
        for (int i = 0; i < count; i++) {
            to.copyFromSafe(rows[first + i], at + i, from);
        }
    }

    private static void append(
            BaseFixedWidthVector from, int[] rows, int first, int count, BaseFixedWidthVector to, int at) {
        while (to.getValueCapacity() < at + count) {
            to.reAlloc();
        }
        copyValidity(from, rows, first, count, to, at);
        ArrowBuf source = from.getDataBuffer();
        ArrowBuf target = to.getDataBuffer();
        switch (from.getTypeWidth()) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    target.setByte(at + i, source.getByte(rows[first + i]));
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    target.setShort(2L * (at + i), source.getShort(2L * rows[first + i]));
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    target.setInt(4L * (at + i), source.getInt(4L * rows[first + i]));
                }
            }
            case 8 -> {
                for (int i = 0; i < count; i++) {
                    target.setLong(8L * (at + i), source.getLong(8L * rows[first + i]));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target.setLong(16L * (at + i), source.getLong(16L * rows[first + i]));
                    target.setLong(16L * (at + i) + 8, source.getLong(16L * rows[first + i] + 8));
                }
            }
        }
    }

    private static void copyValidity(FieldVector from, int[] rows, int first, int count, FieldVector to, int at) {
        ArrowBuf source = from.getValidityBuffer();
        ArrowBuf target = to.getValidityBuffer();
        boolean noNulls = from.getNullCount() == 0;
        for (int i = 0; i < count; i++) {
            if (noNulls || BitVectorHelper.get(source, rows[first + i]) != 0) {
                BitVectorHelper.setBit(target, at + i);
            } else {
                BitVectorHelper.unsetBit(target, at + i);
            }
        }
    }
}
