package io.sluice.sinks.file;

import io.sluice.sinks.SinkException;
import io.sluice.sinks.encode.CsvEncoder;
import io.sluice.sinks.encode.TextBuffer;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Lines of CSV, the header first. */
final class CsvFileEncoder implements FileEncoder {
    private static final int FLUSH_BYTES = 32 << 10;

    private final CsvEncoder encoder;
    private final OutputStream out;
    private final TextBuffer text = new TextBuffer();

    CsvFileEncoder(CsvEncoder encoder, OutputStream out) {
        this.encoder = encoder;
        this.out = out;
        encoder.appendHeader(text);
    }

    @Override
    public void write(VectorSchemaRoot rows) throws IOException {
        CsvEncoder.Lines lines = encoder.bind(rows);
        int count = rows.getRowCount();
        try {
            for (int row = 0; row < count; row++) {
                lines.append(text, row);
                if (text.length() > FLUSH_BYTES) {
                    finish();
                }
            }
        } catch (IllegalArgumentException e) {
            throw new SinkException(
                    "cannot write a row as CSV: " + e.getMessage(),
                    "Leave 'csv.disable-quote-character' out, or set 'csv.escape-character'.",
                    e);
        }
        finish();
    }

    @Override
    public void finish() throws IOException {
        out.write(text.array(), 0, text.length());
        text.clear();
    }
}
