package io.sluice.runtime;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When the loop starts a batch. */
public sealed interface Trigger {
    /** The next batch follows at once; when there is nothing to read, as soon as something comes. */
    record AsSoonAsPossible() implements Trigger {}

    /**
     * First at once, then at the multiples of {@code period} since the epoch. A batch that takes longer is followed at
     * once by the next; the times that it has missed count as one.
     */
    record Interval(Duration period) implements Trigger {
        public Interval {
            requireNonNull(period, "period");
            if (period.toMillis() < 1) {
                throw new IllegalArgumentException("the period of a trigger is at least 1 ms, got " + period);
            }
        }

        /** When the next one is due after one that began at {@code started}. */
        public Instant next(Instant started) {
            long millis = period.toMillis();
            return Instant.ofEpochMilli((Math.floorDiv(started.toEpochMilli(), millis) + 1) * millis);
        }
    }

    /** One batch with all that is there, without a read limit. One that a crash has cut off is repeated before it. */
    record Once() implements Trigger {}

    /** All that is there at the start, in batches under the read limits; then the query ends. */
    record AvailableNow() implements Trigger {}

    /** Reads {@code '5 s'}, {@code '0 s'} or {@code 'asap'}, {@code 'once'}, {@code 'available-now'}. */
    static Trigger parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "asap" -> new AsSoonAsPossible();
            case "once" -> new Once();
            case "available-now" -> new AvailableNow();
            default -> period(name)
                    .map(period -> period.isZero() ? new AsSoonAsPossible() : new Interval(period))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "cannot read a trigger: expected a time such as '5 s', '100 ms' or '1 min', or 'asap', 'once' or"
                                    + " 'available-now', got '" + text + "'"));
        };
    }

    private static Optional<Duration> period(String text) {
        Matcher matcher = Pattern.compile("(\\d{1,9})\\s*([a-z]+)").matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms", "milli", "millis", "millisecond", "milliseconds" -> Optional.of(Duration.ofMillis(amount));
            case "s", "sec", "secs", "second", "seconds" -> Optional.of(Duration.ofSeconds(amount));
            case "m", "min", "mins", "minute", "minutes" -> Optional.of(Duration.ofMinutes(amount));
            case "h", "hour", "hours" -> Optional.of(Duration.ofHours(amount));
            case "d", "day", "days" -> Optional.of(Duration.ofDays(amount));
            default -> Optional.empty();
        };
    }
}
