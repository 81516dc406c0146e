package io.sluice.sinks.file;

import io.sluice.sinks.encode.JsonCell;
import io.sluice.sinks.encode.JsonEncoder;
import io.sluice.sinks.encode.TextBuffer;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.vector.VectorSchemaRoot;

/** One JSON object a line. */
final class JsonFileEncoder implements FileEncoder {
    private static final int FLUSH_BYTES = 32 << 10;

    private final JsonEncoder encoder;
    private final OutputStream out;
    private final TextBuffer text = new TextBuffer();

    JsonFileEncoder(JsonEncoder encoder, OutputStream out) {
        this.encoder = encoder;
        this.out = out;
    }

    @Override
    public void write(VectorSchemaRoot rows) throws IOException {
        JsonCell[] cells = encoder.bind(rows);
        int count = rows.getRowCount();
        for (int row = 0; row < count; row++) {
            encoder.appendRow(text, cells, row);
            if (text.length() > FLUSH_BYTES) {
                finish();
            }
        }
        finish();
    }

    @Override
    public void finish() throws IOException {
        out.write(text.array(), 0, text.length());
        text.clear();
    }
}
