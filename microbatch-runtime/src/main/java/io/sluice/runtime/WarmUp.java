package io.sluice.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what the first query of a process would wait for (the memory allocator, the compiler, the JSON mapper), on a thread
 * of its own, while the script is still being planned. Changes nothing but the time of the first result.
 */
public final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int BYTES = 1024;

    private WarmUp() {}

    private record Sample(long batch) {}

    /** Returns at once. */
    public static void start() {
        Thread thread = new Thread(WarmUp::run, "warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run() {
        try (RootAllocator allocator = new RootAllocator();
                ArrowBuf buffer = allocator.buffer(BYTES)) {
            buffer.setZero(0, BYTES);
            new SimpleCompiler().cook("public final class Warm { public long add(long a, long b) { return a + b; } }");
            JsonMapper.builder().build().readValue("{\"batch\":0}", Sample.class);
        } catch (CompileException | JsonProcessingException | RuntimeException e) {
            LOG.debug("warming up has failed, which only costs time", e);
        }
    }
}
