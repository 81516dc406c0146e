package io.sluice.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.checkpoint.PackedRows;
import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.checkpoint.ZstdCodec;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.plan.Column;
import io.sluice.runtime.RowErrors;
import io.sluice.runtime.StateLimits;
import io.sluice.sinks.Sink;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/**
 * Runs a plan batch by batch, as the loop would: watermarks go from batch to batch, state deltas are stored and can be
 * restored into a new execution.
 */
final class Job implements AutoCloseable {
    private final BufferAllocator allocator = new RootAllocator();
    private final PlannedQuery query;
    private final Map<String, RowSource> sources = new LinkedHashMap<>();
    private final Map<String, RowSink> sinks = new LinkedHashMap<>();
    private final int threads;
    private final Map<StateTable, List<byte[]>> stored = new LinkedHashMap<>();
    private Map<String, Map<String, Long>> watermarks = new HashMap<>();
    private Execution execution;
    private BatchResult last;
    private long batch;

    Job(PlannedQuery query, Map<String, List<Column>> tables, int threads, boolean dictionaries, boolean byThread) {
        this.query = query;
        this.threads = threads;
        tables.forEach((name, columns) -> sources.put(name, new RowSource(columns, dictionaries)));
        query.sinks().forEach(name -> sinks.put(name, new RowSink(byThread)));
        execution = compile();
    }

    private Execution compile() {
        Map<String, Source> all = new HashMap<>(sources);
        Map<String, Sink> targets = new HashMap<>(sinks);
        ExecutionOptions options = new ExecutionOptions(
                threads, ZoneOffset.UTC, "query", false, RowErrors.FAIL, Optional.empty(), StateLimits.standard());
        return Execution.compile(query, all, targets, options, allocator);
    }

    /** Runs a batch over the splits of the sources. */
    List<RowSink.Change> run(Map<String, List<RowSource.Piece>> pieces, boolean endOfInput) {
        Map<String, OffsetRange> ranges = new HashMap<>();
        pieces.forEach((source, list) -> {
            sources.get(source).put(list);
            ranges.put(source, RowSource.range());
        });
        last = execution.run(new BatchInput(batch++, ranges, EventTimes.of(watermarks), 0, endOfInput));
        watermarks = last.watermarks();
        last.deltas().forEach(this::store);
        return sinks.get("sink").staged();
    }

    /** One source, one split. */
    List<RowSink.Change> run(List<Object[]> rows) {
        return run(Map.of(sources.keySet().iterator().next(), List.of(new RowSource.Piece("p", rows))), false);
    }

    List<RowSink.Change> end() {
        return run(Map.of(), true);
    }

    List<RowSink.Change> staged(String sink) {
        return sinks.get(sink).staged();
    }

    RowSink sink(String name) {
        return sinks.get(name);
    }

    BatchResult last() {
        return last;
    }

    Execution execution() {
        return execution;
    }

    Map<String, Map<String, Long>> watermarks() {
        return watermarks;
    }

    private void store(StateDelta delta) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeltaWriter writer = new DeltaWriter(delta.rows(), out)) {
            writer.start();
            for (PackedRows each : delta.packed()) {
                writer.write(each);
            }
            writer.writeBatch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stored.computeIfAbsent(delta.table(), key -> new ArrayList<>()).add(out.toByteArray());
    }

    private static final class DeltaWriter extends ArrowStreamWriter {
        DeltaWriter(VectorSchemaRoot rows, OutputStream out) {
            super(rows, null, Channels.newChannel(out));
        }

        void write(PackedRows rows) throws IOException {
            writeRecordBatch(rows.batch());
        }
    }

    /** Starts again from what is stored. */
    void restart() {
        execution.close();
        execution = compile();
        for (StateTable table : execution.tables()) {
            for (byte[] bytes : stored.getOrDefault(table, List.of())) {
                try (ArrowStreamReader reader =
                        new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator, ZstdCodec.FACTORY)) {
                    while (reader.loadNextBatch()) {
                        VectorSchemaRoot root = reader.getVectorSchemaRoot();
                        execution.restore(table, StoredPieces.of(root));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Override
    public void close() {
        execution.close();
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }
}
