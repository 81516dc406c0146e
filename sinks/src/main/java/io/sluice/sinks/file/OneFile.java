package io.sluice.sinks.file;

import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** All rows in one file. */
final class OneFile implements RowFiles {
    private final FileEncoder.Factory encoders;
    private final PartOutput output;
    private FileEncoder encoder;

    OneFile(FileEncoder.Factory encoders, PartOutput output) {
        this.encoders = encoders;
        this.output = output;
    }

    @Override
    public void write(VectorSchemaRoot rows) throws IOException {
        open();
        encoder.write(rows);
    }

    /** Makes sure that there is a file, though it may have no rows. */
    void open() throws IOException {
        if (encoder == null) {
            encoder = encoders.open(output);
        }
    }

    /** About how long the file would be now. */
    long length() {
        return encoder == null ? 0 : output.length() + encoder.heldBytes();
    }

    long heldBytes() {
        return encoder == null ? 0 : encoder.heldBytes();
    }

    void flush() throws IOException {
        encoder.flush();
    }

    @Override
    public void finish() throws IOException {
        if (encoder != null) {
            encoder.finish();
            output.finish();
        }
    }

    PartOutput output() {
        return output;
    }

    @Override
    public List<PartOutput> outputs() {
        return encoder == null ? List.of() : List.of(output);
    }

    @Override
    public void discard() throws IOException {
        output.discard();
    }
}
