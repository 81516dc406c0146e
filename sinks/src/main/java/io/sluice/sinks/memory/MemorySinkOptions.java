package io.sluice.sinks.memory;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * {@code WITH ('connector' = 'memory', …)}.
 *
 * @param keep {@code changes}: all batches as they were written; {@code result}: only what they add up to
 */
public record MemorySinkOptions(@JsonProperty("keep") Optional<String> keep) {
    public MemorySinkOptions {
        keep.filter(text -> !text.equals("changes") && !text.equals("result")).ifPresent(text -> {
            throw new IllegalArgumentException(
                    "option 'keep': expected 'changes' or 'result', got '%s'".formatted(text));
        });
    }

    /** All changes are kept. */
    public MemorySinkOptions() {
        this(Optional.empty());
    }

    boolean keepsResult() {
        return keep.filter("result"::equals).isPresent();
    }
}
