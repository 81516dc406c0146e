package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KillRunTest {
    private static final int KILLS = 16;
    private static final int PAUSES = 4;

    @Test
    void twentyKillsAndPausesLoseAndDoubleNothing() throws Exception {
        KillRun.Outcome outcome = KillRun.run(KILLS, PAUSES, 42);
        assertThat(outcome.rows()).isPositive();
        assertThat(outcome.lost()).isZero();
        assertThat(outcome.doubledOrWrong()).isZero();
        assertThat(outcome.killed().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(KILLS);
    }
}
