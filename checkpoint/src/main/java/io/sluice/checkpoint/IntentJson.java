package io.sluice.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
        writeTimes(json, "watermarks", intent.watermarks());
        json.writeNumberField("batchTimeMicros", intent.batchTimeMicros());
        json.writeBooleanField("endOfInput", intent.endOfInput());
        writeIdle(json, intent.idle());
        writeOperators(json, intent.operators());
        writeEnds(json, intent.ends());
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
                readTimes(line.required("watermarks")),
                line.required("batchTimeMicros").asLong(),
                line.required("endOfInput").asBoolean(),
                readIdle(line.path("idle")),
                readOperators(line.path("operators")),
                readEnds(line));
    }

    /** Absent if empty. */
    static void writeEnds(JsonGenerator json, Map<String, String> ends) throws IOException {
        if (!ends.isEmpty()) {
            json.writeObjectFieldStart("ends");
            for (var end : new TreeMap<>(ends).entrySet()) {
                json.writeStringField(end.getKey(), end.getValue());
            }
            json.writeEndObject();
        }
    }

    static Map<String, String> readEnds(JsonNode line) {
        Map<String, String> ends = new HashMap<>();
        for (var end : line.path("ends").properties()) {
            ends.put(end.getKey(), end.getValue().textValue());
        }
        return ends;
    }

    private static void writeIdle(JsonGenerator json, Map<String, Set<String>> idle) throws IOException {
        if (idle.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("idle");
        for (var source : new TreeMap<>(idle).entrySet()) {
            json.writeArrayFieldStart(source.getKey());
            for (String partition : new TreeSet<>(source.getValue())) {
                json.writeString(partition);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static Map<String, Set<String>> readIdle(JsonNode object) {
        Map<String, Set<String>> idle = new HashMap<>();
        for (var source : object.properties()) {
            Set<String> partitions = new HashSet<>();
            source.getValue().forEach(partition -> partitions.add(partition.textValue()));
            idle.put(source.getKey(), Set.copyOf(partitions));
        }
        return idle;
    }

    static void writeOperators(JsonGenerator json, Map<String, Long> operators) throws IOException {
        if (operators.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("operators");
        for (var operator : new TreeMap<>(operators).entrySet()) {
            json.writeNumberField(operator.getKey(), operator.getValue());
        }
        json.writeEndObject();
    }

    static Map<String, Long> readOperators(JsonNode object) {
        Map<String, Long> operators = new HashMap<>();
        object.properties()
                .forEach(operator ->
                        operators.put(operator.getKey(), operator.getValue().asLong()));
        return operators;
    }

    /** Times by source and partition. */
    static void writeTimes(JsonGenerator json, String name, Map<String, Map<String, Long>> watermarks)
            throws IOException {
        json.writeObjectFieldStart(name);
        for (var source : new TreeMap<>(watermarks).entrySet()) {
            json.writeObjectFieldStart(source.getKey());
            for (var partition : new TreeMap<>(source.getValue()).entrySet()) {
                json.writeNumberField(partition.getKey(), partition.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    static Map<String, Map<String, Long>> readTimes(JsonNode object) {
        Map<String, Map<String, Long>> watermarks = new HashMap<>();
        for (var source : object.properties()) {
            Map<String, Long> partitions = new HashMap<>();
            for (var partition : source.getValue().properties()) {
                partitions.put(partition.getKey(), partition.getValue().asLong());
            }
            watermarks.put(source.getKey(), Map.copyOf(partitions));
        }
        return watermarks;
    }
}
