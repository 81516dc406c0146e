package io.sluice.benchmarks;

import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.Source;
import io.sluice.sources.SourceTable;
import io.sluice.sources.file.FileChoice;
import io.sluice.sources.file.FileSourceFactory;
import io.sluice.sources.file.FileSourceOptions;
import io.sluice.sources.file.FileSourceOptions.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A monitored folder of many files: what the first look costs, what each trigger costs for which one more file has come,
 * and what the source holds in the heap; with an operating system that tells of new files, and without. A trigger is {@code
 * next}, {@code splits} and the rows for the checkpoint. The source's clock goes on by an interval with each trigger; a new
 * file may take several, of which each is measured.
 *
 * <p>Arguments: files; triggers.
 */
public final class ManyFiles {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** So long a trigger waits for the operating system to tell of a file. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private static final int WARM_UP = 500;
    private static final SourceTable TABLE = new SourceTable(
            "files", new Schema(List.of(Field.nullable("id", new ArrowType.Int(64, true)))), List.of(), ZoneOffset.UTC);

    private final Path folder;
    private final int triggers;
    private Instant now = Instant.now().plus(INTERVAL.multipliedBy(100));
    private int files;

    private ManyFiles(Path folder, int triggers) {
        this.folder = folder;
        this.triggers = triggers;
    }

    public static void main(String[] arguments) throws Exception {
        Path scratch = Files.createTempDirectory("sluice-benchmark");
        try {
            ManyFiles warmUp = new ManyFiles(Files.createDirectory(scratch.resolve("warm")), WARM_UP);
            warmUp.addFiles(WARM_UP);
            warmUp.measure("warm-up", true);
            ManyFiles benchmark =
                    new ManyFiles(Files.createDirectory(scratch.resolve("many")), Integer.parseInt(arguments[1]));
            benchmark.addFiles(Integer.parseInt(arguments[0]));
            benchmark.measure("told", true);
            benchmark.measure("polled", false);
        } finally {
            Scratch.delete(scratch);
        }
    }

    private void addFiles(int count) throws IOException {
        for (int file = 0; file < count; file++) {
            addFile();
        }
    }

    private void addFile() throws IOException {
        int number = files++;
        Path hidden = folder.resolve(".next");
        Files.writeString(hidden, "{\"id\":%d}\n".formatted(number));
        Files.move(hidden, folder.resolve("part-%08d.json".formatted(number)));
    }

    private Source open() {
        FileSourceOptions once = FileSourceOptions.of(folder, Format.JSON);
        return new FileSourceFactory(() -> now).open(TABLE, monitored(once));
    }

    private static FileSourceOptions monitored(FileSourceOptions once) {
        return new FileSourceOptions(
                once.paths(),
                once.format(),
                Optional.of(INTERVAL),
                once.fileReady(),
                once.maxFilesPerTrigger(),
                once.maxBytesPerTrigger(),
                FileChoice.DEFAULT,
                once.rows(),
                Map.of(),
                Map.of());
    }

    private void measure(String how, boolean watched) throws Exception {
        Semaphore told = new Semaphore(0);
        long before = usedHeap();
        try (BufferAllocator allocator = new RootAllocator();
                Source source = open()) {
            if (watched) {
                source.onAvailable(told::release);
            }
            int known = files;
            long start = System.nanoTime();
            Optional<Offset> at = take(source, Optional.empty(), allocator);
            double first = (System.nanoTime() - start) / 1e6;
            Measurement busy = new Measurement();
            Measurement looks = new Measurement();
            Measurement idle = new Measurement();
            for (int trigger = 0; trigger < 2 * triggers; trigger++) {
                addFile();
                int tries = 0;
                Optional<Offset> reached = at;
                while (reached.equals(at)) {
                    if (watched) {
                        told.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                        told.drainPermits();
                    }
                    now = now.plus(INTERVAL);
                    start = System.nanoTime();
                    reached = take(source, at, allocator);
                    tries++;
                    if (trigger >= triggers) {
                        busy.add((System.nanoTime() - start) / 1e6);
                    }
                }
                at = reached;
                start = System.nanoTime();
                at = take(source, at, allocator);
                double none = (System.nanoTime() - start) / 1e6;
                if (trigger >= triggers) {
                    looks.add(tries);
                    idle.add(none);
                }
            }
            long heap = usedHeap() - before;
            System.out.printf(
                    "{\"benchmark\":\"many-files\",\"changes\":\"%s\",\"files\":%d,\"first_ms\":%s,\"triggers\":%d,"
                            + "\"p50_ms\":%s,\"p99_ms\":%s,\"max_ms\":%s,\"idle_p50_ms\":%s,\"idle_p99_ms\":%s,\"looks_p50\":%s,\"looks_max\":%s,\"heap_mb\":%s}%n",
                    how,
                    known,
                    Measurement.number(first),
                    triggers,
                    Measurement.number(busy.median()),
                    Measurement.number(busy.percentile(99)),
                    Measurement.number(busy.max()),
                    Measurement.number(idle.median()),
                    Measurement.number(idle.percentile(99)),
                    Measurement.number(looks.median()),
                    Measurement.number(looks.max()),
                    Measurement.number(heap / 1e6));
        }
    }

    /** Plans what is there, as the loop does; the position after it. */
    private static Optional<Offset> take(Source source, Optional<Offset> at, BufferAllocator allocator) {
        Optional<Offset> next = source.next(at, ReadLimit.NONE);
        if (next.isEmpty()) {
            return at;
        }
        OffsetRange range = new OffsetRange(at, next.get());
        source.splits(range, new Scan(List.of(0), ScanPredicate.TRUE));
        source.memory().orElseThrow().additions(range, allocator).forEach(VectorSchemaRoot::close);
        source.release(next.get());
        return next;
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
