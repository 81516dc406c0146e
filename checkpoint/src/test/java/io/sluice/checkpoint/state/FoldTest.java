package io.sluice.checkpoint.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FoldTest {
    private static final Field KEY = Field.notNullable("key", new ArrowType.Int(64, true));
    private static final Field VALUE = Field.notNullable("value", new ArrowType.Int(64, true));
    private static final StateTable TABLE = new StateTable("agg-1", "groups", new Schema(List.of(KEY, VALUE)), 1);
    private static final String NAME = "agg-1/groups";
    private static final int BATCHES = 5;
    private static final int KEYS = 1000;

    private final BufferAllocator allocator = new RootAllocator();
    private final List<byte[]> deltas = new ArrayList<>();
    private final Map<Long, Long> model = new HashMap<>();
    private int opened;

    @AfterEach
    void allMemoryIsReleased() {
        allocator.close();
    }

    @Test
    void manyRowsAreReadInSeveralPassesOfWhichEachHasItsKeys() throws IOException {
        writeBatches();
        assertThat(fold(1)).isEqualTo(model);
        assertThat(opened).isEqualTo(BATCHES);
        opened = 0;
        assertThat(fold(Fold.PASS_ROWS)).isEqualTo(model);
        assertThat(opened).isEqualTo(BATCHES * (1 + BATCHES));
    }

    @Test
    void howManyRowsADeltaHasIsInTheCatalogThatALogBeginsWith() throws IOException {
        StateCatalog catalog = new StateCatalog();
        catalog.apply(
                0,
                new StateChange(
                        List.of(),
                        List.of(
                                new StateChange.Delta("a/t", 70_000, Optional.of(new StateFile("f", 4_000, 1)), none()),
                                new StateChange.Delta("b/t", 7, Optional.empty(), none()))));
        String json = json(catalog);
        StateCatalog read = StateJson.readCatalog(new ObjectMapper().readTree(json));
        assertThat(rows(read, "a/t")).isEqualTo(70_000);
        assertThat(rows(read, "b/t")).isEqualTo(7);
        StateCatalog old = StateJson.readCatalog(new ObjectMapper().readTree(json.replaceAll("\"rows\":\\d+,", "")));
        assertThat(rows(old, "a/t")).isEqualTo(1_000);
    }

    private static Optional<byte[]> none() {
        return Optional.empty();
    }

    private static long rows(StateCatalog catalog, String table) {
        return catalog.find(table).orElseThrow().deltas().iterator().next().rows();
    }

    private static String json(StateCatalog catalog) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            StateJson.writeCatalog(json, catalog);
            json.writeEndObject();
        }
        return text.toString();
    }

    /** Each batch puts all keys that its number divides, and deletes some that the one before has put. */
    private void writeBatches() throws IOException {
        for (int batch = 1; batch <= BATCHES; batch++) {
            try (VectorSchemaRoot rows = VectorSchemaRoot.create(new Schema(Columns.of(TABLE)), allocator)) {
                TinyIntVector operations = (TinyIntVector) rows.getVector(0);
                int count = 0;
                for (long key = 0; key < KEYS; key++) {
                    boolean put = key % batch == 0;
                    if (put || key % 7 == batch) {
                        operations.setSafe(count, put ? StateDelta.PUT : StateDelta.DELETE);
                        ((BigIntVector) rows.getVector(1)).setSafe(count, key);
                        ((BigIntVector) rows.getVector(2)).setSafe(count++, batch);
                        if (put) {
                            model.put(key, (long) batch);
                        } else {
                            model.remove(key);
                        }
                    }
                }
                rows.setRowCount(count);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                StateWriter.write(
                        new StateDelta(TABLE, rows),
                        StateWriter.footer("delta", NAME, 1, batch, 1),
                        Channels.newChannel(bytes));
                deltas.add(bytes.toByteArray());
            }
        }
    }

    /** @param rows how many each delta is said to have */
    private Map<Long, Long> fold(long rows) throws IOException {
        List<StateCatalog.LiveDelta> live = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            live.add(new StateCatalog.LiveDelta(batch, Optional.empty(), rows, deltas.get(batch).length));
        }
        StateReader reader = new StateReader(Path.of("state"), new InlineDeltas() {
            @Override
            public byte[] read(long batch, String table) {
                return deltas.get((int) batch);
            }

            @Override
            public Path path() {
                return Path.of("commits");
            }
        });
        Map<Long, Long> result = new HashMap<>();
        try (StateReader.Held held = reader.hold(NAME, new StateCatalog.View(StateCatalog.Base.NOTHING, live))) {
            Fold.rows(held, allocator, new Fold.Target() {
                @Override
                public VectorSchemaRoot accept(StateInput input) {
                    opened++;
                    return input.root();
                }

                @Override
                public void append(VectorSchemaRoot source, int[] chosen, int count) {
                    for (int i = 0; i < count; i++) {
                        long key = ((BigIntVector) source.getVector(1)).get(chosen[i]);
                        assertThat(result.put(key, ((BigIntVector) source.getVector(2)).get(chosen[i])))
                                .isNull();
                    }
                }
            });
        }
        return result;
    }
}
