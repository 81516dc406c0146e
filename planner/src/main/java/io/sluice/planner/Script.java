package io.sluice.planner;

import static java.util.Objects.requireNonNull;

/**
 * SQL text with the name that messages call it by.
 *
 * @param name the file's name as the user gave it, or such as {@code <sql>}
 */
public record Script(String name, String text) {
    public Script {
        requireNonNull(name, "name");
        requireNonNull(text, "text");
    }
}
