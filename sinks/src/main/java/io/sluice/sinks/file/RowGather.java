package io.sluice.sinks.file;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Copies chosen rows into vectors of its own, which are filled again and again. Used by one thread. */
final class RowGather implements AutoCloseable {
    private VectorSchemaRoot chosen;

    /** The rows {@code indices[from]} to {@code indices[to - 1]}; they last until the next call. */
    VectorSchemaRoot gather(VectorSchemaRoot rows, int[] indices, int from, int to) {
        if (chosen == null) {
            chosen = VectorSchemaRoot.create(
                    rows.getSchema(), rows.getFieldVectors().get(0).getAllocator());
        }
        for (int i = 0; i < rows.getFieldVectors().size(); i++) {
            copy(rows.getVector(i), indices, from, to, chosen.getVector(i));
        }
        chosen.setRowCount(to - from);
        return chosen;
    }

    private static void copy(FieldVector source, int[] indices, int from, int to, FieldVector target) {
        target.reset();
        if (source instanceof BaseFixedWidthVector fixed && !(source instanceof BitVector)) {
            copyFixed(fixed, indices, from, to, (BaseFixedWidthVector) target);
            return;
        }
        if (target.getValueCapacity() < to - from) {
            target.setInitialCapacity(to - from);
            target.allocateNew();
        }
        for (int i = from; i < to; i++) {
            target.copyFromSafe(indices[i], i - from, source);
        }
    }

    private static void copyFixed(
            BaseFixedWidthVector source, int[] indices, int from, int to, BaseFixedWidthVector target) {
        if (target.getValueCapacity() < to - from) {
            target.allocateNew(to - from);
        }
        int width = source.getTypeWidth();
        ArrowBuf values = source.getDataBuffer();
        ArrowBuf copies = target.getDataBuffer();
        switch (width) {
            case Integer.BYTES -> {
                for (int i = from; i < to; i++) {
                    copies.setInt((long) (i - from) * width, values.getInt((long) indices[i] * width));
                }
            }
            case Long.BYTES -> {
                for (int i = from; i < to; i++) {
                    copies.setLong((long) (i - from) * width, values.getLong((long) indices[i] * width));
                }
            }
            default -> {
                for (int i = from; i < to; i++) {
                    copies.setBytes((long) (i - from) * width, values, (long) indices[i] * width, width);
                }
            }
        }
        copyValidity(source, indices, from, to, target);
    }

    private static void copyValidity(
            BaseFixedWidthVector source, int[] indices, int from, int to, BaseFixedWidthVector target) {
        ArrowBuf valid = target.getValidityBuffer();
        if (source.getNullCount() == 0) {
            valid.setOne(0L, (long) (to - from + Byte.SIZE - 1) / Byte.SIZE);
            return;
        }
        for (int i = from; i < to; i++) {
            BitVectorHelper.setValidityBit(valid, i - from, source.isNull(indices[i]) ? 0 : 1);
        }
    }

    @Override
    public void close() {
        if (chosen != null) {
            chosen.close();
            chosen = null;
        }
    }
}
