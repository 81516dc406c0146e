package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.column.ColumnType.Lane;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;

/** The decoders of one column, each made when a page needs it first, and its dictionary. */
final class PageValues implements AutoCloseable {
    private static final byte[] NONE = {};

    private final MappedColumn column;
    private final DictionaryValues dictionary;
    private boolean hasDictionary;
    private Optional<PlainValues> plain = Optional.empty();
    private Optional<SplitStreamValues> splitStream = Optional.empty();
    private Optional<BooleanRuns> booleanRuns = Optional.empty();
    private Optional<DeltaIntegers> deltaIntegers = Optional.empty();
    private Optional<DeltaStrings> deltaLengths = Optional.empty();
    private Optional<DeltaStrings> deltaStrings = Optional.empty();

    PageValues(MappedColumn column) {
        this.column = column;
        this.dictionary = new DictionaryValues(column.type().lane());
    }

    void forgetDictionary() {
        hasDictionary = false;
        dictionary.release();
    }

    @Override
    public void close() {
        forgetDictionary();
    }

    /** Reads the dictionary page that is loaded. The bytes of texts are copied, since they outlive the page. */
    void loadDictionary(Pages pages, long version) throws IOException {
        int size = pages.rows();
        if (hasDictionary) {
            throw new IOException("the column chunk has two dictionaries");
        }
        if (size < 0 || size > pages.valueTo() - pages.valueFrom() && size > 1) {
            throw new IOException("expected a dictionary of at most %d entries, got %d"
                    .formatted(pages.valueTo() - pages.valueFrom(), size));
        }
        ColumnVector entries = new ColumnVector();
        reserve(entries, column, size);
        byte[] bytes = pages.valueBytes();
        int from = pages.valueFrom();
        int length = pages.valueTo() - from;
        byte[] own = NONE;
        boolean areTexts = column.type().lane() == Lane.SLICE;
        if (areTexts) {
            own = length < SpareBuffers.STEP ? new byte[length] : SpareBuffers.DICTIONARIES.take(length);
            System.arraycopy(bytes, from, own, 0, length);
            bytes = own;
            from = 0;
        }
        PlainValues values =
                new PlainValues(column.stored().physical(), column.stored().fixedLength());
        values.start(bytes, from, from + length);
        values.read(entries, 0, size);
        if (!values.isAtEnd()) {
            throw new IOException("a dictionary of %d entries has bytes left over".formatted(size));
        }
        byte[] converted = column.conversion().apply(bytes, entries, 0, size);
        entries.bytes = areTexts ? converted : NONE;
        dictionary.use(entries, own, size, version);
        hasDictionary = true;
    }

    /** Makes room in the lanes that the column's values pass through, and keeps what is there. */
    static void reserve(ColumnVector vector, MappedColumn column, int rows) {
        Lane lane = column.type().lane();
        boolean bytes =
                switch (column.stored().physical()) {
                    case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> true;
                    case BOOLEAN, INT32, INT64, INT96, FLOAT, DOUBLE -> false;
                };
        boolean floats =
                column.stored().physical() == Type.FLOAT || column.stored().physical() == Type.DOUBLE;
        if ((lane == Lane.LONG || lane == Lane.WIDE || !bytes && !floats) && vector.longs.length < rows) {
            vector.longs = Arrays.copyOf(vector.longs, rows);
        }
        if (lane == Lane.WIDE && vector.highs.length < rows) {
            vector.highs = Arrays.copyOf(vector.highs, rows);
        }
        if ((lane == Lane.DOUBLE || floats) && vector.doubles.length < rows) {
            vector.doubles = Arrays.copyOf(vector.doubles, rows);
        }
        if ((lane == Lane.SLICE || bytes) && vector.starts.length < rows) {
            vector.starts = Arrays.copyOf(vector.starts, rows);
            vector.lengths = Arrays.copyOf(vector.lengths, rows);
        }
        if (lane == Lane.SLICE && vector.ids.length < rows) {
            vector.ids = Arrays.copyOf(vector.ids, rows);
        }
    }

    /** The values of the data page that is loaded. */
    Values start(Pages pages) throws IOException {
        byte[] bytes = pages.valueBytes();
        int from = pages.valueFrom();
        int to = pages.valueTo();
        return switch (pages.encoding()) {
            case PLAIN -> startPlain(bytes, from, to);
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> startDictionary(bytes, from, to);
            case RLE -> startRuns(pages);
            case DELTA_BINARY_PACKED -> startDeltaIntegers(pages);
            case DELTA_LENGTH_BYTE_ARRAY -> {
                requireType(pages, Type.BYTE_ARRAY);
                deltaLengths = Optional.of(deltaLengths.orElseGet(() -> new DeltaStrings(false)));
                deltaLengths.get().start(bytes, from, to, pages.rows());
                yield deltaLengths.get();
            }
            case DELTA_BYTE_ARRAY -> startDeltaStrings(pages);
            case BYTE_STREAM_SPLIT -> startSplitStream(bytes, from, to);
            case BIT_PACKED -> throw unsupported(pages);
        };
    }

    private Values startPlain(byte[] bytes, int from, int to) {
        plain = Optional.of(plain.orElseGet(() ->
                new PlainValues(column.stored().physical(), column.stored().fixedLength())));
        plain.get().start(bytes, from, to);
        return plain.get();
    }

    private Values startDictionary(byte[] bytes, int from, int to) throws IOException {
        if (!hasDictionary) {
            throw new IOException("a page refers to a dictionary, but the column chunk has none");
        }
        dictionary.start(bytes, from, to);
        return dictionary;
    }

    private Values startRuns(Pages pages) throws IOException {
        requireType(pages, Type.BOOLEAN);
        booleanRuns = Optional.of(booleanRuns.orElseGet(BooleanRuns::new));
        booleanRuns.get().start(pages.valueBytes(), pages.valueFrom(), pages.valueTo());
        return booleanRuns.get();
    }

    private Values startDeltaIntegers(Pages pages) throws IOException {
        Type physical = column.stored().physical();
        if (physical != Type.INT64) {
            requireType(pages, Type.INT32);
        }
        deltaIntegers = Optional.of(deltaIntegers.orElseGet(() -> new DeltaIntegers(physical == Type.INT32)));
        deltaIntegers.get().start(pages.valueBytes(), pages.valueFrom(), pages.valueTo(), pages.rows());
        return deltaIntegers.get();
    }

    private Values startDeltaStrings(Pages pages) throws IOException {
        if (column.stored().physical() != Type.FIXED_LEN_BYTE_ARRAY) {
            requireType(pages, Type.BYTE_ARRAY);
        }
        deltaStrings = Optional.of(deltaStrings.orElseGet(() -> new DeltaStrings(true)));
        deltaStrings.get().start(pages.valueBytes(), pages.valueFrom(), pages.valueTo(), pages.rows());
        return deltaStrings.get();
    }

    private Values startSplitStream(byte[] bytes, int from, int to) throws IOException {
        splitStream = Optional.of(splitStream.orElseGet(() -> new SplitStreamValues(
                column.stored().physical(), column.stored().fixedLength())));
        splitStream.get().start(bytes, from, to);
        return splitStream.get();
    }

    private void requireType(Pages pages, Type expected) throws IOException {
        if (column.stored().physical() != expected) {
            throw unsupported(pages);
        }
    }

    private UnsupportedPageException unsupported(Pages pages) throws IOException {
        Encoding encoding = pages.encoding();
        return new UnsupportedPageException(
                "%s values in the encoding %s".formatted(column.stored().physical(), encoding));
    }

    Optional<DictionaryValues> dictionaryOf(Values values) {
        return values == dictionary ? Optional.of(dictionary) : Optional.empty();
    }
}
