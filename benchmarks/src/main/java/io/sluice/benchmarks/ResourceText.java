package io.sluice.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Texts on the class path. */
public final class ResourceText {
    private ResourceText() {}

    /** @param path from the root of the class path, with a slash in front; empty if there is none */
    public static Optional<String> find(String path) {
        try (InputStream in = ResourceText.class.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }
}
