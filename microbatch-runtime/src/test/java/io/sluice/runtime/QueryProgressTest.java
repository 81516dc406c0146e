package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.runtime.QueryProgress.EventTime;
import io.sluice.runtime.QueryProgress.SinkProgress;
import io.sluice.runtime.QueryProgress.SourceProgress;
import io.sluice.runtime.QueryProgress.StateOperator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QueryProgressTest {
    private static final SourceProgress SOURCE = new SourceProgress(
            "flights",
            "FileSource[input]",
            Optional.of("{\"files\":2}"),
            Optional.of("{\"files\":4}"),
            Optional.of("not json"),
            100,
            4096,
            1,
            3,
            Map.of("numFilesOutstanding", "2", "numBytesOutstanding", "99"));

    @Test
    void jsonHasTheNamesAndTheOrderOfStructuredStreaming() {
        QueryProgress progress = progress(
                Optional.of(Duration.ofSeconds(2)),
                new EventTime(
                        Optional.of(1_767_225_300_000_000L),
                        Optional.of(1_767_225_600_123_456L),
                        Optional.of(-1L),
                        Optional.of(1_767_225_000_000_000L)),
                List.of(new StateOperator(
                        "agg-1",
                        7,
                        3,
                        Duration.ofMillis(5),
                        2,
                        Duration.ofMillis(6),
                        Duration.ofMillis(1),
                        512,
                        4,
                        8,
                        Map.of("deltaRows", 5L, "deltaBytes", 64L))),
                List.of(SOURCE));
        assertThat(progress.json())
                .isEqualTo(
                        "{\"id\":\"q\",\"runId\":\"r\",\"name\":\"delays\",\"timestamp\":\"2026-01-01T00:00:00.000Z\","
                                + "\"batchId\":12,\"batchDuration\":50,\"numInputRows\":100,\"inputRowsPerSecond\":50.0,"
                                + "\"processedRowsPerSecond\":2000.0,\"durationMs\":{\"addBatch\":40,\"triggerExecution\":50},"
                                + "\"eventTime\":{\"avg\":\"2025-12-31T23:55:00.000Z\",\"max\":\"2026-01-01T00:00:00.123Z\",\"min\":\"1969-12-31T23:59:59.999Z\","
                                + "\"watermark\":\"2025-12-31T23:50:00.000Z\"},\"stateOperators\":[{\"operatorName\":\"agg-1\","
                                + "\"numRowsTotal\":7,\"numRowsUpdated\":3,\"allUpdatesTimeMs\":5,\"numRowsRemoved\":2,"
                                + "\"allRemovalsTimeMs\":6,\"commitTimeMs\":1,\"memoryUsedBytes\":512,"
                                + "\"numRowsDroppedByWatermark\":4,\"customMetrics\":{\"deltaBytes\":64,\"deltaRows\":5},\"numBadRows\":8}],\"sources\":[{\"name\":\"flights\","
                                + "\"description\":\"FileSource[input]\",\"startOffset\":{\"files\":2},\"endOffset\":{\"files\":4},"
                                + "\"latestOffset\":\"not json\",\"numInputRows\":100,\"inputRowsPerSecond\":50.0,"
                                + "\"processedRowsPerSecond\":2000.0,\"metrics\":{\"numBytesOutstanding\":\"99\",\"numFilesOutstanding\":\"2\"},"
                                + "\"numInputBytes\":4096,\"numRowsWithoutTime\":1,\"numBadRows\":3}],"
                                + "\"sink\":{\"description\":\"FileSink[output]\",\"numOutputRows\":9,\"metrics\":{\"numFilesPublished\":\"1\"}}}");
        assertThat(progress.numLateRows()).isEqualTo(4);
        assertThat(progress.numBadRows()).isEqualTo(11);
    }

    @Test
    void ratesThatAreNotKnownAreLeftOut() {
        QueryProgress progress = progress(
                Optional.empty(),
                new EventTime(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                List.of(),
                List.of());
        assertThat(progress.json())
                .contains("\"numInputRows\":0,\"processedRowsPerSecond\":0.0,", "\"eventTime\":{}")
                .doesNotContain("inputRowsPerSecond", "NaN", "Infinity");
    }

    @Test
    void triggersOfNoTimeDoNotDivideByZero() {
        QueryProgress progress = progress(
                Optional.of(Duration.ZERO),
                new EventTime(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                List.of(),
                List.of(SOURCE));
        assertThat(progress.inputRowsPerSecond(100)).hasValue(100_000);
    }

    private static QueryProgress progress(
            Optional<Duration> sincePrevious,
            EventTime eventTime,
            List<StateOperator> operators,
            List<SourceProgress> sources) {
        return new QueryProgress(
                "q",
                "r",
                "delays",
                Instant.parse("2026-01-01T00:00:00Z"),
                12,
                Duration.ofMillis(50),
                sincePrevious,
                new TreeMap<>(Map.of("addBatch", Duration.ofMillis(40), "triggerExecution", Duration.ofMillis(50))),
                eventTime,
                operators,
                sources,
                new SinkProgress("FileSink[output]", 9, Map.of("numFilesPublished", "1")));
    }
}
