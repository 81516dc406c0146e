package io.sluice.runtime;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Makes the pages of Java's class archive this process's own before classes are loaded from it.
 *
 * <p>An archive is mapped copy-on-write, and loading a class writes to it, to six thousand pages in a start. One that was read before,
 * itself or as a neighbour of another, moves when it is written, of which each other processor that runs this process is told:
 *
 * <pre>
 *   read, then written:  fault to map, fault to copy, interrupt
 *   written first:       fault to copy
 * </pre>
 *
 * So each page is written first, by exchanging a value for itself: what is there stays, whoever writes beside. Archives are known by the
 * name of their file, {@code *.jsa}. Works where the system lists mappings as Linux does (proc_pid_maps(5)), and does nothing elsewhere.
 */
final class ArchivePages {
    /** The least size of a page on any system that lists its mappings so, bytes. */
    private static final int PAGE = 4096;

    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final int ANY = 0;
    private static final String MAPPINGS = "/proc/self/maps";
    private static final String ARCHIVE = ".jsa";
    private static final String PRIVATE_WRITABLE = "rw-p";
    private static final int HEXADECIMAL = 16;

    private ArchivePages() {}

    /**
     * To be called before a process has other threads that load classes: for pages that these get at first nothing is gained. Takes some
     * 0.1 s for six thousand pages. Does nothing where this Java or system has no way to.
     */
    static void write() {
        try {
            for (Range range : archives(mappings())) {
                ByteBuffer memory = MemoryUtil.directBuffer(range.from(), Math.toIntExact(range.to() - range.from()));
                for (int page = 0; page < memory.capacity(); page += PAGE) {
                    INTS.compareAndSet(memory, page, ANY, ANY);
                }
            }
        } catch (IOException | UnsupportedOperationException | ArithmeticException | LinkageError e) {
            // Classes are loaded all the same.
        }
    }

    private static String mappings() throws IOException {
        try (FileInputStream file = new FileInputStream(MAPPINGS)) {
            return new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** What of the archives is written to: {@code from-to perms offset device inode path} in each line. */
    static List<Range> archives(String mappings) {
        List<Range> ranges = new ArrayList<>();
        int begin = 0;
        for (int end; (end = mappings.indexOf('\n', begin)) >= 0; begin = end + 1) {
            int dash = mappings.indexOf('-', begin);
            int space = mappings.indexOf(' ', begin);
            if (mappings.startsWith(ARCHIVE, end - ARCHIVE.length())
                    && mappings.startsWith(PRIVATE_WRITABLE, space + 1)) {
                ranges.add(new Range(
                        Long.parseUnsignedLong(mappings, begin, dash, HEXADECIMAL),
                        Long.parseUnsignedLong(mappings, dash + 1, space, HEXADECIMAL)));
            }
        }
        return ranges;
    }

    /** Addresses of a mapping, the last one excluded. */
    record Range(long from, long to) {}
}
