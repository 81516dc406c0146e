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
    private byte[] values = new byte[64];
    private int[] offsets = new int[0];
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
        if (fixedLength > 0) {
            for (int i = from; i < from + count; i++) {
                readDecimal(column, i);
                add(0, fixedLength);
            }
            return;
        }
        if (count == 0) {
            return;
        }
        int base = read(column, from, from + count);
        for (int i = 0; i < count; i++) {
            int start = offsets[i] - base;
            add(start, offsets[i + 1] - base - start);
        }
    }

    @Override
    void add(FieldVector column, int[] places, int count) {
        if (fixedLength > 0) {
            for (int i = 0; i < count; i++) {
                readDecimal(column, places[i]);
                add(0, fixedLength);
            }
            return;
        }
        if (count == 0) {
            return;
        }
        int first = places[0];
        int base = read(column, first, places[count - 1] + 1);
        for (int i = 0; i < count; i++) {
            int place = places[i] - first;
            int start = offsets[place] - base;
            add(start, offsets[place + 1] - base - start);
        }
    }

    /** Takes the bytes of these rows and their offsets at once; gives the offset of the first byte. */
    private int read(FieldVector column, int from, int to) {
        if (offsets.length <= to - from) {
            offsets = new int[to - from + 1];
        }
        ArrowBuf buffer = column.getOffsetBuffer();
        for (int row = from; row <= to; row++) {
            offsets[row - from] = buffer.getInt((long) row * BaseVariableWidthVector.OFFSET_WIDTH);
        }
        int bytes = offsets[to - from] - offsets[0];
        if (values.length < bytes) {
            values = new byte[Math.max(bytes, (int) Math.min(2L * values.length, 1 << 20))];
        }
        column.getDataBuffer().getBytes(offsets[0], values, 0, bytes);
        return offsets[0];
    }

    private void readDecimal(FieldVector column, int row) {
        ArrowBuf buffer = column.getDataBuffer();
        long last = (long) row * DecimalVector.TYPE_WIDTH + fixedLength - 1;
        for (int i = 0; i < fixedLength; i++) {
            values[i] = buffer.getByte(last - i);
        }
    }

    private void add(int start, int length) {
        if (!hasDictionary()) {
            widen(start, length);
            append(values, start, length, plain);
            return;
        }
        int id = dictionary.id(values, start, length);
        int at = room(1);
        ids()[at] = id;
        if (id >= pageOfId.length) {
            pageOfId = Arrays.copyOf(pageOfId, Math.max(16, 2 * id + 1));
        }
        if (pageOfId[id] != page) {
            pageOfId[id] = page;
            widen(start, length);
        }
    }

    private void append(byte[] source, int start, int length, Bytes out) {
        if (fixedLength == 0) {
            out.addInt(length);
        }
        out.add(source, start, length);
    }

    private void widen(int start, int length) {
        if (isEmpty) {
            least = Arrays.copyOfRange(values, start, start + length);
            greatest = least;
            isEmpty = false;
        } else if (compare(start, length, least) < 0) {
            least = Arrays.copyOfRange(values, start, start + length);
        } else if (compare(start, length, greatest) > 0) {
            greatest = Arrays.copyOfRange(values, start, start + length);
        }
    }

    /** Texts by unsigned bytes, DECIMALs by their numbers. */
    private int compare(int start, int length, byte[] other) {
        if (fixedLength > 0 && values[start] != other[0]) {
            return values[start] - other[0];
        }
        return Arrays.compareUnsigned(values, start, start + length, other, 0, other.length);
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
        if (values.length > 1 << 20) {
            values = new byte[64];
        }
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
