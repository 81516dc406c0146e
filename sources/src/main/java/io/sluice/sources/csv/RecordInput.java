package io.sluice.sources.csv;

import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.RowTooLongException;
import io.sluice.sources.format.TextWindow;
import java.io.IOException;
import java.util.List;

/** The window of a split and the place of the next record in it. Blank lines and comments are no records. */
final class RecordInput implements AutoCloseable {
    static final String SHAPE_HINT =
            "Correct the file, or the table: its columns, 'csv.field-delimiter', 'csv.quote-character', 'csv.header' …";

    private final CsvSplit split;
    private final DataFile file;
    private final TextWindow window;
    private final CsvFields.Layout layout;
    private long to = Long.MAX_VALUE;
    private int at;
    private boolean ended;

    /** Where {@link #start} has come to. */
    enum Place {
        RECORD,
        /** The window ends, and may not slide now. */
        MORE,
        /** The split ends. */
        END
    }

    /** Opens the split at its first record. */
    RecordInput(CsvSplit split) throws IOException {
        this.split = split;
        this.file = split.file();
        this.window = new TextWindow(
                file,
                split.compression(),
                Math.max(0, split.from() - 1),
                split.lines(),
                split.rules().text().maxRowBytes());
        try {
            more();
            layout = split.from() == 0 ? startOfText() : startOfSplit();
            to = split.to();
        } catch (RowTooLongException e) {
            window.close();
            throw file.failure("in its header: " + e.getMessage(), RowTooLongException.HINT, e);
        } catch (IOException | RuntimeException e) {
            window.close();
            throw e;
        }
    }

    private CsvFields.Layout startOfText() throws IOException, RowTooLongException {
        byte[] b = window.bytes();
        boolean mark = window.limit() >= 3 && b[0] == (byte) 0xEF && b[1] == (byte) 0xBB && b[2] == (byte) 0xBF;
        at = mark ? 3 : 0;
        return split.rules().header() ? readHeader() : split.fields().byPosition();
    }

    /** Behind the first line end from the byte before the split on; the header is read from the start of the file. */
    private CsvFields.Layout startOfSplit() throws IOException, RowTooLongException {
        passLine();
        if (!split.rules().header()) {
            return split.fields().byPosition();
        }
        try (RecordInput whole = new RecordInput(split.whole())) {
            long begin = whole.window.position(whole.at);
            while (!ended && window.position(at) < begin) {
                passLine();
            }
            return whole.layout;
        }
    }

    private void passLine() throws IOException, RowTooLongException {
        while (!ended || at < window.limit()) {
            if (at >= window.limit()) {
                more();
                continue;
            }
            byte c = window.bytes()[at++];
            if (c == '\n' || c == '\r') {
                return;
            }
        }
    }

    private CsvFields.Layout readHeader() throws IOException, RowTooLongException {
        HeaderScanner header = new HeaderScanner(split.rules());
        while (start(true) == Place.RECORD) {
            int end = header.scan(window.bytes(), at, window.limit(), ended);
            if (end == RecordScanner.MORE) {
                more();
                continue;
            }
            if (end < 0) {
                String text = window.text(at, Math.min(at + 200, window.lineEnd(at)));
                throw file.failure("line %d, expected a header, got '%s'".formatted(window.line(at), text), SHAPE_HINT);
            }
            List<String> names = header.names(window.bytes());
            List<String> missing = split.fields().missing(names);
            if (!missing.isEmpty()) {
                throw file.failure(
                        "expected the columns \"%s\" once each in its header, got (%s)"
                                .formatted(String.join("\", \"", missing), String.join(", ", names)),
                        "Names are case-sensitive. Without a header set 'csv.header' = 'false'.");
            }
            at = end;
            return split.fields().byName(names);
        }
        return split.fields().byPosition();
    }

    /** Goes to the next record. */
    Place start(boolean maySlide) throws IOException {
        while (window.position(at) < to) {
            if (at >= window.limit()) {
                if (ended) {
                    return Place.END;
                }
                if (!maySlide) {
                    return Place.MORE;
                }
                readOn();
                continue;
            }
            byte c = window.bytes()[at];
            if (c == '\n' || c == '\r') {
                at++;
            } else if (c == '#' && split.rules().comments()) {
                int end = window.lineEnd(at);
                if (end == window.limit() && !ended && !maySlide) {
                    return Place.MORE;
                }
                at = end == window.limit() ? window.skipLine(at) : end + 1;
            } else {
                return Place.RECORD;
            }
        }
        return Place.END;
    }

    private void readOn() throws IOException {
        try {
            more();
        } catch (RowTooLongException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads on, keeping the record. */
    void more() throws IOException, RowTooLongException {
        if (window.slide(at)) {
            at = 0;
        } else {
            ended = true;
        }
    }

    /** Leaves the rest of the line, however long it is. */
    void skipLine() throws IOException {
        at = window.skipLine(at);
    }

    TextWindow window() {
        return window;
    }

    CsvFields.Layout layout() {
        return layout;
    }

    int at() {
        return at;
    }

    void moveTo(int place) {
        at = place;
    }

    /** Whether the text ends with the window. */
    boolean isEnded() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
