package io.sluice.sources;

import static java.util.Objects.requireNonNull;

/** A position in a source as one line of JSON. Only the source that made it can read it; the log keeps it as it is. */
public record Offset(String json) {
    public Offset {
        requireNonNull(json, "json");
        if (json.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("an offset is one line of JSON, got " + json);
        }
    }

    @Override
    public String toString() {
        return json;
    }
}
