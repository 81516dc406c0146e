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
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
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
    private static final int MAX_DEPTH = 100;
    private static final String DAMAGED = "The file is damaged or not finished: write it again, or move it away.";

    private final DataFile file;
    private final List<SchemaNode> columns;
    private final int leaves;
    private final List<RowGroup> groups;
    private final Optional<String> arrowSchema;

    private Footer(
            DataFile file, List<SchemaNode> columns, int leaves, List<RowGroup> groups, Optional<String> arrowSchema) {
        this.file = file;
        this.columns = columns;
        this.leaves = leaves;
        this.groups = groups;
        this.arrowSchema = arrowSchema;
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
        Footer parsed = of(file, data);
        long rows =
                data.getRow_groups().stream().mapToLong(RowGroup::getNum_rows).sum();
        if (rows != data.getNum_rows()) {
            throw file.failure(
                    "expected %d rows, got row groups of %d rows".formatted(data.getNum_rows(), rows), DAMAGED);
        }
        parsed.groups.forEach(parsed::check);
        return parsed;
    }

    private static Footer of(DataFile file, FileMetaData data) {
        if (data.getSchema().isEmpty()) {
            throw file.failure("expected columns, got a footer without a schema", DAMAGED);
        }
        Tree tree = new Tree(file, data.getSchema());
        List<SchemaNode> columns = tree.columns();
        return new Footer(file, columns, tree.leaves, data.getRow_groups(), arrowSchema(data));
    }

    private static Optional<String> arrowSchema(FileMetaData data) {
        return data.isSetKey_value_metadata()
                ? data.getKey_value_metadata().stream()
                        .filter(entry -> entry.getKey().equals(ArrowDurations.KEY) && entry.isSetValue())
                        .map(KeyValue::getValue)
                        .findFirst()
                : Optional.empty();
    }

    /** The schema of Arrow that the writer had, in base 64. */
    Optional<String> arrowSchema() {
        return arrowSchema;
    }

    /** Reads the tree that the schema lists, each node before its children. */
    private static final class Tree {
        private final DataFile file;
        private final List<SchemaElement> schema;
        private int next = 1;
        private int leaves;

        Tree(DataFile file, List<SchemaElement> schema) {
            this.file = file;
            this.schema = schema;
        }

        List<SchemaNode> columns() {
            List<SchemaNode> columns = new ArrayList<>();
            while (next < schema.size()) {
                columns.add(node(0, 0, 0));
            }
            return columns;
        }

        private SchemaNode node(int definition, int repetition, int depth) {
            if (next == schema.size() || depth > MAX_DEPTH) {
                throw broken();
            }
            SchemaElement element = schema.get(next++);
            FieldRepetitionType type = element.getRepetition_type();
            int ownDefinition = definition + (type == null || type == FieldRepetitionType.REQUIRED ? 0 : 1);
            int ownRepetition = repetition + (type == FieldRepetitionType.REPEATED ? 1 : 0);
            int first = leaves;
            List<SchemaNode> children = new ArrayList<>();
            if (element.isSetType()) {
                leaves++;
            } else if (element.getNum_children() < 0) {
                throw broken();
            }
            for (int i = 0; !element.isSetType() && i < element.getNum_children(); i++) {
                children.add(node(ownDefinition, ownRepetition, depth + 1));
            }
            return new SchemaNode(element, children, ownDefinition, ownRepetition, first);
        }

        private SourceException broken() {
            return file.failure("expected a tree of columns, got a footer that breaks off", DAMAGED);
        }
    }

    private void check(RowGroup group) {
        if (group.getNum_rows() < 0 || group.getColumnsSize() < leaves) {
            throw file.failure(
                    "expected row groups of %d columns, got one of %d columns and %d rows"
                            .formatted(leaves, group.getColumnsSize(), group.getNum_rows()),
                    DAMAGED);
        }
        for (SchemaNode column : columns) {
            ColumnChunk chunk = group.getColumns().get(column.firstLeaf());
            boolean counts = column.isLeaf() && !column.isRepeated() && chunk.isSetMeta_data();
            if (counts && chunk.getMeta_data().getNum_values() != group.getNum_rows()) {
                throw file.failure(
                        "column \"%s\": expected %d values, got %d"
                                .formatted(
                                        column.name(),
                                        group.getNum_rows(),
                                        chunk.getMeta_data().getNum_values()),
                        DAMAGED);
            }
        }
    }

    List<SchemaNode> columns() {
        return columns;
    }

    Optional<SchemaNode> column(String name) {
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
        if (start < HEAD
                || length < 0
                || length > file.size() - start
                || !isCounted(group, column, data.getNum_values())) {
            throw columnFailure(
                    column,
                    "expected %d values within the %d bytes of the file, got %d values in %d bytes at %d"
                            .formatted(rows(group), file.size(), data.getNum_values(), length, start),
                    DAMAGED);
        }
        requireReadable(column, data.getCodec());
        return new ColumnChunkPlace(
                start, length, data.getNum_values(), data.getTotal_uncompressed_size(), data.getCodec());
    }

    /** Values of a column in lists may be more than the rows: each element, and each row without one, counts. */
    private boolean isCounted(int group, FileColumn column, long values) {
        return column.mostRepetition() == 0 ? values == rows(group) : values >= rows(group);
    }

    private void requireReadable(FileColumn column, CompressionCodec codec) {
        if (codec == null) {
            throw columnFailure(column, "expected a compression codec, got none", DAMAGED);
        }
        if (!Decompressor.isKnown(codec)) {
            throw columnFailure(
                    column,
                    "expected compression by ZSTD, SNAPPY, GZIP, LZ4, BROTLI or none, got %s".formatted(codec),
                    "Write the file with one of these codecs.");
        }
    }

    private SourceException columnFailure(FileColumn column, String what, String hint) {
        return file.failure("column \"%s\": %s".formatted(column.name(), what), hint);
    }
}
