package io.sluice.sources.file;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.json.TimestampForm;
import java.util.Optional;

/** The options of a table that say how rows are taken from a file. */
public record FormatOptions(
        @JsonProperty(BadRowPolicy.OPTION) Optional<BadRowPolicy> badRow,
        @JsonProperty("timestamp.nanos") Optional<Nanos> timestampNanos,
        @JsonProperty("json.timestamp-format.standard") Optional<TimestampForm> timestampForm,
        @JsonProperty("json.fail-on-missing-field") Optional<Boolean> failOnMissingField,
        @JsonProperty("json.ignore-parse-errors") Optional<Boolean> jsonIgnoresErrors) {
    /** Nothing is said: all is as it is by default. */
    public static final FormatOptions DEFAULT =
            new FormatOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** What becomes of digits below a microsecond. */
    public enum Nanos {
        FAIL,
        TRUNCATE
    }

    public FormatOptions {
        requireNonNull(badRow, "badRow");
        requireNonNull(timestampNanos, "timestampNanos");
        requireNonNull(timestampForm, "timestampForm");
        requireNonNull(failOnMissingField, "failOnMissingField");
        requireNonNull(jsonIgnoresErrors, "jsonIgnoresErrors");
        policy(badRow, "json.ignore-parse-errors", jsonIgnoresErrors);
    }

    /** The older options of formats are another word for a policy. */
    private static BadRowPolicy policy(Optional<BadRowPolicy> policy, String option, Optional<Boolean> ignores) {
        if (policy.isPresent() && ignores.isPresent()) {
            throw new IllegalArgumentException(
                    "'%s' and '%s' say the same thing: leave out '%s'".formatted(BadRowPolicy.OPTION, option, option));
        }
        return policy.orElse(ignores.orElse(false) ? BadRowPolicy.SKIP : BadRowPolicy.FAIL);
    }

    public BadRowPolicy jsonBadRows() {
        return policy(badRow, "json.ignore-parse-errors", jsonIgnoresErrors);
    }

    public boolean truncatesNanos() {
        return timestampNanos.equals(Optional.of(Nanos.TRUNCATE));
    }
}
