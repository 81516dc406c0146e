package io.sluice.sources.parquet;

import io.sluice.sources.SourceException;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileBytes;
import io.sluice.sources.format.FileFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * What a Parquet file says about itself: its columns and where the chunks of its row groups are. The file ends with this
 * footer, its length in four bytes, and {@code PAR1}.
 */
final class Footer {
    private static final int TAIL = 8;
    private static final int HEAD = 4;
    private static final String DAMAGED = "The file is damaged or not finished: write it again, or move it away.";

    private final DataFile file;
    private final List<FileColumn> columns;
    private final List<RowGroup> groups;

    private Footer(DataFile file, List<FileColumn> columns, List<RowGroup> groups) {
        this.file = file;
        this.columns = columns;
        this.groups = groups;
    }

    static Footer read(DataFile file) {
        try (FileBytes bytes = new FileBytes(file)) {
            long size = bytes.size();
            if (size < HEAD + TAIL) {
                throw file.failure("expected a Parquet file, got one of %d bytes".formatted(size), DAMAGED);
            }
            byte[] tail = new byte[TAIL];
            bytes.read(size - TAIL, tail, 0, TAIL);
            int length = length(file, tail, size);
            byte[] footer = new byte[length];
            bytes.read(size - TAIL - length, footer, 0, length);
            return parse(file, footer);
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    private static int length(DataFile file, byte[] tail, long size) {
        String magic = new String(tail, 4, 4, StandardCharsets.ISO_8859_1);
        if (magic.equals("PARE")) {
            throw file.failure("the footer is encrypted", "Encrypted Parquet files come with a later release.");
        }
        int length = (int) Bits.INT.get(tail, 0);
        if (!magic.equals("PAR1") || length < 0 || length > size - TAIL - HEAD) {
            throw file.failure("expected a Parquet file that ends with its footer, got other bytes", DAMAGED);
        }
        return length;
    }

    private static Footer parse(DataFile file, byte[] footer) {
        FileMetaData data;
        try {
            data = Util.readFileMetaData(new ByteArrayInputStream(footer), Math.max(1024, footer.length));
        } catch (IOException | RuntimeException e) {
            throw file.failure("expected the footer of a Parquet file, got bytes that are none", DAMAGED, e);
        }
        Footer parsed = new Footer(file, columns(file, data.getSchema()), data.getRow_groups());
        parsed.groups.forEach(parsed::check);
        return parsed;
    }

    private static List<FileColumn> columns(DataFile file, List<SchemaElement> schema) {
        List<FileColumn> columns = new ArrayList<>();
        int leaf = 0;
        int at = 1;
        while (at < schema.size()) {
            SchemaElement element = schema.get(at);
            int end = subtreeEnd(file, schema, at);
            int leaves = (int) schema.subList(at, end).stream()
                    .filter(SchemaElement::isSetType)
                    .count();
            columns.add(element.isSetType() ? FileColumn.of(element, leaf) : FileColumn.nested(element, leaf));
            leaf += leaves;
            at = end;
        }
        return columns;
    }

    private static int subtreeEnd(DataFile file, List<SchemaElement> schema, int root) {
        long open = 1;
        int at = root;
        while (open > 0) {
            if (at == schema.size() || schema.get(at).getNum_children() < 0) {
                throw file.failure("expected a tree of columns, got a footer that breaks off", DAMAGED);
            }
            open += schema.get(at).getNum_children() - 1L;
            at++;
        }
        return at;
    }

    private void check(RowGroup group) {
        int leaves = columns.isEmpty() ? 0 : columns.get(columns.size() - 1).leaf() + 1;
        if (group.getNum_rows() < 0 || group.getColumnsSize() < leaves) {
            throw file.failure(
                    "expected row groups of %d columns, got one of %d columns and %d rows"
                            .formatted(leaves, group.getColumnsSize(), group.getNum_rows()),
                    DAMAGED);
        }
    }

    List<FileColumn> columns() {
        return columns;
    }

    Optional<FileColumn> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    int groupCount() {
        return groups.size();
    }

    long rows(int group) {
        return groups.get(group).getNum_rows();
    }

    ColumnMetaData metadata(int group, FileColumn column) {
        ColumnChunk chunk = groups.get(group).getColumns().get(column.leaf());
        if (chunk.isSetFile_path() || !chunk.isSetMeta_data()) {
            throw columnFailure(
                    column, "its pages are in another file or encrypted", "Write the table as plain files.");
        }
        return chunk.getMeta_data();
    }

    /** Where the index of the pages of a column chunk lies. */
    record PageIndexPlace(long indexStart, int indexLength, long offsetsStart, int offsetsLength) {}

    /** Empty where the file has no such index, or says that it is where it cannot be. */
    Optional<PageIndexPlace> pageIndex(int group, FileColumn column) {
        ColumnChunk chunk = groups.get(group).getColumns().get(column.leaf());
        if (!chunk.isSetColumn_index_offset()
                || !chunk.isSetOffset_index_offset()
                || !isWithinFile(chunk.getColumn_index_offset(), chunk.getColumn_index_length())
                || !isWithinFile(chunk.getOffset_index_offset(), chunk.getOffset_index_length())) {
            return Optional.empty();
        }
        return Optional.of(new PageIndexPlace(
                chunk.getColumn_index_offset(),
                chunk.getColumn_index_length(),
                chunk.getOffset_index_offset(),
                chunk.getOffset_index_length()));
    }

    private boolean isWithinFile(long start, int length) {
        return start >= HEAD && length > 0 && length <= file.size() - start;
    }

    ColumnChunkPlace chunk(int group, FileColumn column) {
        ColumnMetaData data = metadata(group, column);
        long start = data.getData_page_offset();
        if (data.isSetDictionary_page_offset() && data.getDictionary_page_offset() >= HEAD) {
            start = Math.min(start, data.getDictionary_page_offset());
        }
        long length = data.getTotal_compressed_size();
        if (start < HEAD || length < 0 || length > file.size() - start || data.getNum_values() != rows(group)) {
            throw columnFailure(
                    column,
                    "expected %d values within the %d bytes of the file, got %d values in %d bytes at %d"
                            .formatted(rows(group), file.size(), data.getNum_values(), length, start),
                    DAMAGED);
        }
        requireReadable(column, data.getCodec());
        return new ColumnChunkPlace(start, length, rows(group), data.getTotal_uncompressed_size(), data.getCodec());
    }

    private void requireReadable(FileColumn column, CompressionCodec codec) {
        if (codec == null) {
            throw columnFailure(column, "expected a compression codec, got none", DAMAGED);
        }
        if (!Decompressor.isKnown(codec)) {
            throw columnFailure(
                    column,
                    "expected compression by ZSTD, SNAPPY, GZIP or none, got %s".formatted(codec),
                    "Write the file with one of these codecs.");
        }
    }

    private SourceException columnFailure(FileColumn column, String what, String hint) {
        return file.failure("column \"%s\": %s".formatted(column.name(), what), hint);
    }
}
