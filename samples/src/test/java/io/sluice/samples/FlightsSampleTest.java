package io.sluice.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightsSampleTest {
    private static final String DELAYS =
            "SELECT window_start, window_end, origin, flights, round(mean_delay, 9), longest_delay FROM ";
    private static final String HOURLY =
            "SELECT window_start, origin, flights, round(mean_delay, 9), last_arrival FROM ";
    private static final String LATE = "SELECT (\"row\"::JSON->>'date')::TIMESTAMP, (\"row\"::JSON->>'delay')::BIGINT,"
            + " \"row\"::JSON->>'origin', \"row\"::JSON->>'destination', batch, watermark FROM"
            + " read_json('%s/output/late_flights/*.json', columns = {query: 'VARCHAR', operator: 'VARCHAR',"
            + " event_time: 'TIMESTAMP', watermark: 'TIMESTAMP', batch: 'BIGINT', row: 'VARCHAR'})";

    @TempDir
    private Path directory;

    @Test
    void delaysAreTheExpectedOnesAndTheWorstHoursArePrinted() throws Exception {
        SampleRun sample = new SampleRun("flights", directory);
        String printed = sample.run("delays.sql", Map.of());
        assertThat(Answers.differences(
                        sample.folder(),
                        DELAYS + "'%s/expected/delays.parquet'",
                        DELAYS + "'%s/output/delays/*.parquet'"))
                .isZero();
        assertThat(printed).isEqualTo(Files.readString(sample.folder().resolve("expected/worst-hours.txt")));
    }

    @Test
    void aFinishedJobThatIsStartedAgainDoublesNothing() throws Exception {
        SampleRun sample = new SampleRun("flights", directory);
        sample.run("delays.sql", Map.of());
        sample.run("delays.sql", Map.of());
        assertThat(Answers.differences(
                        sample.folder(),
                        DELAYS + "'%s/expected/delays.parquet'",
                        DELAYS + "'%s/output/delays/*.parquet'"))
                .isZero();
    }

    @Test
    void arrivalsCloseHoursByTheWatermarkAndLateFlightsAreKeptApart() throws Exception {
        SampleRun sample = new SampleRun("flights", directory);
        sample.run("arrivals.sql", Map.of());
        sample.run("arrivals.sql", Map.of());
        assertThat(Answers.differences(
                        sample.folder(),
                        HOURLY + "'%s/expected/hourly.parquet'",
                        HOURLY + "'%s/output/hourly/*.parquet'"))
                .isZero();
        assertThat(Answers.differences(
                        sample.folder(),
                        "SELECT date, delay, origin, destination, batch, watermark FROM '%s/expected/late_flights.parquet'",
                        LATE))
                .isZero();
    }
}
