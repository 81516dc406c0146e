package io.sluice.benchmarks.micro;

import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.state.KeyedRows;
import io.sluice.runtime.state.RowTable;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Keys of a table of rows are looked up, and rows added, a row; of few keys, and of more than the caches hold. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HashTable {
    private static final int BATCHES = 64;

    @Param({"4096", "1048576"})
    public int keys;

    private final ColumnBatch[] batches = new ColumnBatch[BATCHES];
    private final long[][] hashes = new long[BATCHES][Columns.ROWS];
    private final int[] rows = new int[Columns.ROWS];
    private final int[] found = new int[Columns.ROWS];
    private BufferAllocator allocator;
    private KeyedRows full;
    private int next;

    @Setup
    public void fill() {
        allocator = new RootAllocator();
        full = table();
        Random random = new Random(1);
        for (int i = 0; i < BATCHES; i++) {
            batches[i] = ColumnBatch.of(Columns.types());
            Columns.fill(batches[i], random, keys);
            full.keyHash().hash(batches[i].columns(), Columns.ROWS, hashes[i]);
        }
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
        add(full.shard(0));
    }

    private KeyedRows table() {
        return new KeyedRows("t", "rows", Columns.ALL, new int[] {0}, false, List.of(), allocator);
    }

    private void add(RowTable table) {
        for (int i = 0; i < BATCHES; i++) {
            table.addAll(batches[i].columns(), null, Columns.ROWS, hashes[i]);
        }
    }

    /** Another table for each measurement of {@link #addRows}. */
    @State(Scope.Thread)
    public static class Fresh {
        private KeyedRows table;

        @Setup(Level.Invocation)
        public void make(HashTable of) {
            table = of.table();
        }

        @TearDown(Level.Invocation)
        public void close() {
            table.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(Columns.ROWS)
    public int findKeys() {
        next = (next + 1) % BATCHES;
        full.shard(0).keys(full.keyHash(), batches[next].columns(), rows, Columns.ROWS, hashes[next], found);
        return found[0];
    }

    @Benchmark
    @OperationsPerInvocation(Columns.ROWS * BATCHES)
    public int addRows(Fresh fresh) {
        add(fresh.table.shard(0));
        return fresh.table.shard(0).size();
    }

    @TearDown
    public void close() {
        full.close();
        allocator.close();
    }
}
