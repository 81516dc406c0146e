package io.sluice.runtime.loop;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.runtime.execution.BatchCounts;
import io.sluice.runtime.execution.BatchInput;
import io.sluice.runtime.execution.BatchResult;
import io.sluice.runtime.execution.EventTimes;
import io.sluice.sinks.Sink;
import io.sluice.sources.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Stands for an execution: writes each number of the source {@code in} with the sum of all up to it, and {@code end} with
 * the sum at the end of the input. The sum is state, so a wrong restart shows in the lines, whatever the batches are. The
 * watermark is the greatest number.
 */
public class RunningSum implements BatchRunner {
    static final StateTable TOTAL =
            new StateTable("sum", "total", new Schema(List.of(number("key"), number("value"))), 1);

    private final ListSource source;
    private final LineSink sink;
    private final VectorSchemaRoot delta;
    private long total;

    public RunningSum(Map<String, Source> sources, Map<String, Sink> sinks, BufferAllocator allocator) {
        this.source = (ListSource) sources.get("in");
        this.sink = (LineSink) sinks.get("out");
        this.delta = VectorSchemaRoot.create(
                new Schema(List.of(
                        Field.notNullable(StateDelta.OPERATION, new ArrowType.Int(8, true)),
                        number("key"),
                        number("value"))),
                allocator);
    }

    private static Field number(String name) {
        return Field.nullable(name, new ArrowType.Int(64, true));
    }

    /** What must have come out in the end. */
    static List<String> lines(List<Long> rows) {
        List<String> lines = new ArrayList<>();
        long sum = 0;
        for (long row : rows) {
            sum += row;
            lines.add(row + " " + sum);
        }
        return lines;
    }

    @Override
    public List<StateTable> tables() {
        return List.of(TOTAL);
    }

    @Override
    public void restore(StateTable table, StoredPieces pieces) {
        pieces.pieces().forEach(piece -> restore(piece.root()));
    }

    private void restore(VectorSchemaRoot rows) {
        if (rows.getRowCount() > 0) {
            total = ((BigIntVector) rows.getVector("value")).get(rows.getRowCount() - 1);
        }
    }

    @Override
    public BatchResult run(BatchInput input) {
        boolean done = false;
        try {
            BatchResult result = execute(input);
            done = true;
            return result;
        } finally {
            if (!done) {
                sink.abort(input.batch());
            }
        }
    }

    private BatchResult execute(BatchInput input) {
        List<Long> rows =
                input.ranges().containsKey("in") ? source.read(input.ranges().get("in")) : List.of();
        List<String> lines = new ArrayList<>();
        long max = input.watermarks().getOrDefault("in", Map.of()).getOrDefault("p", Long.MIN_VALUE);
        for (long row : rows) {
            total += row;
            max = Math.max(max, row);
            lines.add(row + " " + total);
        }
        if (input.endOfInput()) {
            lines.add("end " + total);
        }
        sink.take(lines);
        return new BatchResult(
                max == Long.MIN_VALUE ? Map.of() : Map.of("in", Map.of("p", max)),
                Map.of(),
                Map.of(),
                Map.of("out", stage(sink, input.batch())),
                List.of(delta()),
                counts(rows.size(), lines.size()));
    }

    /** For tests of what goes wrong when the loop's order is not kept. */
    protected byte[] stage(LineSink staged, long batch) {
        return staged.stage(batch);
    }

    /** Rows of state with the sum, all of which each batch changes. */
    protected int copies() {
        return 1;
    }

    private StateDelta delta() {
        int copies = copies();
        for (int row = 0; row < copies; row++) {
            ((TinyIntVector) delta.getVector(0)).setSafe(row, StateDelta.PUT);
            ((BigIntVector) delta.getVector(1)).setSafe(row, row);
            ((BigIntVector) delta.getVector(2)).setSafe(row, total);
        }
        delta.setRowCount(copies);
        return new StateDelta(TOTAL, delta);
    }

    private static BatchCounts counts(long read, long written) {
        return new BatchCounts(
                Map.of("in", read),
                Map.of(),
                Map.of(),
                Map.of("out", written),
                Map.of("sum", 0L),
                Map.of(),
                Map.of(),
                Map.of("sum", 1L),
                Map.of("sum", 16L),
                Map.of("sum", 1L),
                Map.of(),
                Map.of("in", 8 * read),
                OptionalDouble.empty(),
                Map.of(),
                Map.of());
    }

    @Override
    public boolean isDue(EventTimes times, boolean endOfInput) {
        return false;
    }

    @Override
    public void close() {
        delta.close();
    }
}
