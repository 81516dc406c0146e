package io.sluice.sources.format;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** How a file of text is compressed as a whole. What is compressed cannot be cut, and is read as a stream. */
public enum Compression {
    /** By the first bytes of the file, which must agree with the end of its name. */
    AUTO(""),
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst"),
    BZIP2(".bz2");

    private static final int MAGIC = 10;

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    /** What this is for a file: never {@link #AUTO}. */
    public Compression of(DataFile file) throws IOException {
        if (this != AUTO) {
            return this;
        }
        Compression named = byName(file.location().getFileName().toString());
        Compression found;
        try (FileBytes bytes = new FileBytes(file)) {
            found = byMagic(bytes.stream(0, MAGIC).readNBytes(MAGIC));
        }
        if (named != NONE && found != named && file.size() > 0) {
            throw new IOException("expected %s, as its name says, got other bytes"
                    .formatted(named.name().toLowerCase(Locale.ROOT)));
        }
        return found;
    }

    private static Compression byName(String name) {
        for (Compression each : new Compression[] {GZIP, ZSTD, BZIP2}) {
            if (name.toLowerCase(Locale.ROOT).endsWith(each.suffix)) {
                return each;
            }
        }
        return NONE;
    }

    private static Compression byMagic(byte[] b) {
        if (b.length >= 2 && b[0] == 0x1F && b[1] == (byte) 0x8B) {
            return GZIP;
        }
        boolean frame = b.length >= 4 && b[0] == 0x28 && b[1] == (byte) 0xB5 && b[2] == 0x2F && b[3] == (byte) 0xFD;
        boolean skippable = b.length >= 4 && (b[0] & 0xF0) == 0x50 && b[1] == 0x2A && b[2] == 0x4D && b[3] == 0x18;
        if (frame || skippable) {
            return ZSTD;
        }
        boolean blocks = b.length >= MAGIC && (b[4] == 0x31 && b[5] == 0x41 || b[4] == 0x17 && b[5] == 0x72);
        return blocks && b[0] == 'B' && b[1] == 'Z' && b[2] == 'h' ? BZIP2 : NONE;
    }

    /** The text of a file whose stored bytes are {@code stored}. */
    InputStream open(InputStream stored) throws IOException {
        return switch (this) {
            case AUTO -> throw new IllegalStateException("not decided");
            case NONE -> stored;
            case GZIP -> new GzipStream(stored);
            case ZSTD -> new ZstdInputStream(stored);
            case BZIP2 -> new BZip2CompressorInputStream(stored, true);
        };
    }
}
