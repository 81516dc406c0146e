package io.sluice.sinks.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * One leaf column of a row group: the page that is being filled, the pages that are full, compressed, and the dictionary. Not
 * for two threads.
 */
final class ColumnChunk {
    /** A reader that looks for few rows reads whole pages. */
    private static final int MOST_PAGE_ROWS = 20_000;

    private static final int SLICE_ROWS = 4096;

    /** A chunk of so few bytes does not become shorter, only slower. */
    private static final int LEAST_COMPRESSED_BYTES = 256;

    private final ColumnDescriptor column;
    private final ParquetSettings settings;
    private final ValueColumn values;
    private final Levels repetitions;
    private final Levels definitions;
    private final int mostDefinition;
    private final List<Page> pages = new ArrayList<>();
    private final Bytes raw = new Bytes();
    private int[] places = new int[0];
    private int rows;
    private int nulls;
    private long valueCount;
    private long pagesBytes;
    private boolean isCompressed;

    private record Page(
            byte[] bytes, int rawBytes, int values, int rows, Statistics<?> statistics, Encoding encoding) {}

    ColumnChunk(ColumnDescriptor column, ValueColumn values, ParquetSettings settings) {
        this.column = column;
        this.values = values;
        this.settings = settings;
        this.repetitions = new Levels(column.getMaxRepetitionLevel());
        this.definitions = new Levels(column.getMaxDefinitionLevel());
        this.mostDefinition = column.getMaxDefinitionLevel();
    }

    /** Adds rows of a column that is not nested. */
    void add(FieldVector vector, int from, int count) throws IOException {
        int at = from;
        int end = from + count;
        while (at < end) {
            int some = slice(vector, at, Math.min(SLICE_ROWS, end - at));
            addSlice(vector, at, some);
            rows += some;
            at += some;
            cutIfFull();
        }
    }

    /** Fewer rows where they have many bytes. */
    private int slice(FieldVector vector, int from, int count) {
        if (!(vector instanceof BaseVariableWidthVector)) {
            return Math.min(count, Math.max(64, settings.pageBytes() / Long.BYTES));
        }
        ArrowBuf offsets = vector.getOffsetBuffer();
        long start = offsets.getInt((long) from * BaseVariableWidthVector.OFFSET_WIDTH);
        int some = count;
        while (some > 1
                && offsets.getInt((long) (from + some) * BaseVariableWidthVector.OFFSET_WIDTH) - start
                        > settings.pageBytes()) {
            some /= 2;
        }
        return some;
    }

    private void addSlice(FieldVector vector, int from, int count) {
        if (mostDefinition == 0 || vector.getNullCount() == 0) {
            values.add(vector, from, count);
            definitions.addRun(mostDefinition, count);
            return;
        }
        ensurePlaces(count);
        int present = 0;
        for (int row = from; row < from + count; row++) {
            if (vector.isNull(row)) {
                definitions.add(0);
            } else {
                definitions.add(1);
                places[present++] = row;
            }
        }
        nulls += count - present;
        values.add(vector, places, present);
    }

    /** Adds entries of a nested column. */
    void add(FieldVector vector, Entries entries) throws IOException {
        ensurePlaces(entries.count);
        int present = 0;
        for (int i = 0; i < entries.count; i++) {
            if (entries.places[i] >= 0) {
                places[present++] = entries.places[i];
            }
            if (entries.repetitions[i] == 0) {
                rows++;
            }
        }
        repetitions.add(entries.repetitions, 0, entries.count);
        definitions.add(entries.definitions, 0, entries.count);
        nulls += entries.count - present;
        values.add(vector, places, present);
        cutIfFull();
    }

    private void ensurePlaces(int count) {
        if (places.length < count) {
            places = new int[count];
        }
    }

    private void cutIfFull() throws IOException {
        boolean isDictionaryFull = values.isDictionaryFull();
        if (isDictionaryFull || rows >= MOST_PAGE_ROWS || values.pageBytes() >= settings.pageBytes()) {
            isCompressed = settings.compression() != Compression.UNCOMPRESSED;
            cut();
        }
        if (isDictionaryFull) {
            values.endDictionary();
        }
    }

    private void cut() throws IOException {
        raw.rewind();
        repetitions.encode(raw);
        definitions.encode(raw);
        Encoding encoding = values.encodePage(raw);
        Statistics<?> statistics = Statistics.createStats(column.getPrimitiveType());
        values.takeBounds(statistics, column.getPrimitiveType());
        statistics.incrementNumNulls(nulls);
        byte[] bytes = compressed();
        pages.add(new Page(bytes, raw.length(), definitions.count(), rows, statistics, encoding));
        pagesBytes += bytes.length;
        valueCount += definitions.count();
        repetitions.clear();
        definitions.clear();
        rows = 0;
        nulls = 0;
    }

    private byte[] compressed() throws IOException {
        return isCompressed
                ? settings.compression().compress(raw.array(), raw.length())
                : Arrays.copyOf(raw.array(), raw.length());
    }

    /** What the chunk holds in memory. */
    long heldBytes() {
        return pagesBytes + values.pageBytes() + values.dictionaryBytes();
    }

    /** Writes the chunk, and begins another. */
    void write(ParquetFileWriter writer) throws IOException {
        if (rows > 0) {
            if (pages.isEmpty()) {
                isCompressed =
                        settings.compression() != Compression.UNCOMPRESSED && heldBytes() >= LEAST_COMPRESSED_BYTES;
            }
            cut();
        }
        CompressionCodecName codec = isCompressed ? settings.compression().codec() : CompressionCodecName.UNCOMPRESSED;
        writer.startColumn(column, valueCount, codec);
        if (values.dictionarySize() > 0) {
            raw.rewind();
            values.encodeDictionary(raw);
            writer.writeDictionaryPage(new DictionaryPage(
                    BytesInput.from(compressed()), raw.length(), values.dictionarySize(), Encoding.PLAIN));
        }
        for (Page page : pages) {
            writer.writeDataPage(
                    page.values,
                    page.rawBytes,
                    BytesInput.from(page.bytes),
                    page.statistics,
                    page.rows,
                    Encoding.RLE,
                    Encoding.RLE,
                    page.encoding);
        }
        writer.endColumn();
        clear();
    }

    /** Drops what is there. */
    void clear() {
        values.clear();
        repetitions.clear();
        definitions.clear();
        raw.clear();
        pages.clear();
        pagesBytes = 0;
        valueCount = 0;
        rows = 0;
        nulls = 0;
        isCompressed = false;
    }
}
