package io.sluice.engine.query;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The folder of a query's checkpoint: its name, as a file system takes it. */
final class CheckpointFolder {
    /** Of 255 bytes that file systems allow in a name. */
    private static final int MAX_BYTES = 200;

    private CheckpointFolder() {}

    /**
     * Different names give different folders. A name that is too long, as that of many targets is, keeps its start, and ends with
     * its checksum.
     */
    static String of(String query) {
        String escaped = escaped(query);
        if (escaped.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
            return escaped;
        }
        CRC32 checksum = new CRC32();
        checksum.update(query.getBytes(StandardCharsets.UTF_8));
        return start(escaped) + "…%08x".formatted(checksum.getValue());
    }

    private static String escaped(String query) {
        String escaped = query.replace("%", "%25")
                .replace("/", "%2F")
                .replace("\\", "%5C")
                .replace("\0", "%00");
        return escaped.startsWith(".") ? "%2E" + escaped.substring(1) : escaped;
    }

    private static String start(String escaped) {
        int end = 0;
        int bytes = 0;
        while (end < escaped.length()) {
            int next = escaped.offsetByCodePoints(end, 1);
            bytes += escaped.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES - 16) {
                break;
            }
            end = next;
        }
        return escaped.substring(0, end);
    }
}
