package io.sluice.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> COLUMNS =
            List.of("date", "delay", "distance", "origin", "destination", "id", "x");

    @Test
    void oneWrongLetterIsFound() {
        assertThat(Nearest.of("delai", COLUMNS)).containsExactly("delay");
    }

    @Test
    void swappedLettersAreOneStep() {
        assertThat(Nearest.distance("oirgin", "origin")).isEqualTo(1);
        assertThat(Nearest.distance("orign", "origin")).isEqualTo(1);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void upperAndLowerCaseAreEqual() {
        assertThat(Nearest.of("ORIGIN", COLUMNS)).containsExactly("origin");
    }

    @Test
    void theNearestComesFirstAndThreeAtMost() {
        assertThat(Nearest.of("aaaaaa", List.of("aaaabb", "aaaaab", "aaaaba", "aaabbb", "aaaaaa")))
                .containsExactly("aaaaaa", "aaaaab", "aaaaba");
    }

    @Test
    void farNamesAreNotSuggested() {
        assertThat(Nearest.of("altitude", COLUMNS)).isEmpty();
        assertThat(Nearest.of("y", COLUMNS)).isEmpty();
        assertThat(Nearest.of("ip", COLUMNS)).isEmpty();
    }
}
