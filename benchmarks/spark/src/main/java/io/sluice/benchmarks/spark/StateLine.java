package io.sluice.benchmarks.spark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The figures of one run of a peer's state, as a line of JSON like those of {@code ./benchmarks/state}. */
final class StateLine {
    private final List<Double> triggers = new ArrayList<>();
    private final List<Double> commits = new ArrayList<>();
    private final int warmUp;
    private int seen;
    private long first;
    private long firstCpu;
    private long warmCpu;

    /** @param warmUp triggers that are left out of the medians */
    StateLine(int warmUp) {
        this.warmUp = warmUp;
    }

    void trigger(double millis, double commitMillis) {
        if (seen++ == 0) {
            first = System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime();
            firstCpu = cpu();
        }
        if (seen > warmUp) {
            triggers.add(millis);
            commits.add(commitMillis);
        } else {
            warmCpu = cpu();
        }
    }

    int seen() {
        return seen;
    }

    /** Memory of the process in bytes, all of it. */
    static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(each -> each.startsWith("VmRSS"))
                .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")) << 10)
                .sum();
    }

    /** Of all files below a folder. */
    static long diskBytes(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /** Of the process, in milliseconds. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1_000_000;
    }

    private static double percentile(List<Double> values, double percent) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(Math.max(0, (int) Math.ceil(percent / 100 * sorted.size()) - 1));
    }

    /**
     * Prints the line.
     *
     * @param rows of the run, which took so many seconds
     * @param more fields, each with a comma in front
     */
    void print(String engine, long keys, String figure, long rows, double seconds, String more) {
        System.out.printf(
                "{\"benchmark\":\"state\",\"engine\":\"%s\",\"keys\":%d,\"figure\":\"%s\",\"rows_per_s\":%.0f,\"cpu_s\":%.1f,"
                        + "\"first_result_ms\":%d,\"first_cpu_ms\":%d,\"trigger_p50_ms\":%.1f,\"trigger_p99_ms\":%.1f,"
                        + "\"trigger_cpu_ms\":%.1f,\"commit_p50_ms\":%.1f,\"commit_p99_ms\":%.1f%s}%n",
                engine,
                keys,
                figure,
                rows / seconds,
                cpu() / 1e3,
                first,
                firstCpu,
                percentile(triggers, 50),
                percentile(triggers, 99),
                (cpu() - warmCpu) / (double) triggers.size(),
                percentile(commits, 50),
                percentile(commits, 99),
                more);
    }
}
