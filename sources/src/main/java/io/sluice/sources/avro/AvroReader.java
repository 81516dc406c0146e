package io.sluice.sources.avro;

import io.sluice.sources.BadRow;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.SplitReader;
import io.sluice.sources.avro.AvroFormat.AvroSplit;
import io.sluice.sources.avro.AvroValues.Value;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.format.BadRows;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileBytes;
import io.sluice.sources.format.FileFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** Reads the blocks of a split, record by record, into vectors. A record with a value that does not fit its column is bad. */
final class AvroReader implements SplitReader {
    private static final int MOST_BLOCK = 1 << 30;
    private static final int NUMBERS = 20;

    private final AvroSplit split;
    private final DataFile file;
    private final FileBytes bytes;
    private final AvroHeader header;
    private final ColumnVector[] vectors;
    private final Value record;
    private final BadRows badRows;
    private final AvroBytes block = new AvroBytes();
    private byte[] stored = {};

    /** Where the next block begins in the file, behind a marker. */
    private long next;

    private long blockStart;
    private long recordsLeft;
    private long recordsRead;

    AvroReader(AvroSplit split) {
        this.split = split;
        this.file = split.file();
        this.badRows = new BadRows(file, split.rules().badRows());
        try {
            this.bytes = new FileBytes(file);
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
        try {
            this.header = AvroHeader.read(file, bytes);
            List<ColumnType> columns = split.columns();
            this.vectors =
                    columns.stream().map(type -> type.newVector(MAX_ROWS)).toArray(ColumnVector[]::new);
            this.record = new AvroValues(file, split.rules()).record(header.schema(), columns, vectors);
            this.next = split.from() <= header.end() ? header.end() : behindMarker(split.from() - AvroHeader.SYNC);
        } catch (IOException e) {
            closeQuietly(e);
            throw failure(e);
        } catch (RuntimeException e) {
            closeQuietly(e);
            throw e;
        }
    }

    private void closeQuietly(Exception cause) {
        try {
            bytes.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** The place behind the first marker that begins at or after {@code from}; the end of the file if there is none. */
    private long behindMarker(long from) throws IOException {
        byte[] window = new byte[64 << 10];
        byte[] sync = header.sync();
        for (long at = Math.max(0, from); ; at += window.length - AvroHeader.SYNC) {
            int got = bytes.stream(at, file.size()).readNBytes(window, 0, window.length);
            for (int i = 0; i + AvroHeader.SYNC <= got; i++) {
                if (window[i] == sync[0] && Arrays.equals(window, i, i + AvroHeader.SYNC, sync, 0, AvroHeader.SYNC)) {
                    return at + i + AvroHeader.SYNC;
                }
            }
            if (got < window.length) {
                return file.size();
            }
        }
    }

    @Override
    public int next() {
        try {
            int rows = 0;
            while (rows == 0 && !badRows.isFull()) {
                while (recordsLeft == 0) {
                    if (next >= split.to() || next >= file.size()) {
                        return -1;
                    }
                    readBlock();
                }
                rows = readRows();
            }
            return rows;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** A row of the batch stands where the next bad one was. */
    private int readRows() throws IOException {
        for (ColumnVector vector : vectors) {
            clear(vector);
        }
        int rows = 0;
        while (recordsLeft > 0 && rows < MAX_ROWS && !badRows.isFull()) {
            int start = block.at;
            record.read(block, null, rows);
            Optional<String> misfit = block.takeMisfit();
            if (misfit.isPresent()) {
                leaveOut(misfit.get(), start);
            } else {
                rows++;
            }
            recordsRead++;
            recordsLeft--;
        }
        if (recordsLeft == 0 && block.remaining() > 0) {
            throw new IOException("expected the end of the block, got %d bytes more".formatted(block.remaining()));
        }
        return rows;
    }

    /** @param start where the record begins in the block */
    private void leaveOut(String error, int start) throws IOException {
        if (badRows.fail()) {
            throw new IOException(error);
        }
        if (badRows.keeps()) {
            badRows.add(new BadRow(file.location() + ", " + place(), error, text(start)));
        } else {
            badRows.count(1);
        }
    }

    private String text(int start) throws IOException {
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(block.bytes, start, block.at - start, null);
        String text =
                new GenericDatumReader<>(header.schema()).read(null, decoder).toString();
        return text.length() <= BadRows.TEXT_BYTES ? text : text.substring(0, BadRows.TEXT_BYTES);
    }

    private static void clear(ColumnVector vector) {
        vector.hasNulls = false;
        for (ColumnVector child : vector.children) {
            clear(child);
        }
    }

    private void readBlock() throws IOException {
        blockStart = next;
        recordsRead = 0;
        byte[] numbers = bytes.stream(next, file.size()).readNBytes(NUMBERS);
        block.set(numbers, 0, numbers.length);
        long records = block.readLong();
        long size = block.readLong();
        long data = next + block.at;
        if (records < 0 || size < 0 || size > MOST_BLOCK || size > file.size() - data - AvroHeader.SYNC) {
            throw new IOException(
                    "expected a block within the file, got one of %d records in %d bytes".formatted(records, size));
        }
        int length = (int) size;
        if (stored.length < length + AvroHeader.SYNC) {
            stored = new byte[length + AvroHeader.SYNC];
        }
        bytes.read(data, stored, 0, length + AvroHeader.SYNC);
        if (!Arrays.equals(stored, length, length + AvroHeader.SYNC, header.sync(), 0, AvroHeader.SYNC)) {
            throw new IOException("expected the file's marker behind the block, got other bytes");
        }
        header.codec().decode(stored, length, block);
        if (records > block.remaining() && !header.schema().getFields().isEmpty()) {
            throw new IOException(
                    "expected at most %d records in the block, got %d".formatted(block.remaining(), records));
        }
        recordsLeft = records;
        next = data + length + AvroHeader.SYNC;
    }

    private RuntimeException failure(IOException e) {
        String place = blockStart == 0 ? "" : "in %s, ".formatted(place());
        return file.failure(place + FileFailure.reason(e), FileFailure.HINT, e);
    }

    private String place() {
        return "record %d of the block at byte %d".formatted(recordsRead + 1, blockStart);
    }

    @Override
    public long badRows() {
        return badRows.count();
    }

    @Override
    public List<BadRow> takeBadRows() {
        return badRows.take();
    }

    @Override
    public ColumnVector column(int index) {
        return vectors[index];
    }

    @Override
    public long bytesRead() {
        return bytes.count();
    }

    @Override
    public void close() {
        badRows.close();
        try {
            bytes.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
