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
import io.sluice.sources.format.FileFailure;
import io.sluice.sources.format.RowTooLongException;
import io.sluice.sources.format.TextWindow;
import java.io.IOException;
import java.util.List;

/**
 * Reads a split object by object. One parser runs over many lines. Where rows that cannot be read are left out, it goes
 * on behind an object with a wrong value, and a new parser begins at the next line behind text that is not an object.
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

    private final DataFile file;
    private final TextWindow window;
    private final JsonInput input;
    private final TextBytes texts = new TextBytes();
    private final JsonColumns columns;
    private final BadRows badRows;
    private final int maxRow;
    private boolean array;
    private JsonParser parser;

    /** Where the parser's first byte is; positions of rows are in the text of the file, too. */
    private long parserStart;

    private long rowStart;
    private long rowEnd;
    private long rowLine;
    private boolean rowStarted;
    private long elements;
    private boolean done;

    JsonReader(JsonSplit split) {
        this.file = split.file();
        JsonRules rules = split.rules();
        this.maxRow = rules.text().maxRowBytes();
        this.badRows = new BadRows(file, rules.badRows());
        this.columns = new JsonColumns(
                split.columns(), new JsonCells(rules, FACTORY, texts), texts, rules.failOnMissingField());
        try {
            long open = Math.max(0, split.from() - 1);
            this.window = new TextWindow(file, split.compression(), open, split.lines(), maxRow);
            this.input = new JsonInput(window, split.to() == Long.MAX_VALUE ? split.to() : split.to() - 1);
            begin(split.from() == 0);
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    private void begin(boolean first) throws IOException {
        if (!first) {
            input.seekNextLine(input.position());
            startParser();
            return;
        }
        input.passByteOrderMark();
        int character = input.peek();
        if (character >= 0 && character < ' ' || character >= 0x80) {
            throw file.failure(
                    "expected JSON in UTF-8, got a file whose text begins with byte 0x%02x".formatted(character),
                    "Other encodings must be converted; the option 'source.compression' names how a file is compressed.");
        }
        array = character == '[';
        startParser();
        if (array) {
            parser.nextToken();
        }
    }

    private void startParser() throws IOException {
        parserStart = input.position();
        rowEnd = parserStart;
        parser = FACTORY.createParser(input);
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
            input.keepFrom(rowEnd);
            JsonToken token = parser.nextToken();
            if (token == null || token == JsonToken.END_ARRAY && array) {
                finish(token);
                return 0;
            }
            return readElement(token, row) ? 1 : 0;
        } catch (JsonProcessingException e) {
            return passBroken(e);
        } catch (JsonInput.TooLong e) {
            return passTooLong(e);
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    private void finish(JsonToken token) throws IOException {
        done = true;
        if (token == null && array) {
            throw file.failure("expected the end of the array, got the end of the file", JsonSplit.SHAPE_HINT);
        }
        if (token == JsonToken.END_ARRAY && parser.nextToken() != null) {
            throw file.failure("expected the end of the file after the array, got more", JsonSplit.SHAPE_HINT);
        }
    }

    private boolean readElement(JsonToken token, int row) throws IOException {
        JsonLocation begin = parser.currentTokenLocation();
        rowStart = position(begin);
        rowLine = begin.getLineNr();
        rowStarted = true;
        input.keepFrom(rowStart);
        elements++;
        if (token != JsonToken.START_OBJECT) {
            return leaveOutOther(token);
        }
        JsonStreamContext outer = parser.getParsingContext().getParent();
        try {
            columns.readObject(parser, row);
            rowEnd = position(parser.currentLocation());
            if (hasLeftLine()) {
                throw new BadValueException(ONE_LINE, JsonSplit.SHAPE_HINT);
            }
            if (rowEnd - rowStart > maxRow) {
                throw new BadValueException(RowTooLongException.message(maxRow), RowTooLongException.HINT);
            }
            return true;
        } catch (BadValueException e) {
            leaveOut(e, outer);
            return false;
        }
    }

    /** A row ends where its line does, so text behind it is not part of it even if it would make a longer object. */
    private boolean hasLeftLine() {
        return !array && parser.currentLocation().getLineNr() != rowLine;
    }

    /** What is no object: of an array one element, else the rest of the line. */
    private boolean leaveOutOther(JsonToken token) throws IOException {
        String error = "expected a JSON object, got another value";
        if (badRows.fail()) {
            throw failure(error, JsonSplit.SHAPE_HINT);
        }
        if (array) {
            parser.skipChildren();
            if (token == JsonToken.VALUE_STRING) {
                parser.getTextLength();
            }
            rowEnd = position(parser.currentLocation());
            add(error, rowEnd);
        } else {
            add(error, Long.MAX_VALUE);
            startNextLine();
        }
        return false;
    }

    private void leaveOut(BadValueException bad, JsonStreamContext outer) throws IOException {
        if (badRows.fail()) {
            throw hasLeftLine() ? failure(ONE_LINE, JsonSplit.SHAPE_HINT) : failure(bad.getMessage(), bad.hint());
        }
        while (parser.getParsingContext() != outer) {
            parser.nextToken();
        }
        rowEnd = position(parser.currentLocation());
        if (hasLeftLine()) {
            add(ONE_LINE, Long.MAX_VALUE);
            startNextLine();
        } else {
            add(bad.getMessage(), rowEnd);
        }
    }

    private long position(JsonLocation location) {
        return parserStart + Math.max(0, location.getByteOffset());
    }

    /** Text that is not JSON: the next row begins on the next line, if the file has lines. */
    private int passBroken(JsonProcessingException broken) {
        try {
            if (!rowStarted) {
                input.seek(rowEnd);
                input.peek();
                rowStart = input.position();
            }
            String fault = "text that is none";
            if (broken instanceof StreamConstraintsException) {
                fault = "text beyond the limits (20,000,000 characters of a string, 1,000 of a number, 1,000 levels)";
            }
            String error = rowStarted && hasLeftLine() ? ONE_LINE : "expected a JSON object, got " + fault;
            if (array || badRows.fail()) {
                String shown = input.text(rowStart, Long.MAX_VALUE);
                int characters = Math.min(shown.length(), 80);
                throw failure(
                        "%s: '%s'".formatted(error, shown.substring(0, characters) + (characters == 80 ? "…" : "")),
                        array ? "Correct the file." : SKIP_HINT);
            }
            add(error, Long.MAX_VALUE);
            startNextLine();
            return 0;
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    private int passTooLong(JsonInput.TooLong trouble) {
        try {
            if (!rowStarted) {
                rowStart = rowEnd;
            }
            if (array || badRows.fail()) {
                throw failure(trouble.getMessage(), RowTooLongException.HINT);
            }
            add(trouble.getMessage(), Long.MAX_VALUE);
            startNextLine();
            return 0;
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    private void startNextLine() throws IOException {
        parser.close();
        input.seekNextLine(rowStart);
        startParser();
    }

    /** @param textEnd beyond all positions: the end of the line */
    private void add(String error, long textEnd) throws IOException {
        if (badRows.keeps()) {
            badRows.add(new BadRow(file.location() + ", " + place(), error, input.text(rowStart, textEnd)));
        } else {
            badRows.count(1);
        }
    }

    private String place() throws IOException {
        String line = "line %d".formatted(input.line(rowStart));
        return array ? "element %d (%s)".formatted(elements, line) : line;
    }

    private SourceException failure(String what, String hint) throws IOException {
        return file.failure(place() + ", " + what, hint);
    }

    @Override
    public ColumnVector column(int index) {
        return columns.vector(index);
    }

    @Override
    public long bytesRead() {
        return window.bytesRead();
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
            window.close();
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }
}
