package io.sluice.benchmarks.nexmark;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.benchmarks.Stopwatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A line of JSON: one run of a query, or what its result was.
 *
 * @param version of the engine
 * @param run from 1; 0 for the run whose result was looked at
 * @param rows of the tables that were read
 * @param seconds of the whole query
 * @param cpuSeconds of all threads of the process in that time, so on a busy machine the better measure
 * @param batches that were committed; absent for one that has none
 * @param result a {@link Fingerprint}, or its number of rows; absent where it was not looked at
 * @param peakMegabytes the most memory that the process has had, all of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunLine(
        String benchmark,
        String engine,
        String version,
        String query,
        int run,
        long events,
        long rows,
        Double seconds,
        @JsonProperty("cpu_s") Double cpuSeconds,
        @JsonProperty("mrows_per_s") Double rate,
        Integer batches,
        String result,
        @JsonProperty("peak_mb") long peakMegabytes) {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    public static RunLine timed(String version, RunSpec spec, int run, Stopwatch.Time time, Optional<Integer> batches) {
        return new RunLine(
                "nexmark",
                spec.engine(),
                version,
                spec.query(),
                run,
                spec.files().events(),
                spec.rows(),
                rounded(time.seconds()),
                rounded(time.cpuSeconds()),
                rounded(spec.rows() / time.seconds() / 1e6),
                batches.orElse(null),
                null,
                peak());
    }

    /** @param result a {@link Fingerprint}, or its number of rows */
    public static RunLine result(String version, RunSpec spec, String result) {
        return new RunLine(
                "nexmark",
                spec.engine(),
                version,
                spec.query(),
                0,
                spec.files().events(),
                spec.rows(),
                null,
                null,
                null,
                null,
                result,
                peak());
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    /** As the system counts it; 0 where it does not. */
    private static long peak() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    public void print() {
        System.out.println(json());
    }

    String json() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty for a line that is something else. */
    static Optional<RunLine> parse(String line) {
        try {
            return line.startsWith("{") ? Optional.of(MAPPER.readValue(line, RunLine.class)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
