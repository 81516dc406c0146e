package io.sluice.checkpoint.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;

/** Stands between a program and a {@link SimulatedDisk}; called with the disk locked. */
public interface DiskHook {
    DiskHook NONE = (operation, path, bytes) -> true;

    /** The kinds of calls. OPEN, READ, LIST and LOOK (at attributes) change nothing. */
    enum Operation {
        OPEN,
        READ,
        LIST,
        LOOK,
        CREATE,
        WRITE,
        TRUNCATE,
        FORCE,
        FORCE_DIRECTORY,
        RENAME,
        DELETE,
        SET_TIME
    }

    /**
     * Before a call; what it throws, the call throws, and does nothing, or with {@link Torn} a part of it.
     *
     * @param path the target of a rename
     * @param bytes what is to be written; not to be consumed
     * @return whether a WRITE, TRUNCATE, FORCE, FORCE_DIRECTORY, RENAME or DELETE is done; false: its caller is only told so
     */
    boolean before(Operation operation, Path path, ByteBuffer bytes) throws IOException;

    /** A call that has failed in the middle: of a write some bytes are there, of a force some sectors. */
    final class Torn extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Random random;

        public Torn(String message, Random random) {
            super(message);
            this.random = random;
        }

        int written(int wanted) {
            return random.nextInt(wanted + 1);
        }

        Random random() {
            return random;
        }
    }
}
