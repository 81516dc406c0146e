package io.sluice.benchmarks;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.runtime.QueryListener;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.StreamingQuery;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Runs a job for long, with a trigger every few milliseconds, and looks whether memory, files and directory stay as they are: a windowed
 * group-by with late rows, a group-by over all keys, whose state is bounded, and a join of two streams within a time.
 *
 * <p>Arguments: minutes, milliseconds from trigger to trigger, folder for the samples and the plot. Samples are taken four times a
 * minute, the heap after a full collection. The first quarter is for warming up; a curve is flat if the mean of the last quarter is at
 * most 10 % (of what the second quarter has, or of a floor: 8 MB of heap, 64 MB of the process, 20 files, 1 MB of directory) above it.
 */
public final class Soak {
    private static final String JOB =
            """
            SET 'pipeline.name' = 'soak'; SET 'trigger' = '%d ms'; SET 'parallelism.default' = '1';
            CREATE TABLE orders (id BIGINT, customer INT, price INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND)
              WITH ('connector' = 'datagen', 'rows-per-second' = '2000', 'fields.id.min' = '1', 'fields.id.max' = '40000',
              'fields.customer.min' = '1', 'fields.customer.max' = '5000',
              'fields.price.min' = '1', 'fields.price.max' = '1000', 'fields.ts.max-past' = '3 s');
            CREATE TABLE payments (id BIGINT, paid INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND)
              WITH ('connector' = 'datagen', 'rows-per-second' = '2000', 'fields.id.min' = '1', 'fields.id.max' = '40000',
              'fields.paid.min' = '1', 'fields.paid.max' = '1000', 'seed' = '7');
            CREATE TABLE windows (customer INT, n BIGINT, total BIGINT) WITH ('connector' = 'blackhole');
            CREATE TABLE customers (customer INT, n BIGINT, total BIGINT) WITH ('connector' = 'blackhole');
            CREATE TABLE pairs (id BIGINT, price INT, paid INT) WITH ('connector' = 'blackhole');
            EXECUTE STATEMENT SET BEGIN
            INSERT INTO windows SELECT customer, COUNT(*), SUM(price)
              FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, customer;
            INSERT INTO customers SELECT customer, COUNT(*), SUM(price) FROM orders GROUP BY customer EMIT CHANGELOG;
            INSERT INTO pairs SELECT o.id, o.price, p.paid FROM orders o JOIN payments p ON o.id = p.id
              AND p.ts BETWEEN o.ts - INTERVAL '10' SECOND AND o.ts + INTERVAL '10' SECOND;
            END;
            """;

    private static final int PER_MINUTE = 4;
    private static final double MORE = 0.1;

    /** What is looked at after so many seconds. */
    private record Sample(
            double seconds, long triggers, double heapMb, double residentMb, double files, double directoryMb) {}

    private record Curve(String name, double floor, ToDoubleFunction<Sample> value) {}

    private static final List<Curve> CURVES = List.of(
            new Curve("heap after collection, MB", 8, Sample::heapMb),
            new Curve("memory of the process, MB", 64, Sample::residentMb),
            new Curve("files of the checkpoint", 20, Sample::files),
            new Curve("size of the checkpoint, MB", 1, Sample::directoryMb));

    private Soak() {}

    public static void main(String[] arguments) throws Exception {
        double minutes = Double.parseDouble(arguments[0]);
        Path folder = Files.createDirectories(Path.of(arguments[2]).toAbsolutePath());
        Path scratch = Files.createTempDirectory("sluice-soak");
        List<Sample> samples = new ArrayList<>();
        AtomicLong triggers = new AtomicLong();
        try (Session session = Sluice.open(SessionConfig.in(scratch))) {
            session.addListener(new QueryListener() {
                @Override
                public void progress(QueryProgress progress) {
                    triggers.incrementAndGet();
                }
            });
            StreamingQuery query = session.sql(JOB.formatted(Integer.parseInt(arguments[1])));
            long began = System.nanoTime();
            int count = (int) Math.ceil(minutes * PER_MINUTE);
            for (int i = 1; i <= count && query.isActive(); i++) {
                long due = began + TimeUnit.SECONDS.toNanos(60L * i / PER_MINUTE);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                samples.add(sample(scratch, (System.nanoTime() - began) / 1e9, triggers.get()));
                writeSamples(folder.resolve("soak.csv"), samples);
            }
            query.stop();
            query.awaitTermination();
        } finally {
            Scratch.delete(scratch);
        }
        Files.writeString(folder.resolve("soak.svg"), plot(samples, arguments[1]));
        boolean flat = true;
        for (Curve curve : CURVES) {
            flat &= report(curve, samples, minutes);
        }
        System.exit(flat ? 0 : 1);
    }

    private static Sample sample(Path scratch, double seconds, long triggers) throws IOException {
        System.gc();
        double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
        long files = 0;
        long bytes = 0;
        try (Stream<Path> all = Files.walk(scratch)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                try {
                    if (Files.isRegularFile(file)) {
                        files++;
                        bytes += Files.size(file);
                    }
                } catch (NoSuchFileException e) {
                    // Deleted since it was listed.
                }
            }
        } catch (java.io.UncheckedIOException e) {
            // A folder is gone since it was listed: the sample has what was seen before.
        }
        return new Sample(seconds, triggers, heap, resident(), files, bytes / 1e6);
    }

    /** Of the process, in megabytes; NaN where the system does not tell. */
    private static double resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1e3)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static void writeSamples(Path file, List<Sample> samples) throws IOException {
        StringBuilder lines = new StringBuilder("seconds,triggers,heap_mb,resident_mb,files,directory_mb\n");
        for (Sample each : samples) {
            lines.append(String.format(
                    Locale.ROOT,
                    "%.1f,%d,%.2f,%.1f,%.0f,%.3f%n",
                    each.seconds,
                    each.triggers,
                    each.heapMb,
                    each.residentMb,
                    each.files,
                    each.directoryMb));
        }
        Files.writeString(file, lines);
    }

    private static boolean report(Curve curve, List<Sample> samples, double minutes) {
        int quarter = samples.size() / 4;
        double before = mean(curve, samples.subList(quarter, 2 * quarter));
        double after = mean(curve, samples.subList(samples.size() - quarter, samples.size()));
        boolean flat = !(after - before > MORE * Math.max(before, curve.floor));
        System.out.printf(
                Locale.ROOT,
                "{\"benchmark\":\"soak\",\"minutes\":%.0f,\"triggers\":%d,\"curve\":\"%s\",\"second_quarter\":%.2f,\"last_quarter\":%.2f,\"flat\":%s}%n",
                minutes,
                samples.get(samples.size() - 1).triggers,
                curve.name,
                before,
                after,
                flat);
        return flat;
    }

    private static double mean(Curve curve, List<Sample> samples) {
        return samples.stream().mapToDouble(curve.value).average().orElse(Double.NaN);
    }

    private static String plot(List<Sample> samples, String trigger) {
        int width = 720;
        int height = 110;
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        .formatted(width + 80, CURVES.size() * (height + 40) + 30));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        double end = samples.get(samples.size() - 1).seconds;
        for (int i = 0; i < CURVES.size(); i++) {
            Curve curve = CURVES.get(i);
            double most = samples.stream().mapToDouble(curve.value).max().orElse(1) * 1.1;
            int top = i * (height + 40) + 30;
            StringBuilder points = new StringBuilder();
            for (Sample each : samples) {
                points.append(String.format(
                        Locale.ROOT,
                        "%.1f,%.1f ",
                        60 + each.seconds / end * width,
                        top + height - curve.value.applyAsDouble(each) / most * height));
            }
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"60\" y=\"%d\">%s</text><text x=\"54\" y=\"%d\" text-anchor=\"end\">%.0f</text>"
                            + "<text x=\"54\" y=\"%d\" text-anchor=\"end\">0</text>"
                            + "<rect x=\"60\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#bbb\"/>"
                            + "<polyline points=\"%s\" fill=\"none\" stroke=\"#1565c0\" stroke-width=\"1.5\"/>%n",
                    top - 6,
                    curve.name,
                    top + 10,
                    most,
                    top + height,
                    top,
                    width,
                    height,
                    points.toString().strip()));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"60\" y=\"%d\">%.0f minutes, %d triggers, one every %s ms</text>%n</svg>%n",
                CURVES.size() * (height + 40) + 20,
                end / 60,
                samples.get(samples.size() - 1).triggers,
                trigger));
        return svg.toString();
    }
}
