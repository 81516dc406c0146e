package io.sluice.sinks.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Rows that go to the folders of their partitions, one file in each. Few files are open at once: the rows of further
 * partitions are put aside, and written when the open files are finished.
 *
 * <pre>
 * rows ── by partition ──┬── first {@value #MOST_OPEN} partitions ──> open files, forced when all is staged
 *                        └── others ──> spilled rows ── one partition after another ──> a file each, forced
 * </pre>
 */
final class PartitionedFiles implements RowFiles {
    static final int MOST_OPEN = 32;

    /** In all files together; a file beyond it that is whole goes to the disk. */
    private static final long MOST_BYTES_IN_MEMORY = 4L << 20;

    private final PartitionFolders folders;
    private final FileEncoder.Factory encoders;
    private final String name;
    private final StagingDirectory staging;
    private final long mostHeldBytes;
    private final PartitionKeys keys;
    private final List<OneFile> files = new ArrayList<>();
    private final RowGather gather = new RowGather();
    private SpilledRows spilled;
    private long bytesInMemory;
    private int[] partitions = new int[0];
    private int[] order = new int[0];

    /**
     * @param name of the file in each folder
     * @param mostHeldBytes what all open files together may hold back
     */
    PartitionedFiles(
            PartitionFolders folders,
            FileEncoder.Factory encoders,
            String name,
            StagingDirectory staging,
            long mostHeldBytes) {
        this.folders = folders;
        this.encoders = encoders;
        this.name = name;
        this.staging = staging;
        this.mostHeldBytes = mostHeldBytes;
        this.keys = new PartitionKeys(folders);
    }

    @Override
    public void write(VectorSchemaRoot rows) throws IOException {
        int count = rows.getRowCount();
        if (partitions.length < count) {
            partitions = new int[count];
            order = new int[count];
        }
        keys.number(rows, partitions);
        int[] ends = sort(count);
        VectorSchemaRoot columns = folders.fileColumns(rows);
        int from = 0;
        for (int partition = 0; partition < ends.length; partition++) {
            int to = ends[partition];
            if (to > from) {
                write(partition, to - from == count ? columns : gather.gather(columns, order, from, to));
            }
            from = to;
        }
        holdLess();
    }

    /** Puts the rows in the order of their partitions; gives the end of each partition in it. */
    private int[] sort(int count) {
        int[] ends = new int[keys.count()];
        for (int row = 0; row < count; row++) {
            ends[partitions[row]]++;
        }
        for (int partition = 1; partition < ends.length; partition++) {
            ends[partition] += ends[partition - 1];
        }
        for (int row = count - 1; row >= 0; row--) {
            order[--ends[partitions[row]]] = row;
        }
        for (int partition = 0; partition < ends.length; partition++) {
            ends[partition] = partition + 1 < ends.length ? ends[partition + 1] : count;
        }
        return ends;
    }

    private void write(int partition, VectorSchemaRoot rows) throws IOException {
        if (partition < MOST_OPEN) {
            if (partition == files.size()) {
                files.add(open(partition));
            }
            files.get(partition).write(rows);
            return;
        }
        if (spilled == null) {
            spilled = new SpilledRows(staging.temporary(name), rows.getSchema());
        }
        spilled.add(partition, rows);
    }

    private OneFile open(int partition) {
        String file = keys.name(partition) + name;
        return new OneFile(encoders, new PartOutput(file, name + "." + partition, staging));
    }

    private void holdLess() throws IOException {
        long held = 0;
        OneFile largest = null;
        for (OneFile file : files) {
            held += file.heldBytes();
            largest = largest == null || file.heldBytes() > largest.heldBytes() ? file : largest;
        }
        if (held > mostHeldBytes) {
            largest.flush();
        }
    }

    @Override
    public void finish() throws IOException {
        for (OneFile file : files) {
            finish(file);
        }
        if (spilled != null) {
            for (int partition : spilled.partitions()) {
                OneFile file = open(partition);
                files.add(file);
                spilled.read(partition, file::write);
                finish(file);
                file.output().force();
            }
        }
        release();
    }

    private void finish(OneFile file) throws IOException {
        file.finish();
        if (file.output().isInMemory()) {
            bytesInMemory += file.output().length();
            if (bytesInMemory > MOST_BYTES_IN_MEMORY) {
                file.output().spill();
                file.output().force();
                bytesInMemory -= file.output().length();
            }
        }
    }

    private void release() throws IOException {
        gather.close();
        if (spilled != null) {
            spilled.remove();
            spilled = null;
        }
    }

    @Override
    public List<PartOutput> outputs() {
        return files.stream().map(OneFile::output).toList();
    }

    @Override
    public void discard() throws IOException {
        release();
        for (OneFile file : files) {
            file.discard();
        }
    }
}
