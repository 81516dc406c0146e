package io.sluice.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.checkpoint.state.StateCatalog;
import io.sluice.checkpoint.state.StateChange;
import io.sluice.checkpoint.state.StateJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The line of a commit. Readers fail with IllegalArgumentException on what they do not expect. */
final class CommitJson {
    private CommitJson() {}

    /**
     * @param intent of the same batch; repeated here, so that one force makes both durable
     * @param catalog all state before this commit; in the first line of a segment, so that a reader can start there
     */
    static void write(
            JsonGenerator json,
            BatchCommit commit,
            Optional<BatchIntent> intent,
            StateChange change,
            Optional<StateCatalog> catalog)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("batch", commit.batch());
        writeStrings(json, "offsets", commit.offsets());
        IntentJson.writeTimes(json, "watermarks", commit.watermarks());
        json.writeObjectFieldStart("counts");
        for (var count : new TreeMap<>(commit.counts()).entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("publishedThrough", commit.publishedThrough());
        json.writeBooleanField("finished", commit.finished());
        if (!commit.activity().isEmpty()) {
            IntentJson.writeTimes(json, "activity", commit.activity());
        }
        IntentJson.writeOperators(json, commit.operators());
        IntentJson.writeEnds(json, commit.ends());
        json.writeObjectFieldStart("receipts");
        for (var receipt : new TreeMap<>(commit.receipts()).entrySet()) {
            json.writeBinaryField(receipt.getKey(), receipt.getValue());
        }
        json.writeEndObject();
        if (intent.isPresent()) {
            json.writeFieldName("intent");
            IntentJson.write(json, intent.get());
        }
        StateJson.write(json, change);
        if (catalog.isPresent()) {
            StateJson.writeCatalog(json, catalog.get());
        }
        json.writeEndObject();
    }

    static BatchCommit read(JsonNode line) throws IOException {
        Map<String, String> offsets = new HashMap<>();
        for (var offset : line.required("offsets").properties()) {
            offsets.put(offset.getKey(), offset.getValue().textValue());
        }
        Map<String, byte[]> receipts = new HashMap<>();
        for (var receipt : line.required("receipts").properties()) {
            receipts.put(receipt.getKey(), receipt.getValue().binaryValue());
        }
        Map<String, Long> counts = new HashMap<>();
        for (var count : line.required("counts").properties()) {
            counts.put(count.getKey(), count.getValue().asLong());
        }
        return new BatchCommit(
                line.required("batch").asLong(),
                offsets,
                IntentJson.readTimes(line.required("watermarks")),
                receipts,
                counts,
                line.required("publishedThrough").asLong(),
                line.required("finished").asBoolean(),
                IntentJson.readTimes(line.path("activity")),
                IntentJson.readOperators(line.path("operators")),
                IntentJson.readEnds(line));
    }

    private static void writeStrings(JsonGenerator json, String name, Map<String, String> values) throws IOException {
        json.writeObjectFieldStart(name);
        for (var value : new TreeMap<>(values).entrySet()) {
            json.writeStringField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
    }
}
