package io.sluice.planner.function;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.Optional;

/** A time zone by its name, prepared; times of a zone that does not exist are NULL. */
public final class ZoneName {
    private final Optional<ZoneRules> rules;

    public ZoneName(String name) {
        Optional<ZoneRules> found;
        try {
            found = Optional.of(ZoneId.of(name, ZoneId.SHORT_IDS).getRules());
        } catch (DateTimeException e) {
            found = Optional.empty();
        }
        rules = found;
    }

    long fromUtc(long micros) {
        if (rules.isEmpty()) {
            return ScalarFunction.NULL_LONG;
        }
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, Calendar.SECOND));
        return micros + rules.get().getOffset(instant).getTotalSeconds() * Calendar.SECOND;
    }

    long toUtc(long micros) {
        return rules.map(known -> micros - FunctionContext.offsetOfLocal(known, micros) * Calendar.SECOND)
                .orElse(ScalarFunction.NULL_LONG);
    }
}
