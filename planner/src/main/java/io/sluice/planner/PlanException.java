package io.sluice.planner;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** A script, or a statement in it, that cannot be planned; the user's trouble. */
public final class PlanException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Location> location;
    private final String hint;

    /** Where in which script. */
    public record Location(Script script, Position position) {
        public Location {
            requireNonNull(script, "script");
            requireNonNull(position, "position");
        }
    }

    /**
     * @param message what, which, expected, got; lower case, no full stop, without the location
     * @param hint what to do, as a sentence; may be empty
     */
    public PlanException(String message, String hint, Optional<Location> location) {
        super(requireNonNull(message, "message"));
        this.hint = requireNonNull(hint, "hint");
        this.location = requireNonNull(location, "location");
    }

    public String hint() {
        return hint;
    }

    public Optional<Location> location() {
        return location;
    }

    /**
     * The whole message as a person reads it:
     *
     * <pre>
     * job.sql:3:8: column "delai" is not in table "flights"; the nearest are "delay", "date"
     *   3 | SELECT delai FROM flights
     *     |        ^^^^^
     *   Hint.
     * </pre>
     */
    public String report() {
        return PlanReport.of(this);
    }
}
