package io.sluice.runtime.codegen;

import io.sluice.planner.kept.KeptFiles;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Generated classes that an earlier process has compiled, by their texts, in a directory that belongs to one build of Sluice:
 *
 * <pre>
 * value := number of classes (4 bytes) · { name · bytes };  name, bytes := length (4) · bytes
 * </pre>
 *
 * Used by any thread and process.
 */
final class CompiledFiles {
    private static final int MAGIC = 0x534C4743;
    private static final String ENDING = ".classes";

    private final KeptFiles files;

    CompiledFiles(Path directory) {
        this.files = new KeptFiles(directory, MAGIC, ENDING);
    }

    /** The classes of this text, by name. */
    Optional<Map<String, byte[]>> find(String text) {
        return files.find(key(text)).map(CompiledFiles::read);
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> read(ByteBuffer in) {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            classes.put(new String(next(in), StandardCharsets.UTF_8), next(in));
        }
        return classes;
    }

    private static byte[] next(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    void keep(String text, Map<String, byte[]> classes) {
        files.keep(key(text), bytes(classes));
    }

    private static byte[] bytes(Map<String, byte[]> classes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeInt(classes.size());
            for (Map.Entry<String, byte[]> type : classes.entrySet()) {
                write(out, type.getKey().getBytes(StandardCharsets.UTF_8));
                write(out, type.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
