package io.sluice.sinks.console;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code WITH ('connector' = 'console', …)}.
 *
 * @param rows how many rows of a batch are printed
 * @param truncate {@code true}: cells are cut at 20 characters; {@code false}: not at all; or a number of characters
 */
public record ConsoleSinkOptions(
        @JsonProperty("print.rows") Optional<Integer> rows, @JsonProperty("truncate") Optional<String> truncate) {
    private static final int DEFAULT_ROWS = 20;
    private static final int DEFAULT_CHARACTERS = 20;

    public ConsoleSinkOptions {
        if (rows.isPresent() && rows.get() < 0) {
            throw new IllegalArgumentException("option 'print.rows': expected 0 or more, got " + rows.get());
        }
        characters(truncate);
    }

    int shownRows() {
        return rows.orElse(DEFAULT_ROWS);
    }

    /** The longest cell that is printed whole; 0 for no limit. */
    int shownCharacters() {
        return characters(truncate);
    }

    private static int characters(Optional<String> truncate) {
        String text = truncate.orElse("true").strip().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true" -> DEFAULT_CHARACTERS;
            case "false" -> 0;
            default -> number(text);
        };
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "option 'truncate': expected 'true', 'false' or a number of characters, got '%s'".formatted(text));
        }
        return Integer.parseInt(text);
    }
}
