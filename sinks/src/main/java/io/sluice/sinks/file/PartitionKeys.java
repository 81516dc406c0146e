package io.sluice.sinks.file;

import io.sluice.sinks.encode.LittleEndian;
import io.sluice.sinks.encode.SliceDictionary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Numbers the folders that rows go to, in the order of their coming. Used by one thread. */
final class PartitionKeys {
    private static final int NULL = -1;

    private final PartitionFolders folders;
    private final SliceDictionary keys = new SliceDictionary();
    private final List<String> names = new ArrayList<>();
    private byte[] key = new byte[64];

    PartitionKeys(PartitionFolders folders) {
        this.folders = folders;
    }

    /** The folder of that number, ending in {@code /}. */
    String name(int partition) {
        return names.get(partition);
    }

    int count() {
        return names.size();
    }

    /** Writes the number of each row's folder. */
    void number(VectorSchemaRoot rows, int[] partitions) {
        FieldVector[] columns = folders.keys().stream().map(rows::getVector).toArray(FieldVector[]::new);
        int last = -1;
        for (int row = 0; row < rows.getRowCount(); row++) {
            int length = 0;
            for (FieldVector column : columns) {
                length = append(column, row, length);
            }
            if (last < 0 || !keys.isEqual(last, key, 0, length)) { // rows that follow each other often go together
                last = keys.id(key, 0, length);
            }
            if (last == names.size()) {
                names.add(folders.folder(rows, row));
            }
            partitions[row] = last;
        }
    }

    /** The length of the value, then its bytes, so that no two keys look alike. */
    private int append(FieldVector column, int row, int at) {
        if (column.isNull(row)) {
            ensure(at + Integer.BYTES);
            LittleEndian.INT.set(key, at, NULL);
            return at + Integer.BYTES;
        }
        if (column instanceof BitVector bits) {
            return copy(null, 0, at, bits.get(row));
        }
        if (column instanceof BaseVariableWidthVector text) {
            int start = text.getStartOffset(row);
            return copy(text.getDataBuffer(), start, at, text.getEndOffset(row) - start);
        }
        int width = ((BaseFixedWidthVector) column).getTypeWidth();
        return copy(column.getDataBuffer(), (long) row * width, at, width);
    }

    /** @param source null: the length is the value */
    private int copy(ArrowBuf source, long start, int at, int length) {
        int bytes = source == null ? 0 : length;
        ensure(at + Integer.BYTES + bytes);
        LittleEndian.INT.set(key, at, length);
        if (bytes > 0) {
            source.getBytes(start, key, at + Integer.BYTES, bytes);
        }
        return at + Integer.BYTES + bytes;
    }

    private void ensure(int length) {
        if (key.length < length) {
            key = Arrays.copyOf(key, Math.max(length, 2 * key.length));
        }
    }
}
