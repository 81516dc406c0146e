package io.sluice.benchmarks;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a trigger costs that changes so many keys, while the history behind it grows a hundred times: of a group-by, and of the newest
 * row of each key. Each size is a checkpoint of its own, which is loaded, and then changed by a process that starts from it. A line of
 * JSON for each size, and one with the ratios of the largest to the smallest.
 *
 * <p>Arguments: rows of the largest history, rows for each key, changes of a trigger, triggers, heap, folder, queries.
 */
public final class Growth {
    private static final int LOADED = 1_000_000;
    private static final int[] PARTS = {100, 10, 1};

    private Growth() {}

    public static void main(String[] arguments) throws Exception {
        long rows = Long.parseLong(arguments[0]);
        long rowsPerKey = Long.parseLong(arguments[1]);
        long changes = Long.parseLong(arguments[2]);
        long triggers = Long.parseLong(arguments[3]);
        Path folder = Path.of(arguments[5]).toAbsolutePath();
        for (String query : arguments[6].split(",")) {
            double firstMillis = 0;
            double firstCpu = 0;
            double millis = 0;
            double cpu = 0;
            for (int part : PARTS) {
                long history = rows / part;
                long keys = Math.max(changes, history / rowsPerKey);
                Map<String, String> change;
                try {
                    StateBenchmark.run(folder, arguments[4], keys, LOADED, history, "-", query);
                    change = StateBenchmark.run(folder, arguments[4], keys, changes, -triggers, "-", query);
                } finally {
                    Scratch.delete(folder);
                }
                millis = Double.parseDouble(change.get("triggerMs"));
                cpu = Double.parseDouble(change.get("triggerCpuMs"));
                firstMillis = firstMillis == 0 ? millis : firstMillis;
                firstCpu = firstCpu == 0 ? cpu : firstCpu;
                System.out.printf(
                        "{\"benchmark\":\"growth\",\"query\":\"%s\",\"history\":%d,\"keys\":%d,\"changed\":%d,\"trigger_p50_ms\":%s,"
                                + "\"trigger_p99_ms\":%s,\"trigger_cpu_ms\":%s,\"commit_p50_ms\":%s}%n",
                        query,
                        history,
                        keys,
                        changes,
                        change.get("triggerMs"),
                        change.get("trigger99Ms"),
                        change.get("triggerCpuMs"),
                        change.get("commitMs"));
            }
            System.out.printf(
                    "{\"benchmark\":\"growth\",\"query\":\"%s\",\"ratio_p50\":%.2f,\"ratio_cpu\":%.2f}%n",
                    query, millis / firstMillis, cpu / firstCpu);
        }
    }
}
