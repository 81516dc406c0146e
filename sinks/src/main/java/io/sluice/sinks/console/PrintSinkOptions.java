package io.sluice.sinks.console;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * {@code WITH ('connector' = 'print', …)}.
 *
 * @param identifier is printed before each row, with {@code "> "}
 */
public record PrintSinkOptions(@JsonProperty("print-identifier") Optional<String> identifier) {
    String prefix() {
        return identifier
                .filter(text -> !text.isEmpty())
                .map(text -> text + "> ")
                .orElse("");
    }
}
