package io.sluice.engine.catalog;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** An option in WITH that does not fit its connector; {@code option} tells which, to point at it. */
public final class OptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String option;
    private final String hint;

    OptionException(String option, String message, String hint) {
        super(requireNonNull(message, "message"));
        this.option = requireNonNull(option, "option");
        this.hint = requireNonNull(hint, "hint");
    }

    /** The name of the option; empty if it is not one in particular. */
    public Optional<String> option() {
        return option.isEmpty() ? Optional.empty() : Optional.of(option);
    }

    public String hint() {
        return hint;
    }
}
