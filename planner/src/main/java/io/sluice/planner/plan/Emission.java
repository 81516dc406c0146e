package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

/** What the sink of a query gets, and why that was chosen, as a person reads it. */
public record Emission(Mode mode, String reason) {
    public Emission {
        requireNonNull(mode, "mode");
        requireNonNull(reason, "reason");
    }

    /** The output modes. */
    public enum Mode {
        APPEND,
        UPDATE,
        COMPLETE,
        CHANGELOG
    }
}
