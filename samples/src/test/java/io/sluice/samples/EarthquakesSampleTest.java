package io.sluice.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarthquakesSampleTest {
    private static final String EXPECTED =
            "SELECT window_start, region, quakes, magnitude, deepest, last_update FROM read_csv('%s/expected/strongest.csv')";
    private static final String GOT = "SELECT window_start AT TIME ZONE 'UTC', region, quakes, magnitude, deepest,"
            + " last_update AT TIME ZONE 'UTC' FROM '%s/output/strongest/*.parquet'";
    private static final String EXPECTED_LATE =
            "SELECT id, place, mag::DOUBLE, event_time, batch FROM read_csv('%s/expected/late_quakes.csv')";
    private static final String GOT_LATE = "SELECT \"row\"::JSON->>'id', \"row\"::JSON->'properties'->>'place',"
            + " (\"row\"::JSON->'properties'->>'mag')::DOUBLE, event_time, batch FROM"
            + " read_json('%s/output/late_quakes/*.json', columns = {query: 'VARCHAR', operator: 'VARCHAR',"
            + " event_time: 'TIMESTAMP', watermark: 'TIMESTAMP', batch: 'BIGINT', row: 'VARCHAR'})";

    @TempDir
    private Path directory;

    @Test
    void strongestQuakesAndLateReportsAreTheExpectedOnes() throws Exception {
        SampleRun sample = new SampleRun("earthquakes", directory);
        sample.run("strongest.sql", Map.of());
        sample.run("strongest.sql", Map.of());
        assertThat(Answers.differences(sample.folder(), EXPECTED, GOT)).isZero();
        assertThat(Answers.differences(sample.folder(), EXPECTED_LATE, GOT_LATE))
                .isZero();
        assertThat(Answers.number("SELECT COUNT(*) FROM '%s/output/strongest/*.parquet'"
                        .replace("%s", sample.folder().toString())))
                .isEqualTo(280);
    }
}
