package io.sluice.sources.csv;

import io.sluice.sources.BadRow;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.Utf8Text;
import io.sluice.sources.csv.CsvColumns.BadField;
import io.sluice.sources.csv.RecordInput.Place;
import io.sluice.sources.format.BadRows;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileFailure;
import io.sluice.sources.format.RowTooLongException;
import io.sluice.sources.format.TextWindow;
import java.io.IOException;
import java.util.List;

/**
 * Reads a split batch by batch: the records that are whole in the window are found first, then decoded column by column.
 * After a record that is none, the next begins on the next line.
 */
final class CsvReader implements SplitReader {
    private final DataFile file;
    private final int maxRow;
    private final boolean extraFields;
    private final RecordInput input;
    private final RecordScanner records;
    private final CsvColumns columns;
    private final BadRows badRows;
    private final int fieldCount;

    /** What is wrong with the records of the batch, by their shape first, later by a field. */
    private final BadField[] bad = new BadField[MAX_ROWS];

    private final int[] starts = new int[MAX_ROWS];
    private final int[] ends = new int[MAX_ROWS];
    private boolean anyBad;
    private boolean done;

    CsvReader(CsvSplit split) {
        this.file = split.file();
        CsvRules rules = split.rules();
        this.maxRow = rules.text().maxRowBytes();
        this.extraFields = rules.extraFields();
        this.badRows = new BadRows(file, rules.badRows());
        this.records = new RecordScanner(rules, split.fields().scanned().size(), MAX_ROWS);
        this.columns = new CsvColumns(split.fields().types(), records, rules);
        try {
            this.input = new RecordInput(split);
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
        this.fieldCount = input.layout().fields();
        records.use(input.layout().slots());
    }

    @Override
    public int next() {
        try {
            int rows = 0;
            while (rows == 0 && !done && !badRows.isFull()) {
                rows = decode(findRecords());
            }
            return rows == 0 && done ? -1 : rows;
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    /** The records that are whole in the window, at least one if there is any. */
    private int findRecords() throws IOException {
        int rows = 0;
        while (rows < MAX_ROWS) {
            Place place = input.start(rows == 0);
            done = place == Place.END;
            if (place != Place.RECORD) {
                break;
            }
            TextWindow window = input.window();
            int end = records.scan(window.bytes(), input.at(), window.limit(), input.isEnded(), rows);
            boolean more = end == RecordScanner.MORE || end == RecordScanner.MALFORMED && !isLineWhole();
            if (!more) {
                add(rows++, end);
            } else if (rows > 0) {
                break;
            } else {
                readOn();
            }
        }
        return rows;
    }

    private boolean isLineWhole() {
        return input.isEnded()
                || input.window().lineEnd(input.at()) < input.window().limit();
    }

    private void readOn() throws IOException {
        try {
            input.more();
        } catch (RowTooLongException e) {
            leaveOut(
                    new BadField(e.getMessage(), RowTooLongException.HINT),
                    input.at(),
                    input.window().limit());
            input.skipLine();
        }
    }

    /** Takes a record that was scanned up to {@code end}. */
    private void add(int row, int end) {
        int start = input.at();
        bad[row] = shapeTrouble(start, end);
        starts[row] = start;
        ends[row] = end;
        if (bad[row] != null) {
            anyBad = true;
            records.blank(row, start);
            if (end < 0) {
                TextWindow window = input.window();
                ends[row] = Math.min(window.limit(), window.lineEnd(start) + 1);
            }
        }
        input.moveTo(ends[row]);
    }

    private BadField shapeTrouble(int start, int end) {
        if (end == RecordScanner.UNCLOSED) {
            return shape("expected a closing quote, got none up to the end of the file");
        }
        if (end == RecordScanner.MALFORMED) {
            return shape("expected a delimiter or the end of the line behind a closing quote, got other text");
        }
        if (end - start > maxRow) {
            return new BadField(RowTooLongException.message(maxRow), RowTooLongException.HINT);
        }
        int fields = records.fields();
        if (fields == fieldCount || fields > fieldCount && extraFields) {
            return null;
        }
        boolean delimiterAtEnd = fields == fieldCount + 1
                && records.endsWithDelimiter(input.window().bytes(), end);
        return delimiterAtEnd ? null : shape("expected %d fields, got %d".formatted(fieldCount, fields));
    }

    private static BadField shape(String error) {
        return new BadField(error, RecordInput.SHAPE_HINT);
    }

    private int decode(int found) throws IOException {
        if (found == 0) {
            return 0;
        }
        byte[] bytes = input.window().bytes();
        boolean ascii = Utf8Text.isAscii(bytes, starts[0], ends[found - 1]);
        int rows = found;
        anyBad |= columns.decode(bytes, rows, ascii, bad);
        if (anyBad) {
            rows = dropBad(found);
            columns.decode(bytes, rows, ascii, bad);
            anyBad = false;
        }
        columns.finishTexts(bytes, rows);
        return rows;
    }

    private int dropBad(int found) throws IOException {
        int rows = 0;
        for (int row = 0; row < found; row++) {
            if (bad[row] == null) {
                records.move(row, rows++);
            } else {
                leaveOut(bad[row], starts[row], ends[row]);
                bad[row] = null;
            }
        }
        return rows;
    }

    private void leaveOut(BadField trouble, int start, int end) throws IOException {
        TextWindow window = input.window();
        if (badRows.fail()) {
            throw file.failure("line %d, %s".formatted(window.line(start), trouble.error()), trouble.hint());
        }
        if (badRows.keeps()) {
            badRows.add(new BadRow(
                    "%s, line %d".formatted(file.location(), window.line(start)),
                    trouble.error(),
                    window.text(start, end)));
        } else {
            badRows.count(1);
        }
    }

    @Override
    public ColumnVector column(int index) {
        return columns.vector(index);
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
    public long bytesRead() {
        return input.window().bytesRead();
    }

    @Override
    public void close() {
        badRows.close();
        try {
            input.close();
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }
}
