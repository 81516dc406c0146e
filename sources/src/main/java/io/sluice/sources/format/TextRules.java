package io.sluice.sources.format;

import static java.util.Objects.requireNonNull;

/**
 * How a file of text is read, whatever the text is.
 *
 * @param maxRowBytes the longest row
 * @param splitBytes the size of the pieces that a file is cut into, where it can be
 */
public record TextRules(Compression compression, int maxRowBytes, long splitBytes) {
    public static final int DEFAULT_MAX_ROW = 16 << 20;
    public static final long DEFAULT_SPLIT = 16 << 20;
    public static final TextRules DEFAULT = new TextRules(Compression.AUTO, DEFAULT_MAX_ROW, DEFAULT_SPLIT);

    public TextRules {
        requireNonNull(compression, "compression");
    }
}
