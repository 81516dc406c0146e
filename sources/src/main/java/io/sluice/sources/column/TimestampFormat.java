package io.sluice.sources.column;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.util.Optional;

/**
 * How timestamps are written in text: {@code 'timestamp.format'}.
 *
 * @param separator what stands between date and time where there is no pattern: a blank, {@code T}, or either
 * @param pattern as {@link TimestampPattern} takes it
 * @param truncateNanos whether digits below a microsecond are cut, and not an error
 * @param zone of a TIMESTAMP_LTZ without a zone of its own
 */
public record TimestampFormat(char separator, Optional<String> pattern, boolean truncateNanos, ZoneId zone) {
    public static final char EITHER = 0;

    public TimestampFormat {
        requireNonNull(pattern, "pattern");
        requireNonNull(zone, "zone");
    }

    /** @param text {@code SQL}, {@code ISO-8601} or a pattern */
    public static TimestampFormat of(String text, boolean truncateNanos, ZoneId zone) {
        if (text.equalsIgnoreCase("SQL")) {
            return new TimestampFormat(' ', Optional.empty(), truncateNanos, zone);
        }
        if (text.equalsIgnoreCase("ISO-8601")) {
            return new TimestampFormat('T', Optional.empty(), truncateNanos, zone);
        }
        return new TimestampFormat(EITHER, Optional.of(text), truncateNanos, zone);
    }

    /** Fails with an {@code IllegalArgumentException} if {@code text} is none of these. */
    public static void check(String text) {
        if (of(text, false, java.time.ZoneOffset.UTC).pattern().isPresent()) {
            new TimestampPattern(text);
        }
    }

    /** How a value is written, for messages; {@code zone} of a type that has one. */
    public String shown(String zoneText) {
        return pattern.orElseGet(
                () -> "yyyy-MM-dd%sHH:mm:ss[.SSSSSS]%s".formatted(separator == EITHER ? ' ' : separator, zoneText));
    }
}
