package io.sluice.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClicksSampleTest {
    @TempDir
    private Path directory;

    /** How the rows fall into batches depends on the clock; the last total of each page does not. */
    @Test
    void lastTotalsOfBothModesAreTheExpectedOnes() throws Exception {
        SampleRun sample = new SampleRun("clicks", directory);
        String printed = sample.run("totals.sql", Map.of("trigger", "0 s"));
        List<String> expected = java.nio.file.Files.readAllLines(sample.folder().resolve("expected/totals.txt"));
        for (String row : expected) {
            assertThat(printed).contains(row);
        }
    }
}
