package io.sluice.sources.raw;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.format.TextRules;
import java.nio.charset.Charset;

/**
 * How rows are taken from raw text.
 *
 * @param binary whether rows are bytes of any kind, and not text
 * @param charset one where a byte below 128 is that character of ASCII
 * @param delimiter what ends a row; with {@code \n} a {@code \r} before it is taken off too
 */
public record RawRules(boolean binary, Charset charset, String delimiter, BadRowPolicy badRows, TextRules text) {
    public RawRules {
        requireNonNull(charset, "charset");
        requireNonNull(delimiter, "delimiter");
        requireNonNull(badRows, "badRows");
        requireNonNull(text, "text");
    }
}
