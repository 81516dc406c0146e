package io.sluice.runtime.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ./benchmarks/simulate} runs more seeds, and tells after how many a broken protocol is caught. */
class SimulationTest {
    private static final long RUNS = Long.getLong("sluice.simulation.runs", 2_000);
    private static final long SEED = Long.getLong("sluice.simulation.seed", 1);
    private static final long MOST_RUNS = 2_000;

    @Test
    void noRunLosesDoublesOrSpoilsARow() {
        assertThat(Simulation.first(RUNS, SEED, Protocol.RIGHT)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(BrokenProtocol.class)
    void eachBrokenProtocolIsCaught(BrokenProtocol broken) {
        assertThat(Simulation.first(MOST_RUNS, SEED, broken)).isPresent();
    }
}
