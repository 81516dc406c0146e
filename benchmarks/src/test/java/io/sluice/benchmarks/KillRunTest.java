package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KillRunTest {
    private static final int KILLS = 6;

    @Test
    void tenKillsLoseAndDoubleNothing() throws Exception {
        KillRun.Outcome outcome = KillRun.run(KILLS, 42);
        assertThat(outcome.rows()).isPositive();
        assertThat(outcome.lost()).isZero();
        assertThat(outcome.doubledOrWrong()).isZero();
        assertThat(outcome.steps().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(KILLS);
    }
}
