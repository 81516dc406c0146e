package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Figures of the state of a group-by with a BIGINT key, COUNT and SUM: memory, commits, restart; or, with a budget, a run to the end
 * with less memory than the state needs, whose sums over all keys are compared with those that are computed here. Each run is a
 * process of its own; the first one that goes on with a checkpoint leaves an archive of classes, as that of the launcher. A line of
 * JSON for each.
 *
 * <p>Arguments: keys, rows that a trigger changes, budget of the state or {@code -}, heap, folder, rows of a trigger that loads.
 */
public final class StateBenchmark {
    private static final int TRIGGERS = 400;

    /** Where each may read a part of the state from disk, or where only the archive of classes is wanted. */
    private static final int FEW_TRIGGERS = 20;

    private final long keys;
    private final long changes;
    private final String budget;
    private final String heap;
    private final Path folder;
    private final long loaded;

    private StateBenchmark(String[] arguments) {
        keys = Long.parseLong(arguments[0]);
        changes = Long.parseLong(arguments[1]);
        budget = arguments[2];
        heap = arguments[3];
        folder = Path.of(arguments[4]).toAbsolutePath();
        loaded = Long.parseLong(arguments[5]);
    }

    public static void main(String[] arguments) throws Exception {
        StateBenchmark benchmark = new StateBenchmark(arguments);
        try {
            if (benchmark.budget.equals("-")) {
                benchmark.inMemory();
            } else {
                benchmark.beyondMemory();
            }
        } finally {
            Scratch.delete(benchmark.folder);
        }
    }

    private void inMemory() throws Exception {
        Map<String, String> load = run(loaded, keys, "by_key");
        double seconds = Double.parseDouble(load.get("seconds"));
        print(
                "load",
                "\"rows_per_s\":%.0f,\"cpu_s\":%s,\"checkpoint_bytes\":%d"
                        .formatted(
                                Double.parseDouble(load.get("rows")) / seconds,
                                load.get("cpuSeconds"),
                                checkpointBytes()));
        run(changes, -FEW_TRIGGERS, "by_key");
        Map<String, String> change = run(changes, -TRIGGERS, "by_key");
        double held = Double.parseDouble(change.get("stateRows"));
        print(
                "memory",
                "\"state_bytes_per_key\":%.1f,\"heap_bytes_per_key\":%.1f"
                        .formatted(
                                Double.parseDouble(change.get("stateBytes")) / held,
                                Double.parseDouble(change.get("heapBytes")) / held));
        print(
                "restart",
                "\"first_result_ms\":%s,\"cpu_ms\":%s".formatted(change.get("firstMs"), change.get("firstCpuMs")));
        commits(change);
    }

    private void commits(Map<String, String> change) {
        print(
                "commit",
                "\"changed\":%d,\"p50_ms\":%s,\"p99_ms\":%s,\"trigger_p50_ms\":%s,\"trigger_p99_ms\":%s,\"trigger_cpu_ms\":%s"
                        .formatted(
                                changes,
                                change.get("commitMs"),
                                change.get("commit99Ms"),
                                change.get("triggerMs"),
                                change.get("trigger99Ms"),
                                change.get("triggerCpuMs")));
    }

    /** All keys come, then as many rows again, for keys that are there, then small triggers; with a restart before each. */
    private void beyondMemory() throws Exception {
        Map<String, String> first = run(loaded, keys, "check");
        report("load", first);
        Map<String, String> second = run(loaded, keys, "check");
        report("change", second);
        Map<String, String> third = run(changes, -FEW_TRIGGERS, "check");
        commits(third);
        long rows = Stream.of(first, second, third)
                .mapToLong(run -> Long.parseLong(run.get("allRows")))
                .sum();
        String expected = StateRows.totals(rows, keys);
        String got = result();
        print(
                "result",
                "\"rows\":%d,\"expected\":\"%s\",\"got\":\"%s\",\"equal\":%s"
                        .formatted(rows, expected, got, expected.equals(got)));
        if (!expected.equals(got)) {
            throw new IllegalStateException("the results differ");
        }
    }

    private void report(String figure, Map<String, String> run) {
        print(
                figure,
                "\"budget\":\"%s\",\"heap\":\"%s\",\"rows_per_s\":%.0f,\"seconds\":%s,\"cpu_s\":%s,\"first_result_ms\":%s,\"state_bytes\":%s,\"disk_bytes\":%s"
                        .formatted(
                                budget,
                                heap,
                                Double.parseDouble(run.get("rows")) / Double.parseDouble(run.get("seconds")),
                                run.get("seconds"),
                                run.get("cpuSeconds"),
                                run.get("firstMs"),
                                run.get("stateBytes"),
                                run.get("diskBytes")));
    }

    private void print(String figure, String values) {
        System.out.printf(
                "{\"benchmark\":\"state\",\"engine\":\"sluice\",\"keys\":%d,\"figure\":\"%s\",%s}%n",
                keys, figure, values);
    }

    private Map<String, String> run(long perTrigger, long end, String query) throws Exception {
        return run(folder, heap, keys, perTrigger, end, budget, query);
    }

    /** Runs a job in a process of its own, with an archive of classes as the launcher has it, and gives what it prints. */
    static Map<String, String> run(
            Path folder, String heap, long keys, long perTrigger, long end, String budget, String query)
            throws Exception {
        Files.createDirectories(folder);
        Path log = folder.resolve("log");
        Files.deleteIfExists(log);
        Path classes = folder.resolve("classes.jsa");
        boolean goesOn = Files.exists(folder.resolve(".sluice"));
        List<String> options = new ArrayList<>(ChildProcess.tuning());
        options.addAll(List.of("-Xmx" + heap, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
        options.addAll(ChildProcess.keeping(folder));
        if (Files.exists(classes)) {
            options.add("-XX:SharedArchiveFile=" + classes);
        } else if (goesOn) {
            options.add("-XX:ArchiveClassesAtExit=" + classes);
        }
        Process process = ChildProcess.start(
                StateJob.class,
                log,
                options,
                List.of(
                        folder.toString(),
                        String.valueOf(keys),
                        String.valueOf(perTrigger),
                        String.valueOf(end),
                        budget,
                        query));
        int code = process.waitFor();
        String output = Files.readString(log);
        if (code != 0) {
            throw new IllegalStateException("the job ended with " + code + ":\n" + output);
        }
        Map<String, String> values = new HashMap<>();
        output.lines().filter(line -> line.startsWith("rows=")).forEach(line -> {
            for (String pair : line.split(" ")) {
                values.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        });
        return values;
    }

    private long checkpointBytes() throws IOException {
        AtomicLong bytes = new AtomicLong();
        try (Stream<Path> files = Files.walk(folder.resolve(".sluice"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes.addAndGet(Files.size(file));
            }
        }
        return bytes.get();
    }

    /** The line of the newest file. */
    private String result() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder.resolve(StateJob.RESULT))) {
            all.filter(file -> file.toString().endsWith(".csv")).sorted().forEach(files::add);
        }
        List<String> lines = Files.readAllLines(files.get(files.size() - 1));
        return lines.get(lines.size() - 1);
    }
}
