package io.sluice.sources.raw;

import io.sluice.sources.BadRow;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.Utf8Text;
import io.sluice.sources.format.BadRows;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileFailure;
import io.sluice.sources.format.RowTooLongException;
import io.sluice.sources.format.TextWindow;
import io.sluice.sources.raw.RawFormat.RawSplit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Gives lines as slices of the window; of another charset than UTF-8, as slices of their text in UTF-8. */
final class RawReader implements SplitReader {
    private final RawSplit split;
    private final DataFile file;
    private final TextWindow window;
    private final BadRows badRows;
    private final ColumnVector vector = new ColumnVector();
    private final byte[] delimiter;
    private final int maxRow;
    private final boolean utf8;
    private int at;
    private boolean ended;
    private boolean done;

    RawReader(RawSplit split) {
        this.split = split;
        this.file = split.file();
        this.badRows = new BadRows(file, split.rules().badRows());
        this.delimiter = split.rules().delimiter().getBytes(split.rules().charset());
        this.maxRow = split.rules().text().maxRowBytes();
        this.utf8 = !split.rules().binary() && split.rules().charset().equals(StandardCharsets.UTF_8);
        vector.reserveSlices(MAX_ROWS);
        try {
            long open = Math.max(0, split.from() - 1);
            this.window = new TextWindow(file, split.compression(), open, split.lines(), maxRow);
            if (split.from() > 0) {
                at = window.skipLine(0);
            }
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    @Override
    public int next() {
        try {
            int rows = 0;
            while (rows == 0 && !done && !badRows.isFull()) {
                rows = read();
            }
            return rows == 0 && done ? -1 : rows;
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    private int read() throws IOException {
        int rows = 0;
        while (rows < MAX_ROWS && !badRows.isFull()) {
            if (window.position(at) >= split.to() || ended && at >= window.limit()) {
                done = true;
                break;
            }
            int end = rowEnd();
            if (end >= 0) {
                rows += take(rows, end);
            } else if (rows > 0) {
                break;
            } else {
                readOn();
            }
        }
        vector.bytes = window.bytes();
        if (!utf8 && !split.rules().binary()) {
            convert(rows);
        }
        return rows;
    }

    /** The place of the delimiter, or of the end of the text; −1 if the window ends before. */
    private int rowEnd() {
        byte[] b = window.bytes();
        int last = window.limit() - delimiter.length;
        for (int i = at; i <= last; i++) {
            if (b[i] == delimiter[0] && isDelimiter(b, i)) {
                return i;
            }
        }
        return ended ? window.limit() : -1;
    }

    private boolean isDelimiter(byte[] b, int from) {
        for (int i = 1; i < delimiter.length; i++) {
            if (b[from + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private void readOn() throws IOException {
        try {
            if (window.slide(at)) {
                at = 0;
            } else {
                ended = true;
            }
        } catch (RowTooLongException e) {
            leaveOut(e.getMessage(), RowTooLongException.HINT, at, window.limit());
            at = window.skipLine(at);
        }
    }

    /** 1 if the row up to {@code end} is one, 0 if it is left out. */
    private int take(int row, int end) throws IOException {
        byte[] b = window.bytes();
        int start = at;
        boolean carriageReturn = delimiter.length == 1 && delimiter[0] == '\n' && end > start && b[end - 1] == '\r';
        int to = carriageReturn ? end - 1 : end;
        at = Math.min(window.limit(), end + delimiter.length);
        if (to - start > maxRow) {
            leaveOut(RowTooLongException.message(maxRow), RowTooLongException.HINT, start, to);
            return 0;
        }
        if (utf8 && !Utf8Text.isAscii(b, start, to) && !Utf8Text.isValid(b, start, to)) {
            leaveOut(
                    "expected text in UTF-8, got other bytes",
                    "Set 'raw.charset', or say by 'scan.bad-row' what becomes of such rows.",
                    start,
                    to);
            return 0;
        }
        vector.starts[row] = start;
        vector.lengths[row] = to - start;
        return 1;
    }

    private void convert(int rows) {
        byte[][] texts = new byte[rows][];
        int size = 0;
        for (int row = 0; row < rows; row++) {
            String text = new String(
                    vector.bytes,
                    vector.starts[row],
                    vector.lengths[row],
                    split.rules().charset());
            texts[row] = text.getBytes(StandardCharsets.UTF_8);
            size = Math.addExact(size, texts[row].length);
        }
        vector.bytes = new byte[size];
        int position = 0;
        for (int row = 0; row < rows; row++) {
            System.arraycopy(texts[row], 0, vector.bytes, position, texts[row].length);
            vector.starts[row] = position;
            vector.lengths[row] = texts[row].length;
            position += texts[row].length;
        }
    }

    private void leaveOut(String error, String hint, int start, int end) throws IOException {
        if (badRows.fail()) {
            throw file.failure("line %d, %s".formatted(window.line(start), error), hint);
        }
        if (badRows.keeps()) {
            String place = "%s, line %d".formatted(file.location(), window.line(start));
            badRows.add(new BadRow(place, error, window.text(start, end)));
        } else {
            badRows.count(1);
        }
    }

    @Override
    public ColumnVector column(int index) {
        return vector;
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
        return window.bytesRead();
    }

    @Override
    public void close() {
        badRows.close();
        try {
            window.close();
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }
}
