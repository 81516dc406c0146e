package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.ColumnType.Lane;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The values of one column in lists or rows, with the levels that say where they belong.
 *
 * <p>An entry is an element, or stands for something that is not there. Its repetition level says where it goes on: 0 is a
 * new row, k the k-th list from outside. Its definition level says how much of the way from the row to the value is there:
 * <pre>
 *   rows [[1, 2], [3]], [], NULL    repetition 0 2 1 0 0    definition 5 5 5 1 0    values 1 2 3
 * </pre>
 */
final class NestedLeaf implements AutoCloseable {
    private static final int BLOCK = 1024;

    /** A batch has more entries only if a few bytes of the file stand for very many. */
    private static final int MOST_ENTRIES = 1 << 24;

    private final MappedColumn column;
    private final int mostDefinition;
    private final int mostRepetition;
    private final Pages pages;
    private final PageValues decoders;
    private final RunLengths definitionRuns = new RunLengths();
    private final RunLengths repetitionRuns = new RunLengths();
    private final ColumnVector values = new ColumnVector();
    private final SliceCopies copies = new SliceCopies();
    private Optional<Values> source = Optional.empty();
    private long entriesLeft;
    private int pageLeft;

    /** Entries of the page whose levels are read and that are not taken yet. */
    private final int[] blockDefinitions = new int[BLOCK];

    private final int[] blockRepetitions = new int[BLOCK];
    private int blockAt;
    private int blockEnd;

    private byte[] definitions = new byte[BLOCK];
    private byte[] repetitions = new byte[BLOCK];
    private int entries;
    private int valueCount;

    NestedLeaf(MappedColumn column, ChunkBytes bytes, ColumnChunkPlace place) {
        this.column = column;
        this.mostDefinition = column.stored().mostDefinition();
        this.mostRepetition = column.stored().mostRepetition();
        this.pages = new Pages(bytes, place);
        this.decoders = new PageValues(column);
        this.entriesLeft = place.rows();
        PageValues.reserve(values, column, SplitReader.MAX_ROWS);
    }

    MappedColumn column() {
        return column;
    }

    /** Moves to another row group. */
    void start(ColumnChunkPlace place) {
        pages.start(place);
        decoders.forgetDictionary();
        entriesLeft = place.rows();
        pageLeft = 0;
        blockAt = 0;
        blockEnd = 0;
    }

    /** Reads the entries of the next {@code rows} rows. */
    void read(int rows) throws IOException {
        entries = 0;
        valueCount = 0;
        copies.clear();
        int begun = 0;
        while (true) {
            if (blockAt == blockEnd && !fillBlock()) {
                break;
            }
            int end = blockAt;
            int present = 0;
            while (end < blockEnd && (blockRepetitions[end] > 0 || begun < rows)) {
                begun += blockRepetitions[end] == 0 ? 1 : 0;
                present += blockDefinitions[end] == mostDefinition ? 1 : 0;
                end++;
            }
            take(end, present);
            if (end < blockEnd) {
                break;
            }
        }
        if (begun < rows) {
            throw new IOException("expected %d more rows in the column chunk, got %d".formatted(rows, begun));
        }
        if (entries > 0 && repetitions[0] > 0) {
            throw new IOException("expected entries that begin with a row, got some that go on with one");
        }
        values.bytes = copies.bytes();
    }

    /** Reads more levels; false at the end of the chunk. */
    private boolean fillBlock() throws IOException {
        while (pageLeft == 0) {
            if (entriesLeft == 0) {
                return false;
            }
            nextPage();
        }
        int count = Math.min(BLOCK, pageLeft);
        read(repetitionRuns, mostRepetition, blockRepetitions, count);
        read(definitionRuns, mostDefinition, blockDefinitions, count);
        blockAt = 0;
        blockEnd = count;
        pageLeft -= count;
        entriesLeft -= count;
        return true;
    }

    private static void read(RunLengths runs, int most, int[] levels, int count) throws IOException {
        if (most == 0) {
            Arrays.fill(levels, 0, count, 0);
            return;
        }
        runs.read(levels, 0, count);
        for (int i = 0; i < count; i++) {
            if (levels[i] < 0 || levels[i] > most) {
                throw new IOException("expected levels of at most %d, got %d".formatted(most, levels[i]));
            }
        }
    }

    private void nextPage() throws IOException {
        pages.next();
        while (pages.isDictionary()) {
            pages.load();
            decoders.loadDictionary(pages, 1);
            pages.next();
        }
        int count = pages.rows();
        if (count < 0 || count > entriesLeft) {
            throw new IOException("expected a page of at most %d entries, got %d".formatted(entriesLeft, count));
        }
        pages.load(mostRepetition, mostDefinition);
        if (mostRepetition > 0) {
            pages.startRepetitions(repetitionRuns);
        }
        if (mostDefinition > 0) {
            pages.startDefinitions(definitionRuns);
        }
        source = Optional.of(decoders.start(pages));
        pageLeft = count;
    }

    /** Takes the entries of the block up to {@code end} with their values. */
    private void take(int end, int present) throws IOException {
        int count = end - blockAt;
        if (entries + count > MOST_ENTRIES) {
            throw new UnsupportedPageException("more than %d elements in one batch of rows".formatted(MOST_ENTRIES));
        }
        if (definitions.length < entries + count) {
            int size = Math.max(entries + count, 2 * definitions.length);
            definitions = Arrays.copyOf(definitions, size);
            repetitions = Arrays.copyOf(repetitions, size);
        }
        for (int i = 0; i < count; i++) {
            definitions[entries + i] = (byte) blockDefinitions[blockAt + i];
            repetitions[entries + i] = (byte) blockRepetitions[blockAt + i];
        }
        blockAt = end;
        entries += count;
        if (present > 0) {
            takeValues(present);
        }
    }

    private void takeValues(int present) throws IOException {
        int needed = valueCount + present;
        if (values.longs.length < needed && values.doubles.length < needed && values.starts.length < needed) {
            PageValues.reserve(values, column, Math.max(needed, 2 * valueCount));
        }
        Values from = source.orElseThrow();
        from.read(values, valueCount, present);
        byte[] bytes = decoders.dictionaryOf(from).isPresent()
                ? from.bytes()
                : column.conversion().apply(from.bytes(), values, valueCount, present);
        if (column.type().lane() == Lane.SLICE) {
            copies.append(bytes, values, valueCount, needed);
        }
        valueCount = needed;
    }

    int entries() {
        return entries;
    }

    int definition(int entry) {
        return definitions[entry];
    }

    int repetition(int entry) {
        return repetitions[entry];
    }

    /**
     * The values, each at the place of its slot.
     *
     * @param slots how many places there are: entries from definition level {@code ancestor} on
     * @param parent from this definition level on, what the value belongs to is not NULL
     */
    ColumnVector spread(int slots, int ancestor, int parent) throws IOException {
        int slot = 0;
        PageValues.reserve(values, column, slots);
        values.reserveNulls(slots);
        values.hasNulls = valueCount < slots;
        boolean mayBeNull = column.type().nullable();
        for (int entry = 0; entry < entries; entry++) {
            int definition = definitions[entry];
            if (definition < ancestor) {
                continue;
            }
            NestedColumn.requireSlot(slot, slots);
            boolean isNull = definition < mostDefinition;
            values.nulls[slot++] = isNull;
            if (isNull && !mayBeNull && definition >= parent) {
                throw new NestedColumn.NullInsideException(column.type().name());
            }
        }
        NestedColumn.requireAll(slot, slots);
        if (valueCount < slots) {
            NullRows.spread(values, column.type().lane(), 0, slots, valueCount);
        }
        return values;
    }

    @Override
    public void close() {
        pages.close();
        copies.close();
        decoders.close();
    }
}
