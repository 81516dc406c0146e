package io.sluice.checkpoint.simulation;

import java.util.Random;
import java.util.Set;

/** A file or a directory: what a name stands for. Guarded by the disk. */
abstract sealed class Node permits File, Directory {
    private long modifiedMillis;

    long modifiedMillis() {
        return modifiedMillis;
    }

    void modifiedMillis(long value) {
        modifiedMillis = value;
    }

    /** Makes it durable as it is. */
    abstract void force();

    /** Bytes of all files in it. */
    abstract long bytes();

    /** Becomes what the disk kept. Nodes that are in {@code done} already have. */
    abstract void losePower(Random random, Set<Node> done);
}
