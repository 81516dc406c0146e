package io.sluice.planner.function;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An encoding of text by its name, prepared. */
public final class TextCharset {
    private static final List<Charset> KNOWN = List.of(
            StandardCharsets.US_ASCII,
            StandardCharsets.ISO_8859_1,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16);

    private final Charset charset;

    public TextCharset(String name) {
        charset = find(name)
                .orElseThrow(() -> new RowException(
                        "there is no character set '" + name + "'",
                        "Use US-ASCII, ISO-8859-1, UTF-8, UTF-16BE, UTF-16LE or UTF-16."));
    }

    private static Optional<Charset> find(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return KNOWN.stream().filter(known -> known.name().equals(upper)).findFirst();
    }

    static void check(String name) {
        new TextCharset(name);
    }

    Charset charset() {
        return charset;
    }
}
