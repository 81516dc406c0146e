package io.sluice.checkpoint.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
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
 * "state":[{"table":"agg/groups","snapshot":{"through":64,…},"deltas":[{"batch":65},{"batch":66,"file":…}],
 *           "retired":{"snapshots":[{"through":32,…}],"deltas":[{"batch":33},…]}}]
 * </pre>
 */
public final class StateJson {
    /** Of a stored row, to guess. */
    private static final int FEWEST_ROW_BYTES = 4;

    private static final String DELTAS = "deltas";
    private static final String TABLE = "table";
    private static final String ARROW = "arrow";

    /** Of a line: the rows that ride in it. */
    private static final TokenFilter INLINE = new FieldFilter(
            Map.of(
                    DELTAS,
                    new FieldFilter(Map.of(TABLE, TokenFilter.INCLUDE_ALL, ARROW, TokenFilter.INCLUDE_ALL), false)),
            false);

    /** All else. */
    private static final TokenFilter REST =
            new FieldFilter(Map.of(DELTAS, new FieldFilter(Map.of(ARROW, FieldFilter.NOTHING), true)), true);

    private StateJson() {}

    /** Writes the fields {@code snapshots} and {@code deltas}, each only if it has entries. */
    public static void write(JsonGenerator json, StateChange change) throws IOException {
        if (!change.snapshots().isEmpty()) {
            json.writeArrayFieldStart("snapshots");
            for (StateChange.Snapshot snapshot : change.snapshots()) {
                json.writeStartObject();
                json.writeStringField(TABLE, snapshot.table());
                json.writeNumberField("through", snapshot.through());
                writeFile(json, snapshot.file());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (!change.deltas().isEmpty()) {
            json.writeArrayFieldStart(DELTAS);
            for (StateChange.Delta delta : change.deltas()) {
                writeDelta(json, delta);
            }
            json.writeEndArray();
        }
    }

    private static void writeDelta(JsonGenerator json, StateChange.Delta delta) throws IOException {
        json.writeStartObject();
        json.writeStringField(TABLE, delta.table());
        json.writeNumberField("rows", delta.rows());
        writeFile(json, delta.file());
        if (delta.inline().isPresent()) {
            byte[] text = Base64.getEncoder().encode(delta.inline().get());
            json.writeFieldName(ARROW);
            json.writeRawUTF8String(text, 0, text.length);
        }
        json.writeEndObject();
    }

    public static StateChange read(JsonNode line) {
        List<StateChange.Snapshot> snapshots = new ArrayList<>();
        for (JsonNode node : line.path("snapshots")) {
            snapshots.add(new StateChange.Snapshot(
                    node.required(TABLE).textValue(), node.required("through").asLong(), file(node)));
        }
        List<StateChange.Delta> deltas = new ArrayList<>();
        for (JsonNode node : line.path(DELTAS)) {
            deltas.add(new StateChange.Delta(
                    node.required(TABLE).textValue(), node.required("rows").asInt(), file(node), Optional.empty()));
        }
        return new StateChange(snapshots, deltas);
    }

    /** All Arrow IPC files that ride in a line, by table; the caller's to change. Closes the parser. */
    public static Map<String, byte[]> inline(JsonParser line) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (JsonParser parser = only(line, INLINE)) {
            String table = "";
            byte[] rows = null;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING && parser.currentName().equals(ARROW)) {
                    rows = parser.getBinaryValue();
                } else if (token == JsonToken.VALUE_STRING) {
                    table = parser.getText();
                } else if (token == JsonToken.END_OBJECT && rows != null) {
                    files.put(table, rows);
                    rows = null;
                }
            }
        }
        return files;
    }

    /** The rest of a line. Rows that ride in it, most of its bytes, are passed over without being made into text. */
    public static JsonParser withoutInline(JsonParser line) {
        return only(line, REST);
    }

    private static JsonParser only(JsonParser line, TokenFilter filter) {
        return new FilteringParserDelegate(line, filter, TokenFilter.Inclusion.INCLUDE_ALL_AND_PATH, true);
    }

    /**
     * Writes the field {@code state}: all that counts, so that a reader can start with this line. {@code retired} is what only
     * batches before this commit need; a reader that goes on from here may pass over it.
     */
    public static void writeCatalog(JsonGenerator json, StateCatalog catalog) throws IOException {
        json.writeArrayFieldStart("state");
        for (StateCatalog.Table table : catalog.all()) {
            json.writeStartObject();
            json.writeStringField(TABLE, table.name());
            if (!table.base().equals(StateCatalog.Base.NOTHING)) {
                json.writeFieldName("snapshot");
                writeBase(json, table.base());
            }
            writeDeltas(json, table.deltas());
            if (!table.older().isEmpty()) {
                json.writeObjectFieldStart("retired");
                json.writeArrayFieldStart("snapshots");
                for (StateCatalog.Base base : table.older()) {
                    writeBase(json, base);
                }
                json.writeEndArray();
                writeDeltas(json, table.retired());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeBase(JsonGenerator json, StateCatalog.Base base) throws IOException {
        json.writeStartObject();
        json.writeNumberField("through", base.through());
        json.writeNumberField("committed", base.committed());
        writeFile(json, base.file());
        json.writeEndObject();
    }

    private static void writeDeltas(JsonGenerator json, Collection<StateCatalog.LiveDelta> deltas) throws IOException {
        json.writeArrayFieldStart(DELTAS);
        for (StateCatalog.LiveDelta delta : deltas) {
            json.writeStartObject();
            json.writeNumberField("batch", delta.batch());
            json.writeNumberField("rows", delta.rows());
            writeFile(json, delta.file());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    public static StateCatalog readCatalog(JsonNode line) {
        StateCatalog catalog = new StateCatalog();
        for (JsonNode node : line.required("state")) {
            StateCatalog.Table table = catalog.table(node.required(TABLE).textValue());
            List<StateCatalog.Base> older = new ArrayList<>();
            node.path("retired").path("snapshots").forEach(base -> older.add(base(base)));
            table.begin(
                    older,
                    deltas(node.path("retired").path(DELTAS)),
                    node.has("snapshot") ? base(node.get("snapshot")) : StateCatalog.Base.NOTHING);
            deltas(node.required(DELTAS)).forEach(table::add);
        }
        return catalog;
    }

    private static StateCatalog.Base base(JsonNode node) {
        return new StateCatalog.Base(
                node.required("through").asLong(),
                file(node),
                node.path("committed").asLong(-1));
    }

    private static List<StateCatalog.LiveDelta> deltas(JsonNode array) {
        List<StateCatalog.LiveDelta> deltas = new ArrayList<>();
        for (JsonNode delta : array) {
            Optional<StateFile> file = file(delta);
            long bytes = file.map(StateFile::length).orElse(0L);
            deltas.add(new StateCatalog.LiveDelta(
                    delta.required("batch").asLong(),
                    file,
                    delta.path("rows").asLong(bytes / FEWEST_ROW_BYTES),
                    bytes));
        }
        return deltas;
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
