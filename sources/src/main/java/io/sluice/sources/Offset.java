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

    // Written out: Java makes a record's own at the first call, which takes a start some milliseconds.
    @Override
    public boolean equals(Object other) {
        return other instanceof Offset that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json;
    }
}
