package io.sluice.benchmarks.micro;

import io.sluice.benchmarks.micro.Columns.Sample;
import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.Checkpoint;
import io.sluice.checkpoint.CheckpointOptions;
import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A durable commit with the delta of one table: a key, a number and a text. The disk is part of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StateCommit {
    @Param({"1", "1000", "100000"})
    public int rows;

    private BufferAllocator allocator;
    private VectorSchemaRoot root;
    private StateDelta delta;
    private Path folder;
    private Checkpoint checkpoint;
    private long batch;

    @Setup
    public void fill() {
        allocator = new RootAllocator();
        List<Field> stored = List.of(
                Field.notNullable("_row", Sample.LONG.arrow()),
                Field.nullable("price", Sample.LONG.arrow()),
                Field.nullable("url", Sample.TEXT_MANY.arrow()));
        List<Field> fields =
                new ArrayList<>(List.of(Field.notNullable(StateDelta.OPERATION, new ArrowType.Int(8, true))));
        fields.addAll(stored);
        root = VectorSchemaRoot.create(new Schema(fields), allocator);
        Random random = new Random(1);
        for (int row = 0; row < rows; row++) {
            ((TinyIntVector) root.getVector(0)).setSafe(row, StateDelta.PUT);
            ((BigIntVector) root.getVector(1)).setSafe(row, row);
            ((BigIntVector) root.getVector(2)).setSafe(row, random.nextInt(1_000_000));
            byte[] url = ("https://example.org/item/" + random.nextInt(1_000_000)).getBytes(StandardCharsets.UTF_8);
            ((VarCharVector) root.getVector(3)).setSafe(row, url);
        }
        root.setRowCount(rows);
        delta = new StateDelta(new StateTable("join-1", "left", new Schema(stored), 1), root);
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
        folder = Files.createTempDirectory("commits");
        checkpoint = Checkpoint.open(folder, CheckpointOptions.DEFAULT, allocator);
        batch = 0;
    }

    @Benchmark
    public long commit() {
        checkpoint.commit(
                new BatchCommit(batch, Map.of("t", "1"), Map.of(), Map.of(), Map.of(), batch - 1, false),
                List.of(delta));
        return batch++;
    }

    @TearDown(Level.Iteration)
    public void closeCheckpoint() throws IOException {
        checkpoint.close();
        List<Path> found;
        try (Stream<Path> paths = Files.walk(folder)) {
            found = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : found) {
            Files.delete(path);
        }
    }

    @TearDown
    public void close() {
        root.close();
        allocator.close();
    }
}
