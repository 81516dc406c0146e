package io.sluice.benchmarks.spark;

import io.sluice.benchmarks.StateRows;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ByteBufferGetStatus;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * Counts and sums by key in RocksDB, the job of {@code ./benchmarks/state} without a query around it: a loop on two threads, each of
 * which reads its keys of a batch a thousand at a time and writes them; a batch ends with a sync of the write-ahead log.
 *
 * <p>Arguments: folder, keys, rows in a batch, batches, first row, memory in MB, name of the figure. With {@code check} as the name it
 * reads all instead, and compares it with what as many rows as the first one's number add up to.
 */
public final class RocksState {
    private static final int THREADS = 2;
    private static final int CHUNK = 1000;

    private RocksState() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        long keys = Long.parseLong(arguments[1]);
        long perBatch = Long.parseLong(arguments[2]);
        int batches = Integer.parseInt(arguments[3]);
        long first = Long.parseLong(arguments[4]);
        long memory = Long.parseLong(arguments[5]) << 20;
        RocksDB.loadLibrary();
        Files.createDirectories(folder);
        try (Cache cache = new LRUCache(memory);
                WriteBufferManager buffers = new WriteBufferManager(memory / 2, cache);
                BloomFilter bloom = new BloomFilter(10);
                Options options = new Options()
                        .setCreateIfMissing(true)
                        .setIncreaseParallelism(THREADS)
                        .setWriteBufferManager(buffers)
                        .setTableFormatConfig(new BlockBasedTableConfig()
                                .setBlockCache(cache)
                                .setCacheIndexAndFilterBlocks(true)
                                .setPinL0FilterAndIndexBlocksInCache(true)
                                .setFilterPolicy(bloom));
                RocksDB db = RocksDB.open(options, folder.toString())) {
            if (arguments[6].equals("check")) {
                check(db, keys, first);
                return;
            }
            run(db, keys, perBatch, batches, first, arguments[6], folder);
        }
    }

    private static void run(RocksDB db, long keys, long perBatch, int batches, long first, String figure, Path folder)
            throws Exception {
        StateLine line = new StateLine(Math.min(batches / 2, 20));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            parts.add(new Part(db, keys, i));
        }
        long began = System.nanoTime();
        for (int batch = 0; batch < batches; batch++) {
            long start = System.nanoTime();
            long from = first + batch * perBatch;
            List<Future<?>> running = new ArrayList<>();
            for (Part part : parts) {
                running.add(threads.submit(() -> {
                    part.run(from, from + perBatch);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
            long committing = System.nanoTime();
            db.syncWal();
            line.trigger((System.nanoTime() - start) / 1e6, (System.nanoTime() - committing) / 1e6);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        threads.shutdown();
        line.print(
                "rocksdb",
                keys,
                figure,
                batches * perBatch,
                seconds,
                ",\"disk_bytes\":%d,\"resident_bytes\":%d"
                        .formatted(StateLine.diskBytes(folder), StateLine.resident()));
    }

    private static void check(RocksDB db, long keys, long expectedRows) {
        long present = 0;
        long rows = 0;
        long sum = 0;
        long squares = 0;
        try (RocksIterator all = db.newIterator()) {
            for (all.seekToFirst(); all.isValid(); all.next()) {
                ByteBuffer value = ByteBuffer.wrap(all.value());
                present++;
                rows += value.getLong(0);
                sum += value.getLong(8);
                squares += value.getLong(0) * value.getLong(0);
            }
        }
        String got = present + "," + rows + "," + sum + "," + squares;
        String expected = StateRows.totals(expectedRows, keys);
        System.out.printf(
                "{\"benchmark\":\"state\",\"engine\":\"rocksdb\",\"keys\":%d,\"figure\":\"result\",\"expected\":\"%s\",\"got\":\"%s\",\"equal\":%s}%n",
                keys, expected, got, expected.equals(got));
        if (!expected.equals(got)) {
            throw new IllegalStateException("the results differ");
        }
    }

    /** What one thread does: the keys that leave its number as the remainder. */
    private static final class Part {
        private final RocksDB db;
        private final long keys;
        private final int number;
        private final List<ByteBuffer> keyBuffers = new ArrayList<>();
        private final List<ByteBuffer> valueBuffers = new ArrayList<>();
        private final long[] chunk = new long[CHUNK];
        private final long[] counts = new long[CHUNK];
        private final long[] sums = new long[CHUNK];
        private final int[] slots = new int[4 * 1024];
        private int size;

        Part(RocksDB db, long keys, int number) {
            this.db = db;
            this.keys = keys;
            this.number = number;
            for (int i = 0; i < CHUNK; i++) {
                keyBuffers.add(ByteBuffer.allocateDirect(Long.BYTES));
                valueBuffers.add(ByteBuffer.allocateDirect(2 * Long.BYTES));
            }
        }

        void run(long from, long to) throws RocksDBException {
            try (WriteOptions unsynced = new WriteOptions();
                    ReadOptions reading = new ReadOptions()) {
                for (long row = from; row < to; row++) {
                    long key = StateRows.key(row, keys);
                    if (key % THREADS == number) {
                        add(key, StateRows.value(row));
                        if (size == CHUNK) {
                            write(reading, unsynced);
                        }
                    }
                }
                write(reading, unsynced);
            }
        }

        private void add(long key, long value) {
            int slot = (int) (key * 0x9E3779B97F4A7C15L >>> 52);
            while (slots[slot] != 0 && chunk[slots[slot] - 1] != key) {
                slot = slot + 1 & slots.length - 1;
            }
            if (slots[slot] == 0) {
                chunk[size] = key;
                counts[size] = 0;
                sums[size] = 0;
                slots[slot] = ++size;
            }
            counts[slots[slot] - 1]++;
            sums[slots[slot] - 1] += value;
        }

        private void write(ReadOptions reading, WriteOptions unsynced) throws RocksDBException {
            for (int i = 0; i < size; i++) {
                keyBuffers.get(i).clear().putLong(0, chunk[i]);
                valueBuffers.get(i).clear();
            }
            List<ByteBufferGetStatus> found =
                    db.multiGetByteBuffers(reading, keyBuffers.subList(0, size), valueBuffers.subList(0, size));
            try (WriteBatch batch = new WriteBatch()) {
                for (int i = 0; i < size; i++) {
                    ByteBuffer value = valueBuffers.get(i);
                    if (found.get(i).status.getCode() == Status.Code.Ok) {
                        counts[i] += value.getLong(0);
                        sums[i] += value.getLong(8);
                    }
                    value.clear().putLong(0, counts[i]).putLong(8, sums[i]);
                    batch.put(keyBuffers.get(i).clear(), value);
                }
                db.write(unsynced, batch);
            }
            size = 0;
            Arrays.fill(slots, 0);
        }
    }
}
