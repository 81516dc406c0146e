package io.sluice.runtime;

import io.sluice.runtime.codegen.GeneratedClasses;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares Java's class archive, then loads what the first query of a process would wait for (the memory allocator, the compiler, the JSON
 * mapper of Arrow's schemas), on a thread of its own, while the script is still being planned. Changes nothing but the time of the first
 * result.
 */
public final class WarmUp {
    private static final int BYTES = 1024;

    private WarmUp() {}

    /** Returns when the pages of Java's class archive are the process's own, after some 0.1 s; the rest goes on beside. */
    public static void start() {
        ArchivePages.write();
        // Set up here: if two threads meet in it, it prints that it has kept what was logged meanwhile.
        Logger log = LoggerFactory.getLogger(WarmUp.class);
        Thread thread = new Thread(() -> run(log), "warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run(Logger log) {
        try (RootAllocator allocator = new RootAllocator();
                ArrowBuf buffer = allocator.buffer(BYTES)) {
            buffer.setZero(0, BYTES);
            GeneratedClasses.warmUp();
            new Schema(List.of());
        } catch (RuntimeException e) {
            log.debug("warming up has failed, which only costs time", e);
        }
    }
}
