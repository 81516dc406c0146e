package io.sluice.sinks.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The whole result of each batch in one file, which a rename puts in the place of the last: whoever opens it has the old
 * result or the new one. The parts of a batch come as rows and are written one after another. Used by the loop's thread.
 */
final class ReplacingPublication implements Publication {
    private final Schema schema;
    private final FileEncoder.Factory encoders;
    private final PartName names;
    private final StagingDirectory staging;
    private final PublishedFiles published;
    private long lastCommitted = -1;

    ReplacingPublication(
            Schema schema,
            FileEncoder.Factory encoders,
            PartName names,
            StagingDirectory staging,
            PublishedFiles published) {
        this.schema = schema;
        this.encoders = encoders;
        this.names = names;
        this.staging = staging;
        this.published = published;
    }

    @Override
    public void recover(OptionalLong last) throws IOException {
        lastCommitted = last.orElse(-1);
        staging.removeLeftovers(last, published.target());
        staging.removeAllBut((name, batch) -> batch == lastCommitted && !name.contains(PartName.HELD_ENDING));
    }

    @Override
    public List<PartOutput> seal(long batch, List<PartOutput> outputs) throws IOException {
        PartOutput output = new PartOutput(names.result(), names.of(batch, 0), staging);
        OneFile file = new OneFile(encoders, output);
        try (BufferAllocator allocator = new RootAllocator()) {
            file.open();
            for (PartOutput part : outputs) {
                try (InputStream rows = part.read()) {
                    ArrowRowsFormat.read(rows, schema, allocator, file::write);
                }
                part.discard();
            }
            file.finish();
        } catch (IOException | RuntimeException e) {
            discard(file, e);
            throw e;
        }
        return List.of(output);
    }

    private static void discard(OneFile file, Exception cause) {
        try {
            file.discard();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void expect(Receipt.Part part) {
        published.expect(part);
    }

    /** The result of a batch before the last committed one is of no use: after a crash only the last one is published. */
    @Override
    public void publish(long batch, Receipt receipt) throws IOException {
        if (batch >= lastCommitted) {
            for (Receipt.Part part : receipt.parts()) {
                published.publish(batch, part);
            }
        }
    }

    @Override
    public void sync() throws IOException {
        published.sync();
    }
}
