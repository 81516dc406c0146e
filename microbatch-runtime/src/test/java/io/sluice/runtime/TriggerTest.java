package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerTest {
    @ParameterizedTest
    @CsvSource({
        "5 s, PT5S",
        "5s, PT5S",
        "100 ms, PT0.1S",
        "1 min, PT1M",
        "2 minutes, PT2M",
        "1 hour, PT1H",
        "' 3 SECONDS ', PT3S",
        "1 d, PT24H"
    })
    void timesAreIntervals(String text, Duration period) {
        assertThat(Trigger.parse(text)).isEqualTo(new Trigger.Interval(period));
    }

    @Test
    void namesAreTriggers() {
        assertThat(Trigger.parse("once")).isEqualTo(new Trigger.Once());
        assertThat(Trigger.parse("available-now")).isEqualTo(new Trigger.AvailableNow());
        assertThat(Trigger.parse("ASAP")).isEqualTo(new Trigger.AsSoonAsPossible());
        assertThat(Trigger.parse("0 s")).isEqualTo(new Trigger.AsSoonAsPossible());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "five", "5", "5 parsecs", "-1 s", "1.5 s", "99999999999 s"})
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> Trigger.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "cannot read a trigger: expected a time such as '5 s', '100 ms' or '1 min', or 'asap', 'once' or"
                                + " 'available-now', got '" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:05Z",
        "2026-01-01T00:00:04.999Z, 2026-01-01T00:00:05Z",
        "2026-01-01T00:00:05Z, 2026-01-01T00:00:10Z",
        "1969-12-31T23:59:58Z, 1970-01-01T00:00:00Z"
    })
    void nextIsTheNextMultipleSinceTheEpoch(Instant started, Instant next) {
        assertThat(new Trigger.Interval(Duration.ofSeconds(5)).next(started)).isEqualTo(next);
    }
}
