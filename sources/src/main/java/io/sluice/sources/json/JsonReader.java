package io.sluice.sources.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.sluice.sources.BadRow;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.SourceException;
import io.sluice.sources.SplitReader;
import io.sluice.sources.format.BadRows;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileBytes;
import io.sluice.sources.format.FileFailure;
import java.io.IOException;
import java.util.List;

/**
 * Reads a split object by object. One parser runs over many lines. Where rows that cannot be read are left out, it goes
 * on behind an object with a wrong value, and a new parser begins at the next line behind text that is not JSON.
 */
final class JsonReader implements SplitReader {
    /** A batch ends before its strings grow much beyond this. */
    private static final int BATCH_BYTES = 32 << 20;

    private static final String SKIP_HINT = "Correct the file, or say by 'scan.bad-row' what becomes of such lines.";
    private static final String ONE_LINE = "expected an object on one line, got one over several";
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private final JsonSplit split;
    private final DataFile file;
    private final FileBytes bytes;
    private final LineFinder lines;
    private final TextBytes texts = new TextBytes();
    private final JsonColumns columns;
    private final BadRows badRows;
    private final long end;
    private JsonParser parser;

    /** Where the parser's first byte is in the file; positions of rows are in the file, too. */
    private long parserStart;

    private long rowStart;
    private long rowEnd;
    private boolean rowStarted;

    /** Of a number alone on its line the parser has also read the line's end. */
    private boolean rowMaySpanLines;

    private long elements;
    private boolean done;

    JsonReader(JsonSplit split) {
        this.split = split;
        this.file = split.file();
        this.badRows = new BadRows(file, split.rules().badRows());
        JsonCells cells = new JsonCells(split.rules(), FACTORY, texts);
        this.columns =
                new JsonColumns(split.columns(), cells, texts, split.rules().failOnMissingField());
        try {
            this.bytes = new FileBytes(file);
            this.lines = new LineFinder(bytes);
            this.end = split.array() ? split.to() : lines.lineStart(split.to());
            long start = split.isFirst() ? split.from() : lines.lineStart(split.from());
            this.parser = parserAt(start);
            if (split.array()) {
                parser.nextToken();
            }
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    private JsonParser parserAt(long start) throws IOException {
        parserStart = start;
        rowEnd = start;
        return FACTORY.createParser(bytes.stream(start, end));
    }

    @Override
    public int next() {
        columns.startBatch();
        int rows = 0;
        while (!done && rows < MAX_ROWS && texts.size() < BATCH_BYTES && !badRows.isFull()) {
            rows += readRow(rows);
        }
        columns.endBatch();
        return done && rows == 0 ? -1 : rows;
    }

    /** 1 if a row was read, 0 if one was left out or there is none. */
    private int readRow(int row) {
        rowStarted = false;
        try {
            JsonToken token = parser.nextToken();
            if (token == null || token == JsonToken.END_ARRAY && split.array()) {
                finish(token);
                return 0;
            }
            return readElement(token, row) ? 1 : 0;
        } catch (JsonProcessingException e) {
            passBrokenText(e);
            return 0;
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    private void finish(JsonToken token) throws IOException {
        done = true;
        if (token == JsonToken.END_ARRAY && parser.nextToken() != null) {
            throw file.failure("expected the end of the file after the array, got more", JsonSplit.SHAPE_HINT);
        }
    }

    private boolean readElement(JsonToken token, int row) throws IOException {
        JsonLocation begin = parser.currentTokenLocation();
        rowStart = position(begin);
        rowStarted = true;
        rowMaySpanLines = !split.array() && token.isStructStart();
        elements++;
        JsonStreamContext outer = parser.getParsingContext();
        if (token.isStructStart()) {
            outer = outer.getParent();
        }
        try {
            if (token != JsonToken.START_OBJECT) {
                throw new BadValueException("expected a JSON object, got another value", JsonSplit.SHAPE_HINT);
            }
            columns.readObject(parser, row);
            JsonLocation after = parser.currentLocation();
            rowEnd = position(after);
            if (hasLeftLine(begin, after)) {
                throw new BadValueException(ONE_LINE, JsonSplit.SHAPE_HINT);
            }
            return true;
        } catch (BadValueException e) {
            leaveOut(e, begin, outer);
            return false;
        }
    }

    /** A row ends where its line does, so text behind it is not part of it even if it would make a longer object. */
    private boolean hasLeftLine(JsonLocation begin, JsonLocation now) {
        return rowMaySpanLines && begin.getLineNr() != now.getLineNr();
    }

    private void leaveOut(BadValueException bad, JsonLocation begin, JsonStreamContext outer) throws IOException {
        if (badRows.fail()) {
            throw hasLeftLine(begin, parser.currentLocation())
                    ? failure(ONE_LINE, JsonSplit.SHAPE_HINT, bad)
                    : failure(bad.getMessage(), bad.hint(), bad);
        }
        while (parser.getParsingContext() != outer) {
            parser.nextToken();
        }
        rowEnd = position(parser.currentLocation());
        if (hasLeftLine(begin, parser.currentLocation())) {
            addLine(ONE_LINE);
            startNextLine();
        } else {
            addElement(bad.getMessage());
        }
    }

    private long position(JsonLocation location) {
        return parserStart + Math.max(0, location.getByteOffset());
    }

    /** Text that is not JSON: the next row begins on the next line, if the file has lines. */
    private void passBrokenText(JsonProcessingException broken) {
        try {
            if (!rowStarted) {
                rowStart = lines.firstNonBlank(rowEnd);
            }
            String fault = broken instanceof StreamConstraintsException
                    ? "text beyond the limits (20,000,000 characters of a string, 1,000 of a number, 1,000 levels)"
                    : "text that is none";
            if (split.array() || badRows.fail()) {
                throw failure(
                        "expected a JSON object, got %s: '%s'".formatted(fault, lines.textAt(rowStart)),
                        split.array() ? "Correct the file." : SKIP_HINT,
                        broken);
            }
            addLine("expected a JSON object, got " + fault);
            startNextLine();
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    private void startNextLine() throws IOException {
        long next = lines.lineStart(Math.max(rowStart, parserStart) + 1);
        parser.close();
        parser = parserAt(Math.min(next, end));
    }

    /** What stands on the line of the row, up to its end. */
    private void addLine(String error) {
        badRows.add(() -> badRow(error, Long.MAX_VALUE));
    }

    private void addElement(String error) {
        badRows.add(() -> badRow(error, rowEnd));
    }

    private BadRow badRow(String error, long textEnd) {
        try {
            String text = lines.text(rowStart, textEnd, BadRows.TEXT_BYTES);
            return new BadRow(file.location() + ", " + place(), error, text);
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    private String place() throws IOException {
        String line = "line %d".formatted(lines.lineNumber(rowStart));
        return split.array() ? "element %d (%s)".formatted(elements, line) : line;
    }

    private SourceException failure(String what, String hint, Throwable cause) throws IOException {
        return file.failure(place() + ", " + what, hint, cause);
    }

    @Override
    public ColumnVector column(int index) {
        return columns.vector(index);
    }

    @Override
    public long bytesRead() {
        return bytes.count();
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
    public void close() {
        badRows.close();
        try {
            parser.close();
            bytes.close();
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }
}
