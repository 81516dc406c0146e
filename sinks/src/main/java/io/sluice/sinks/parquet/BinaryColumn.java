package io.sluice.sinks.parquet;

import io.sluice.sinks.encode.SliceDictionary;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;

/** Texts and bytes, each with its length; DECIMALs as bytes of one length, the highest first. */
final class BinaryColumn extends ValueColumn {
    private final int fixedLength;
    private final SliceDictionary dictionary = new SliceDictionary();
    private byte[] value = new byte[64];
    private int[] pageOfId = new int[0];
    private int page = 1;
    private byte[] least = {};
    private byte[] greatest = {};
    private boolean isEmpty = true;

    /** @param fixedLength of each DECIMAL; 0: of texts and bytes */
    BinaryColumn(int fixedLength, boolean takesDictionary) {
        super(takesDictionary);
        this.fixedLength = fixedLength;
    }

    @Override
    void add(FieldVector column, int from, int count) {
        for (int i = from; i < from + count; i++) {
            add(read(column, i));
        }
    }

    @Override
    void add(FieldVector column, int[] places, int count) {
        for (int i = 0; i < count; i++) {
            add(read(column, places[i]));
        }
    }

    /** Puts the value's bytes into {@code value} and gives their number. */
    private int read(FieldVector column, int row) {
        ArrowBuf values = column.getDataBuffer();
        if (fixedLength > 0) {
            long last = (long) row * DecimalVector.TYPE_WIDTH + fixedLength - 1;
            for (int i = 0; i < fixedLength; i++) {
                value[i] = values.getByte(last - i);
            }
            return fixedLength;
        }
        ArrowBuf offsets = column.getOffsetBuffer();
        int start = offsets.getInt((long) row * BaseVariableWidthVector.OFFSET_WIDTH);
        int length = offsets.getInt((long) (row + 1) * BaseVariableWidthVector.OFFSET_WIDTH) - start;
        if (value.length < length) {
            value = new byte[Math.max(length, 2 * value.length)];
        }
        values.getBytes(start, value, 0, length);
        return length;
    }

    private void add(int length) {
        if (!hasDictionary()) {
            widen(length);
            append(value, 0, length, plain);
            return;
        }
        int id = dictionary.id(value, 0, length);
        int at = room(1);
        ids()[at] = id;
        if (id >= pageOfId.length) {
            pageOfId = Arrays.copyOf(pageOfId, Math.max(16, 2 * id + 1));
        }
        if (pageOfId[id] != page) {
            pageOfId[id] = page;
            widen(length);
        }
    }

    private void append(byte[] source, int start, int length, Bytes out) {
        if (fixedLength == 0) {
            out.addInt(length);
        }
        out.add(source, start, length);
    }

    private void widen(int length) {
        if (isEmpty) {
            least = Arrays.copyOf(value, length);
            greatest = least;
            isEmpty = false;
        } else if (compare(length, least) < 0) {
            least = Arrays.copyOf(value, length);
        } else if (compare(length, greatest) > 0) {
            greatest = Arrays.copyOf(value, length);
        }
    }

    /** Texts by unsigned bytes, DECIMALs by their numbers. */
    private int compare(int length, byte[] other) {
        if (fixedLength > 0 && value[0] != other[0]) {
            return value[0] - other[0];
        }
        return Arrays.compareUnsigned(value, 0, length, other, 0, other.length);
    }

    @Override
    int dictionarySize() {
        return dictionary.size();
    }

    @Override
    int dictionaryBytes() {
        return dictionary.totalBytes() + (fixedLength == 0 ? Integer.BYTES * dictionary.size() : 0);
    }

    @Override
    void encodeDictionary(Bytes out) {
        for (int id = 0; id < dictionary.size(); id++) {
            decode(id, out);
        }
    }

    @Override
    void decode(int id, Bytes out) {
        int start = dictionary.start(id);
        append(dictionary.bytes(), start, dictionary.end(id) - start, out);
    }

    @Override
    void clearDictionary() {
        dictionary.clear();
        Arrays.fill(pageOfId, 0);
    }

    @Override
    void takeBounds(Statistics<?> statistics, PrimitiveType type) {
        if (!isEmpty) {
            statistics.updateStats(Binary.fromConstantByteArray(least));
            statistics.updateStats(Binary.fromConstantByteArray(greatest));
        }
        isEmpty = true;
        page++;
    }
}
