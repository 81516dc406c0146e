package io.sluice.sinks.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** The files of one roll: as many as it takes for each to be about as long as it should be. */
final class RollFiles implements RowFiles {
    /** Starts the files that hold all rows up to a batch. */
    @FunctionalInterface
    interface Factory {
        RollFiles open(long through, Schema schema) throws IOException;
    }

    /** Starts the n-th file, or the n-th one of each partition. */
    @FunctionalInterface
    interface Files {
        RowFiles open(int number) throws IOException;
    }

    private final Files factory;
    private final long fileBytes;
    private final List<RowFiles> all = new ArrayList<>();
    private RowFiles current;

    RollFiles(Files factory, long fileBytes) {
        this.factory = factory;
        this.fileBytes = fileBytes;
    }

    @Override
    public void write(VectorSchemaRoot rows) throws IOException {
        if (current == null) {
            current = factory.open(all.size());
            all.add(current);
        }
        current.write(rows);
        if (current instanceof OneFile file && file.length() >= fileBytes) {
            file.finish();
            current = null;
        }
    }

    @Override
    public void finish() throws IOException {
        if (current != null) {
            current.finish();
        }
    }

    @Override
    public List<PartOutput> outputs() {
        return all.stream().flatMap(files -> files.outputs().stream()).toList();
    }

    @Override
    public void discard() throws IOException {
        for (RowFiles files : all) {
            files.discard();
        }
    }
}
