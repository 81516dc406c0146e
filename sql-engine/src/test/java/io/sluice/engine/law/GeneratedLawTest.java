package io.sluice.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The law over a few random queries, always the same; {@code ./benchmarks/law-long} goes on with others. */
@Execution(ExecutionMode.CONCURRENT)
class GeneratedLawTest {
    @TempDir
    private Path directory;

    @Test
    void randomQueriesObeyTheLaw() throws Exception {
        LawRounds rounds = new LawRounds(directory, 40, 10);
        assertThat(rounds.run(20010101)).isEmpty();
        assertThat(rounds.checked()).isGreaterThan(20);
    }
}
