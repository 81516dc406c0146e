package io.sluice.checkpoint.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.checkpoint.file.Durability;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldTest {
    private static final int BATCHES = 5;
    private static final int KEYS = 1000;

    private final BufferAllocator allocator = new RootAllocator();
    private final HeldDeltas deltas = new HeldDeltas("key", "value");
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
        assertThat(fold(1_000_000)).isEqualTo(model);
        assertThat(opened).isEqualTo(BATCHES * RowCursor.PARTS);
        opened = 0;
        assertThat(fold(10_000_000)).isEqualTo(model);
        assertThat(opened).isEqualTo(BATCHES * (1 + BATCHES * 10_000_000L * 12 / RowCursor.MOST_BYTES));
    }

    @Test
    void whatHasNoFilesHasNoRows() throws IOException {
        assertThat(fold(1)).isEmpty();
        assertThat(opened).isZero();
    }

    @Test
    void whatNoCommitWillNameIsNotWrittenToItsEnd(@TempDir Path directory) throws IOException {
        writeBatches();
        Fold fold = new Fold(directory, deltas.reader(directory), 1, Durability.FULL, allocator);
        assertThat(fold.run(deltas.input(KEYS), StateOutput.Pace.NONE, () -> ++opened > 2))
                .isEmpty();
        assertThat(opened).isEqualTo(3);
        assertThat(fold.run(deltas.input(KEYS), StateOutput.Pace.NONE, () -> false))
                .hasValueSatisfying(snapshot -> assertThat(snapshot.file()).isPresent());
    }

    @Test
    void howManyRowsADeltaHasIsInTheCatalogThatALogBeginsWith() throws IOException {
        StateCatalog catalog = new StateCatalog();
        StateFile file = new StateFile("f", 4_000, 1);
        catalog.apply(
                0,
                new StateChange(
                        List.of(),
                        List.of(
                                new StateChange.Delta("a/t", 70_000, Optional.of(file), Optional.empty()),
                                new StateChange.Delta("b/t", 7, Optional.empty(), Optional.empty()))));
        String json = json(catalog);
        StateCatalog read = StateJson.readCatalog(new ObjectMapper().readTree(json));
        assertThat(rows(read, "a/t")).isEqualTo(70_000);
        assertThat(rows(read, "b/t")).isEqualTo(7);
        String old = json.replaceAll("\"rows\":\\d+,", "");
        assertThat(rows(StateJson.readCatalog(new ObjectMapper().readTree(old)), "a/t"))
                .isEqualTo(1_000);
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

    /** Each batch puts all keys that its number divides, and deletes some of the others. */
    private void writeBatches() throws IOException {
        for (int number = 1; number <= BATCHES; number++) {
            int batch = number;
            List<long[]> put = new ArrayList<>();
            for (long key = 0; key < KEYS; key += batch) {
                put.add(new long[] {key, batch});
                model.put(key, (long) batch);
            }
            long[] deleted = LongStream.range(0, KEYS)
                    .filter(key -> key % batch != 0 && key % 7 == batch)
                    .toArray();
            LongStream.of(deleted).forEach(model::remove);
            deltas.add(allocator, put, deleted);
        }
    }

    /** @param rows how many each delta is said to have */
    private Map<Long, Long> fold(long rows) throws IOException {
        Map<Long, Long> result = new HashMap<>();
        try (StateReader.Held held = deltas.hold(rows)) {
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
                        long value = ((BigIntVector) source.getVector(2)).get(chosen[i]);
                        assertThat(result.put(key, value)).isNull();
                    }
                }
            });
        }
        return result;
    }
}
