package io.sluice.sinks.parquet;

import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/**
 * The values, without NULLs, of the page that is being filled, and the dictionary of the column chunk. Values are written as
 * numbers of the dictionary until it is full, or turns out after the first page to save nothing; then as they are. Not for
 * two threads.
 */
abstract class ValueColumn {
    /** Parquet readers load a dictionary as a whole. */
    static final int MOST_DICTIONARY_BYTES = 1 << 20;

    private final boolean takesDictionary;

    /** The values as they are, when there is no dictionary. */
    final Bytes plain = new Bytes();

    private int[] ids = new int[0];
    private int count;
    private boolean hasDictionary;
    private boolean isFirstPage = true;

    ValueColumn(boolean takesDictionary) {
        this.takesDictionary = takesDictionary;
        this.hasDictionary = takesDictionary;
    }

    /** Adds values that follow one another, none NULL. */
    abstract void add(FieldVector column, int from, int count);

    /** Adds the values at these places, none NULL. */
    abstract void add(FieldVector column, int[] places, int count);

    /** How many values the dictionary has. */
    abstract int dictionarySize();

    /** How long it is as a page. */
    abstract int dictionaryBytes();

    /** Writes it as a page. */
    abstract void encodeDictionary(Bytes out);

    /** Writes the value of that number as it is. */
    abstract void decode(int id, Bytes out);

    abstract void clearDictionary();

    /** Adds the least and the greatest value of the page, and forgets them. */
    abstract void takeBounds(Statistics<?> statistics, PrimitiveType type);

    final boolean hasDictionary() {
        return hasDictionary;
    }

    /** Room for the numbers of so many values more; they start at the place that is returned. */
    final int room(int more) {
        int at = count;
        if (ids.length - at < more) {
            ids = Arrays.copyOf(ids, Math.max(at + more, 2 * ids.length));
        }
        count = at + more;
        return at;
    }

    final int[] ids() {
        return ids;
    }

    /** About how long the page is, without compression. */
    final int pageBytes() {
        return hasDictionary
                ? (int) ((long) count * HybridEncoding.bitWidth(dictionarySize()) / Byte.SIZE)
                : plain.length();
    }

    final boolean isDictionaryFull() {
        return hasDictionary && dictionaryBytes() > MOST_DICTIONARY_BYTES;
    }

    /** Ends the page: writes its values and says how. */
    final Encoding encodePage(Bytes out) {
        if (hasDictionary && isFirstPage) {
            decideOnDictionary();
        }
        isFirstPage = false;
        if (!hasDictionary) {
            out.add(plain.array(), 0, plain.length());
            plain.rewind();
            return Encoding.PLAIN;
        }
        int bitWidth = HybridEncoding.bitWidth(Math.max(0, dictionarySize() - 1));
        out.addByte(bitWidth);
        if (count > 0) {
            HybridEncoding.encode(ids, count, bitWidth, out);
        }
        count = 0;
        return Encoding.RLE_DICTIONARY;
    }

    /** Without use is a dictionary that is about as long as the values. */
    private void decideOnDictionary() {
        long plainBytes = 0;
        long each = dictionarySize() == 0 ? 0 : Math.max(1, dictionaryBytes() / dictionarySize());
        plainBytes = each * count;
        if (dictionaryBytes() + (long) pageBytes() >= plainBytes) {
            for (int i = 0; i < count; i++) {
                decode(ids[i], plain);
            }
            count = 0;
            clearDictionary();
            hasDictionary = false;
        }
    }

    /** From the next page on values are written as they are. */
    final void endDictionary() {
        hasDictionary = false;
    }

    /** Begins another chunk. */
    final void clear() {
        count = 0;
        if (ids.length > 1 << 16) {
            ids = new int[0];
        }
        plain.clear();
        clearDictionary();
        hasDictionary = takesDictionary;
        isFirstPage = true;
    }
}
