package io.sluice.sources.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/**
 * The pages of a column chunk, one after the other: {@link #next}, then {@link #load} or {@link #pass}. What was loaded
 * stays in place until the next call of {@link #next} or {@link #close}.
 */
final class Pages implements AutoCloseable {
    private static final byte[] NONE = new byte[Bits.PADDING];

    private final ChunkBytes chunk;
    private final Decompressor decompressor = new Decompressor();
    private final CRC32 checksum = new CRC32();
    private ColumnChunkPlace place;
    private PageHeader header = new PageHeader();
    private byte[] buffer = NONE;

    /** Definition levels of the page: {@code levelBytes[levelFrom, levelTo)}. */
    private byte[] levelBytes = NONE;

    private int levelFrom;
    private int levelTo;
    private int definitionWidth;
    private byte[] repetitionBytes = NONE;
    private int repetitionFrom;
    private int repetitionTo;
    private int repetitionWidth;
    private byte[] valueBytes = NONE;
    private int valueFrom;
    private int valueTo;

    Pages(ChunkBytes chunk, ColumnChunkPlace first) {
        this.chunk = chunk;
        start(first);
    }

    /** Moves to another chunk. */
    void start(ColumnChunkPlace next) {
        place = next;
        chunk.start(next.start(), next.length());
    }

    /** Reads the header of the next page with rows or a dictionary; fails if there is none. */
    void next() throws IOException {
        do {
            if (chunk.isAtEnd()) {
                throw new EOFException("the column chunk has fewer rows than its row group");
            }
            header = readHeader();
            if (header.getCompressed_page_size() < 0
                    || header.getCompressed_page_size() > chunk.remaining()
                    || header.getUncompressed_page_size() < 0
                    || header.getUncompressed_page_size() > Math.max(place.uncompressed(), place.length())) {
                throw new IOException("expected a page within its column chunk, got one of %d bytes, %d uncompressed"
                        .formatted(header.getCompressed_page_size(), header.getUncompressed_page_size()));
            }
            if (header.getType() == PageType.INDEX_PAGE) {
                pass();
            }
        } while (header.getType() == PageType.INDEX_PAGE);
    }

    /** The next page may be passed. */
    void expectPass() {
        chunk.expectPass();
    }

    private PageHeader readHeader() throws IOException {
        PageHeader read;
        try {
            read = Util.readPageHeader(chunk);
        } catch (RuntimeException e) {
            throw new IOException("expected the header of a page, got other bytes", e);
        }
        boolean complete = read.getType() != null
                && switch (read.getType()) {
                    case DATA_PAGE -> read.isSetData_page_header();
                    case DATA_PAGE_V2 -> read.isSetData_page_header_v2();
                    case DICTIONARY_PAGE -> read.isSetDictionary_page_header();
                    case INDEX_PAGE -> true;
                };
        if (!complete) {
            throw new IOException("expected the header of a page, got an incomplete one");
        }
        return read;
    }

    boolean isDictionary() {
        return header.getType() == PageType.DICTIONARY_PAGE;
    }

    /** Rows of the page, or entries of a dictionary. */
    int rows() {
        return switch (header.getType()) {
            case DATA_PAGE -> header.getData_page_header().getNum_values();
            case DATA_PAGE_V2 -> header.getData_page_header_v2().getNum_values();
            case DICTIONARY_PAGE -> header.getDictionary_page_header().getNum_values();
            case INDEX_PAGE -> 0;
        };
    }

    Encoding encoding() throws IOException {
        Encoding encoding =
                switch (header.getType()) {
                    case DATA_PAGE -> header.getData_page_header().getEncoding();
                    case DATA_PAGE_V2 -> header.getData_page_header_v2().getEncoding();
                    case DICTIONARY_PAGE, INDEX_PAGE -> Encoding.PLAIN;
                };
        if (encoding == null) {
            throw new IOException("expected a page with an encoding that is in the format, got another one");
        }
        return encoding;
    }

    /** Leaves out the body of the page: it is not decompressed, and not read if it is not read yet. */
    void pass() throws IOException {
        chunk.pass(header.getCompressed_page_size());
    }

    /** Decompresses a page without levels before its values. */
    void load() throws IOException {
        load(0, 0);
    }

    /** Decompresses the page; a most level of 0 tells that the values have no such levels before them. */
    void load(int mostRepetition, int mostDefinition) throws IOException {
        repetitionWidth = Integer.SIZE - Integer.numberOfLeadingZeros(mostRepetition);
        definitionWidth = Integer.SIZE - Integer.numberOfLeadingZeros(mostDefinition);
        int size = header.getCompressed_page_size();
        chunk.require(size);
        verifyChecksum(size);
        if (header.getType() == PageType.DATA_PAGE_V2) {
            loadVersion2(size);
        } else {
            loadBody(chunk.position(), size, header.getUncompressed_page_size(), place.codec());
            splitLevels(mostRepetition, mostDefinition);
        }
        chunk.pass(size);
    }

    private void verifyChecksum(int size) throws IOException {
        if (!header.isSetCrc()) {
            return;
        }
        checksum.reset();
        checksum.update(chunk.window(), chunk.position(), size);
        if ((int) checksum.getValue() != header.getCrc()) {
            throw new IOException("expected a page with checksum %08x, got %08x"
                    .formatted(header.getCrc(), (int) checksum.getValue()));
        }
    }

    private void loadBody(int from, int size, int uncompressed, CompressionCodec codec) throws IOException {
        if (codec == CompressionCodec.UNCOMPRESSED) {
            if (size != uncompressed) {
                throw new IOException("expected a page of %d bytes, got %d".formatted(uncompressed, size));
            }
            valueBytes = chunk.window();
            valueFrom = from;
        } else {
            Decompressor.checkClaim(codec, size, uncompressed);
            if (buffer.length < uncompressed + Bits.PADDING) {
                buffer = SpareBuffers.PAGES.take(uncompressed + Bits.PADDING);
            }
            decompressor.decompress(codec, chunk.window(), from, size, buffer, uncompressed);
            valueBytes = buffer;
            valueFrom = 0;
        }
        valueTo = valueFrom + uncompressed;
    }

    private void splitLevels(int mostRepetition, int mostDefinition) throws IOException {
        if (header.getType() != PageType.DATA_PAGE) {
            return;
        }
        DataPageHeader version1 = header.getData_page_header();
        if (mostRepetition > 0) {
            int length = levelLength("repetition", version1.getRepetition_level_encoding());
            repetitionBytes = valueBytes;
            repetitionFrom = valueFrom;
            repetitionTo = valueFrom + length;
            valueFrom = repetitionTo;
        }
        if (mostDefinition > 0) {
            int length = levelLength("definition", version1.getDefinition_level_encoding());
            levelBytes = valueBytes;
            levelFrom = valueFrom;
            levelTo = valueFrom + length;
            valueFrom = levelTo;
        }
    }

    /** Reads the length of levels, after which they begin. */
    private int levelLength(String kind, Encoding encoding) throws IOException {
        if (encoding != Encoding.RLE) {
            throw new UnsupportedPageException("%s levels in the encoding %s".formatted(kind, encoding));
        }
        Bits.require(valueFrom, 4, valueTo);
        int length = (int) Bits.INT.get(valueBytes, valueFrom);
        Bits.require(valueFrom + 4, length, valueTo);
        valueFrom += 4;
        return length;
    }

    private void loadVersion2(int size) throws IOException {
        DataPageHeaderV2 version2 = header.getData_page_header_v2();
        int repetition = version2.getRepetition_levels_byte_length();
        int definition = version2.getDefinition_levels_byte_length();
        long levels = (long) repetition + definition;
        if (repetition < 0 || definition < 0 || levels > Math.min(size, header.getUncompressed_page_size())) {
            throw new IOException("expected levels within a page of %d bytes, got %d and %d bytes of levels"
                    .formatted(size, repetition, definition));
        }
        repetitionBytes = chunk.window();
        repetitionFrom = chunk.position();
        repetitionTo = repetitionFrom + repetition;
        levelBytes = chunk.window();
        levelFrom = repetitionTo;
        levelTo = levelFrom + definition;
        int rest = size - (int) levels;
        int uncompressed = header.getUncompressed_page_size() - (int) levels;
        boolean plain = version2.isSetIs_compressed() && !version2.isIs_compressed() || rest == 0 && uncompressed == 0;
        loadBody(levelTo, rest, uncompressed, plain ? CompressionCodec.UNCOMPRESSED : place.codec());
    }

    void startDefinitions(RunLengths levels) throws IOException {
        levels.start(levelBytes, levelFrom, levelTo, definitionWidth);
    }

    void startRepetitions(RunLengths levels) throws IOException {
        levels.start(repetitionBytes, repetitionFrom, repetitionTo, repetitionWidth);
    }

    byte[] valueBytes() {
        return valueBytes;
    }

    int valueFrom() {
        return valueFrom;
    }

    int valueTo() {
        return valueTo;
    }

    @Override
    public void close() {
        decompressor.close();
        chunk.close();
        SpareBuffers.PAGES.give(buffer);
        buffer = NONE;
    }
}
