package io.sluice.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The line of an intent. Readers fail with IllegalArgumentException on what they do not expect. */
final class IntentJson {
    private IntentJson() {}

    static void write(JsonGenerator json, BatchIntent intent) throws IOException {
        json.writeStartObject();
        json.writeNumberField("batch", intent.batch());
        json.writeObjectFieldStart("ranges");
        for (var range : new TreeMap<>(intent.ranges()).entrySet()) {
            json.writeObjectFieldStart(range.getKey());
            if (range.getValue().from().isPresent()) {
                json.writeStringField("from", range.getValue().from().get());
            }
            json.writeStringField("to", range.getValue().to());
            json.writeEndObject();
        }
        json.writeEndObject();
        writeWatermarks(json, intent.watermarks());
        json.writeNumberField("batchTimeMicros", intent.batchTimeMicros());
        json.writeBooleanField("endOfInput", intent.endOfInput());
        json.writeEndObject();
    }

    static BatchIntent read(JsonNode line) {
        Map<String, BatchIntent.Range> ranges = new HashMap<>();
        for (var entry : line.required("ranges").properties()) {
            JsonNode from = entry.getValue().path("from");
            ranges.put(
                    entry.getKey(),
                    new BatchIntent.Range(
                            Optional.ofNullable(from.textValue()),
                            entry.getValue().required("to").textValue()));
        }
        return new BatchIntent(
                line.required("batch").asLong(),
                ranges,
                readWatermarks(line),
                line.required("batchTimeMicros").asLong(),
                line.required("endOfInput").asBoolean());
    }

    static void writeWatermarks(JsonGenerator json, Map<String, Map<String, Long>> watermarks) throws IOException {
        json.writeObjectFieldStart("watermarks");
        for (var source : new TreeMap<>(watermarks).entrySet()) {
            json.writeObjectFieldStart(source.getKey());
            for (var partition : new TreeMap<>(source.getValue()).entrySet()) {
                json.writeNumberField(partition.getKey(), partition.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    static Map<String, Map<String, Long>> readWatermarks(JsonNode line) {
        Map<String, Map<String, Long>> watermarks = new HashMap<>();
        for (var source : line.required("watermarks").properties()) {
            Map<String, Long> partitions = new HashMap<>();
            for (var partition : source.getValue().properties()) {
                partitions.put(partition.getKey(), partition.getValue().asLong());
            }
            watermarks.put(source.getKey(), Map.copyOf(partitions));
        }
        return watermarks;
    }
}
