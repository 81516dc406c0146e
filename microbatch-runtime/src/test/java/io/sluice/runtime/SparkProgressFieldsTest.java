package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.runtime.QueryProgress.EventTime;
import io.sluice.runtime.QueryProgress.SinkProgress;
import io.sluice.runtime.QueryProgress.SourceProgress;
import io.sluice.runtime.QueryProgress.StateOperator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The fields of progress beside those of Spark's {@code StreamingQueryProgress}, {@code StateOperatorProgress}, {@code
 * SourceProgress} and {@code SinkProgress} (4.2.0; {@code ./benchmarks/spark-files} asks those classes themselves).
 */
class SparkProgressFieldsTest {
    /** Name and kind of each field of Spark's, in the order in which it writes them; elements of a list under []. */
    private static final String SPARK =
            """
            id text, runId text, name text, timestamp text, batchId whole, batchDuration whole, numInputRows whole,
            inputRowsPerSecond number, processedRowsPerSecond number,
            durationMs.addBatch whole, durationMs.commitOffsets whole, durationMs.latestOffset whole,
            durationMs.triggerExecution whole, durationMs.walCommit whole,
            eventTime.avg text, eventTime.max text, eventTime.min text, eventTime.watermark text,
            stateOperators[].operatorName text, stateOperators[].numRowsTotal whole, stateOperators[].numRowsUpdated whole,
            stateOperators[].allUpdatesTimeMs whole, stateOperators[].numRowsRemoved whole,
            stateOperators[].allRemovalsTimeMs whole, stateOperators[].commitTimeMs whole,
            stateOperators[].memoryUsedBytes whole, stateOperators[].numRowsDroppedByWatermark whole,
            stateOperators[].numShufflePartitions whole, stateOperators[].numStateStoreInstances whole,
            stateOperators[].customMetrics object,
            sources[].description text, sources[].startOffset object, sources[].endOffset object,
            sources[].latestOffset object, sources[].numInputRows whole, sources[].inputRowsPerSecond number,
            sources[].processedRowsPerSecond number, sources[].metrics object,
            sink.description text, sink.numOutputRows whole, sink.metrics object, observedMetrics object
            """;

    /** What Spark has and we do not; `docs/operations.md` says why. */
    private static final Set<String> LEFT_OUT = Set.of(
            "stateOperators[].numShufflePartitions", "stateOperators[].numStateStoreInstances", "observedMetrics");

    private static final Map<String, String> OURS = Map.of(
            "durationMs.publish", "whole",
            "durationMs.release", "whole",
            "stateOperators[].numBadRows", "whole",
            "sources[].name", "text",
            "sources[].numInputBytes", "whole",
            "sources[].numRowsWithoutTime", "whole",
            "sources[].numBadRows", "whole");

    @Test
    void eachFieldIsSparksOrIsNamedHere() throws Exception {
        Map<String, String> spark = new LinkedHashMap<>();
        for (String field : SPARK.strip().split(",\\s*")) {
            spark.put(field.split(" ")[0], field.split(" ")[1]);
        }
        Map<String, String> got = fields();
        List<String> common = new ArrayList<>(got.keySet());
        common.removeAll(OURS.keySet());

        List<String> expected = new ArrayList<>(spark.keySet());
        expected.removeAll(LEFT_OUT);
        assertThat(common).containsExactlyElementsOf(expected);
        common.forEach(field -> assertThat(got.get(field)).as(field).isEqualTo(spark.get(field)));
        OURS.forEach((field, kind) -> assertThat(got.get(field)).as(field).isEqualTo(kind));
        assertThat(spark)
                .containsKeys(LEFT_OUT.toArray(String[]::new))
                .doesNotContainKeys(OURS.keySet().toArray(String[]::new));
    }

    /** Name and kind of each field of a progress in which nothing is missing. */
    private static Map<String, String> fields() throws Exception {
        Map<String, Duration> durations = new TreeMap<>();
        for (String step : List.of(
                "addBatch", "commitOffsets", "latestOffset", "publish", "release", "triggerExecution", "walCommit")) {
            durations.put(step, Duration.ofMillis(3));
        }
        Optional<String> offset = Optional.of("{\"seq\":1}");
        QueryProgress progress = new QueryProgress(
                "q",
                "r",
                "delays",
                Instant.EPOCH,
                1,
                Duration.ofMillis(50),
                Optional.of(Duration.ofSeconds(1)),
                new TreeMap<>(durations),
                new EventTime(Optional.of(1L), Optional.of(1L), Optional.of(1L), Optional.of(1L)),
                List.of(new StateOperator(
                        "agg", 1, 1, Duration.ZERO, 1, Duration.ZERO, Duration.ZERO, 1, 1, 1, Map.of("deltaRows", 1L))),
                List.of(new SourceProgress(
                        "t", "FileSource[t]", offset, offset, offset, 1, 1, 1, 1, Map.of("numFilesOutstanding", "2"))),
                new SinkProgress("FileSink[output]", 9, Map.of("numFilesPublished", "1")));
        Map<String, String> fields = new LinkedHashMap<>();
        add("", JsonMapper.builder().build().readTree(progress.json()), fields);
        return fields;
    }

    private static void add(String path, JsonNode node, Map<String, String> fields) {
        boolean offset = path.endsWith("Offset") && path.startsWith("sources")
                || path.toLowerCase(Locale.ROOT).endsWith("metrics");
        if (node.isObject() && !offset) {
            node.properties()
                    .forEach(field -> add(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), fields));
        } else if (node.isArray()) {
            node.forEach(element -> add(path + "[]", element, fields));
        } else {
            fields.put(
                    path, offset ? "object" : node.isTextual() ? "text" : node.isIntegralNumber() ? "whole" : "number");
        }
    }
}
