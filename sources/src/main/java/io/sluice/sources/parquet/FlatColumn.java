package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.format.FileBytes;
import java.io.IOException;

/** A column of values of which each row has one or NULL. */
final class FlatColumn implements RowColumn {
    private final MappedColumn column;
    private final Footer footer;
    private final ChunkReader chunk;

    FlatColumn(
            MappedColumn column, Footer footer, FileBytes bytes, int group, ChunkReader.DictionaryVersions versions) {
        this.column = column;
        this.footer = footer;
        this.chunk = new ChunkReader(column, new ChunkBytes(bytes), footer.chunk(group, column.stored()), versions);
    }

    @Override
    public void start(int group) {
        chunk.start(footer.chunk(group, column.stored()));
    }

    @Override
    public void skip(long rows) throws IOException {
        chunk.skip(rows);
    }

    @Override
    public ColumnVector read(int rows, ChosenRows wanted) throws IOException {
        return chunk.read(rows, wanted);
    }

    @Override
    public int firstNull(int rows) {
        return chunk.firstNull(rows);
    }

    @Override
    public void close() {
        chunk.close();
    }
}
