package io.sluice.checkpoint.state;

import static io.sluice.checkpoint.StateDelta.PUT;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The rows of a table, each key once, from the newest delta to the snapshot: the first row that is seen of a key is the one that
 * counts. Of a delta the deletes come second: a key that a batch has deleted and put again is there. Where the deltas have many keys all is read
 * several times, each time for a part of the keys by their hash. Memory: the keys of the deltas, and one record batch. Used by one thread;
 * does not own what it reads.
 */
final class RowCursor implements AutoCloseable {
    private static final int SNAPSHOT = -1;

    /** All keys are in memory at a time if they take no more. */
    private static final long FEW_BYTES = 16 << 20;

    /** Else a part of them. */
    static final int PARTS = 4;

    /** But never more than so many bytes. */
    static final long MOST_BYTES = 128 << 20;

    /** The keys of so many bytes of files are in memory at a time, where their length varies. */
    private static final long FILE_BYTES = 64 << 20;

    private final StateReader.Held held;
    private final BufferAllocator allocator;

    /** How often all is read; 0: nothing has been read yet. */
    private int passes;

    private int pass = -1;

    /** The delta that is read; {@link #SNAPSHOT}: the snapshot. */
    private int place = SNAPSHOT;

    private boolean hasDeletes;
    private boolean deleting;
    private KeyPart part = KeyPart.ALL;

    /** The keys of this part that newer inputs have; null: a pass begins. */
    private SeenKeys newer;

    private final KeyBlock block = new KeyBlock();
    private StateInput input;
    private KeyEncoder keys;
    private int[] chosen = {};
    private int count;

    RowCursor(StateReader.Held held, BufferAllocator allocator) {
        this.held = held;
        this.allocator = allocator;
    }

    /** Goes to the next record batch, or to another input, of which nothing is read yet; false at the end. */
    boolean next() {
        count = 0;
        while (true) {
            if (input == null) {
                if (!open()) {
                    return false;
                }
                if (!deleting) {
                    return true;
                }
            } else if (!input.next()) {
                close();
            } else if (deleting) {
                noteDeletes(input.root());
            } else {
                choose(input.root());
                return true;
            }
        }
    }

    private boolean open() {
        deleting = hasDeletes;
        if (hasDeletes) {
            hasDeletes = false;
            return open(held.delta(place, allocator));
        }
        while (true) {
            place--;
            if (place < SNAPSHOT) {
                if (pass >= 0 && pass + 1 >= passes) {
                    place = SNAPSHOT;
                    return false;
                }
                pass++;
                newer = null;
                place = held.deltas() - 1;
            }
            if (place > SNAPSHOT) {
                return open(held.delta(place, allocator));
            }
            if (held.hasSnapshot()) {
                return open(held.snapshot(allocator));
            }
        }
    }

    private boolean open(StateInput opened) {
        input = opened;
        keys = new KeyEncoder(opened.root().getFieldVectors().subList(1, 1 + opened.keyColumns()));
        if (passes == 0) {
            passes = passes();
        }
        if (newer == null) {
            part = new KeyPart(passes, pass);
            newer = SeenKeys.of(keys, held.deltaRows() / passes);
        }
        return true;
    }

    private int passes() {
        long bytes = held.deltaRows() * SeenKeys.bytesPerKey(keys);
        long parts = Math.max(Math.min(1 + bytes / FEW_BYTES, PARTS), 1 + bytes / MOST_BYTES);
        return Math.toIntExact(keys.width() > 0 ? parts : Math.max(parts, 1 + held.deltaBytes() / FILE_BYTES));
    }

    private void choose(VectorSchemaRoot rows) {
        int all = rows.getRowCount();
        if (chosen.length < all) {
            chosen = new int[all];
        }
        TinyIntVector operations = (TinyIntVector) rows.getVector(0);
        for (int first = 0; first < all; first += KeyBlock.ROWS) {
            look(first, all);
            for (int i = 0; i < block.count(); i++) {
                if (place == SNAPSHOT ? newer.lacks(block, i) : isFirstPut(operations, i)) {
                    chosen[count++] = block.row(i);
                }
            }
        }
    }

    private void look(int first, int all) {
        block.encode(keys, first, Math.min(first + KeyBlock.ROWS, all), part);
        newer.lookAt(block);
    }

    private boolean isFirstPut(TinyIntVector operations, int i) {
        if (operations.get(block.row(i)) != PUT) {
            hasDeletes = true;
            return false;
        }
        return newer.add(block, i);
    }

    private void noteDeletes(VectorSchemaRoot rows) {
        int all = rows.getRowCount();
        TinyIntVector operations = (TinyIntVector) rows.getVector(0);
        for (int first = 0; first < all; first += KeyBlock.ROWS) {
            look(first, all);
            for (int i = 0; i < block.count(); i++) {
                if (operations.get(block.row(i)) != PUT) {
                    newer.add(block, i);
                }
            }
        }
    }

    StateInput input() {
        return input;
    }

    /** The rows of the input's root that count, the first {@link #count} of these. */
    int[] chosen() {
        return chosen;
    }

    int count() {
        return count;
    }

    @Override
    public void close() {
        if (input != null) {
            input.close();
            input = null;
        }
    }
}
