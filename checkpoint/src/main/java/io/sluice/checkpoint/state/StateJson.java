package io.sluice.checkpoint.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state's part in the line of a commit. Readers fail with IllegalArgumentException on what they do not expect.
 *
 * <pre>
 * "snapshots":[{"table":"agg/groups","through":64,"file":"…","length":812,"crc32c":"1c291ca3"}]
 * "deltas":[{"table":"agg/groups","rows":3,"arrow":"QVJST1cx…"}]
 * "state":[{"table":"agg/groups","snapshot":{"through":64,…},"deltas":[{"batch":65},{"batch":66,"file":…}]}]
 * </pre>
 */
public final class StateJson {
    private StateJson() {}

    /** Writes the fields {@code snapshots} and {@code deltas}, each only if it has entries. */
    public static void write(JsonGenerator json, StateChange change) throws IOException {
        if (!change.snapshots().isEmpty()) {
            json.writeArrayFieldStart("snapshots");
            for (StateChange.Snapshot snapshot : change.snapshots()) {
                json.writeStartObject();
                json.writeStringField("table", snapshot.table());
                json.writeNumberField("through", snapshot.through());
                writeFile(json, snapshot.file());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (!change.deltas().isEmpty()) {
            json.writeArrayFieldStart("deltas");
            for (StateChange.Delta delta : change.deltas()) {
                writeDelta(json, delta);
            }
            json.writeEndArray();
        }
    }

    private static void writeDelta(JsonGenerator json, StateChange.Delta delta) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", delta.table());
        json.writeNumberField("rows", delta.rows());
        writeFile(json, delta.file());
        if (delta.inline().isPresent()) {
            json.writeBinaryField("arrow", delta.inline().get());
        }
        json.writeEndObject();
    }

    public static StateChange read(JsonNode line) {
        List<StateChange.Snapshot> snapshots = new ArrayList<>();
        for (JsonNode node : line.path("snapshots")) {
            snapshots.add(new StateChange.Snapshot(
                    node.required("table").textValue(), node.required("through").asLong(), file(node)));
        }
        List<StateChange.Delta> deltas = new ArrayList<>();
        for (JsonNode node : line.path("deltas")) {
            deltas.add(new StateChange.Delta(
                    node.required("table").textValue(), node.required("rows").asInt(), file(node), Optional.empty()));
        }
        return new StateChange(snapshots, deltas);
    }

    /** All Arrow IPC files that ride in the line, by table; the caller's to change. */
    public static Map<String, byte[]> inline(JsonNode line) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        for (JsonNode node : line.path("deltas")) {
            if (node.has("arrow")) {
                files.put(node.required("table").textValue(), node.get("arrow").binaryValue());
            }
        }
        return files;
    }

    /** Writes the field {@code state}: all that counts, so that a reader can start with this line. */
    public static void writeCatalog(JsonGenerator json, StateCatalog catalog) throws IOException {
        json.writeArrayFieldStart("state");
        for (StateCatalog.Table table : catalog.all()) {
            json.writeStartObject();
            json.writeStringField("table", table.name());
            if (table.snapshot().isPresent()) {
                json.writeObjectFieldStart("snapshot");
                json.writeNumberField("through", table.snapshot().get().through());
                writeFile(json, table.snapshot().get().file());
                json.writeEndObject();
            }
            json.writeArrayFieldStart("deltas");
            for (StateCatalog.LiveDelta delta : table.deltas()) {
                json.writeStartObject();
                json.writeNumberField("batch", delta.batch());
                writeFile(json, delta.file());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    public static StateCatalog readCatalog(JsonNode line) {
        StateCatalog catalog = new StateCatalog();
        for (JsonNode node : line.required("state")) {
            StateCatalog.Table table = catalog.table(node.required("table").textValue());
            if (node.has("snapshot")) {
                JsonNode snapshot = node.get("snapshot");
                table.fold(new StateChange.Snapshot(
                        table.name(), snapshot.required("through").asLong(), file(snapshot)));
            }
            for (JsonNode delta : node.required("deltas")) {
                table.add(new StateCatalog.LiveDelta(delta.required("batch").asLong(), file(delta)));
            }
        }
        return catalog;
    }

    private static void writeFile(JsonGenerator json, Optional<StateFile> file) throws IOException {
        if (file.isPresent()) {
            json.writeStringField("file", file.get().name());
            json.writeNumberField("length", file.get().length());
            json.writeStringField("crc32c", "%08x".formatted(file.get().checksum()));
        }
    }

    private static Optional<StateFile> file(JsonNode node) {
        if (!node.has("file")) {
            return Optional.empty();
        }
        return Optional.of(new StateFile(
                node.get("file").textValue(),
                node.required("length").asLong(),
                Integer.parseUnsignedInt(node.required("crc32c").textValue(), 16)));
    }
}
