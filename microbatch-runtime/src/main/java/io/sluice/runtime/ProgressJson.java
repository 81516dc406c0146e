package io.sluice.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** {@link QueryProgress} as JSON: field names and their order are those of Structured Streaming. */
final class ProgressJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ProgressJson() {}

    static String of(QueryProgress progress) {
        long rows = progress.numInputRows();
        ObjectNode json = JSON.createObjectNode();
        json.put("id", progress.id());
        json.put("runId", progress.runId());
        json.put("name", progress.name());
        json.put("timestamp", TIME.format(progress.timestamp()));
        json.put("batchId", progress.batchId());
        json.put("batchDuration", progress.batchDuration().toMillis());
        json.put("numInputRows", rows);
        put(json, "inputRowsPerSecond", progress.inputRowsPerSecond(rows));
        put(json, "processedRowsPerSecond", progress.processedRowsPerSecond(rows));
        ObjectNode durations = json.putObject("durationMs");
        progress.durations().forEach((step, time) -> durations.put(step, time.toMillis()));
        eventTime(json.putObject("eventTime"), progress.eventTime());
        ArrayNode operators = json.putArray("stateOperators");
        progress.stateOperators().forEach(operator -> operator(operators.addObject(), operator));
        ArrayNode sources = json.putArray("sources");
        progress.sources().forEach(source -> source(sources.addObject(), source, progress));
        ObjectNode sink = json.putObject("sink");
        sink.put("description", progress.sink().description());
        sink.put("numOutputRows", progress.sink().numOutputRows());
        metrics(sink, progress.sink().metrics());
        return json.toString();
    }

    private static void eventTime(ObjectNode json, QueryProgress.EventTime time) {
        time.avg().ifPresent(micros -> json.put("avg", time(micros)));
        time.max().ifPresent(micros -> json.put("max", time(micros)));
        time.min().ifPresent(micros -> json.put("min", time(micros)));
        time.watermark().ifPresent(micros -> json.put("watermark", time(micros)));
    }

    private static String time(long micros) {
        return TIME.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    private static void operator(ObjectNode json, QueryProgress.StateOperator operator) {
        json.put("operatorName", operator.operatorName());
        json.put("numRowsTotal", operator.numRowsTotal());
        json.put("numRowsUpdated", operator.numRowsUpdated());
        json.put("allUpdatesTimeMs", operator.updates().toMillis());
        json.put("numRowsRemoved", operator.numRowsRemoved());
        json.put("allRemovalsTimeMs", operator.removals().toMillis());
        json.put("commitTimeMs", operator.commit().toMillis());
        json.put("memoryUsedBytes", operator.memoryUsedBytes());
        json.put("numRowsDroppedByWatermark", operator.numRowsDroppedByWatermark());
        if (!operator.customMetrics().isEmpty()) {
            ObjectNode metrics = json.putObject("customMetrics");
            new TreeMap<>(operator.customMetrics()).forEach(metrics::put);
        }
        json.put("numBadRows", operator.numBadRows());
    }

    private static void source(ObjectNode json, QueryProgress.SourceProgress source, QueryProgress progress) {
        json.put("name", source.name());
        json.put("description", source.description());
        json.set("startOffset", offset(source.startOffset()));
        json.set("endOffset", offset(source.endOffset()));
        json.set("latestOffset", offset(source.latestOffset()));
        json.put("numInputRows", source.numInputRows());
        put(json, "inputRowsPerSecond", progress.inputRowsPerSecond(source.numInputRows()));
        put(json, "processedRowsPerSecond", progress.processedRowsPerSecond(source.numInputRows()));
        metrics(json, source.metrics());
        json.put("numInputBytes", source.numInputBytes());
        json.put("numRowsWithoutTime", source.numRowsWithoutTime());
        json.put("numBadRows", source.numBadRows());
    }

    /** An offset is the source's JSON; should it not be, it is shown as text. */
    private static JsonNode offset(Optional<String> offset) {
        if (offset.isEmpty()) {
            return JSON.nullNode();
        }
        try {
            return JSON.readTree(offset.get());
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(offset.get());
        }
    }

    /** In the order of their names; nothing at all where there are none. */
    private static void metrics(ObjectNode json, Map<String, String> metrics) {
        if (!metrics.isEmpty()) {
            ObjectNode values = json.putObject("metrics");
            new TreeMap<>(metrics).forEach(values::put);
        }
    }

    private static void put(ObjectNode json, String name, OptionalDouble value) {
        value.ifPresent(number -> json.put(name, number));
    }
}
