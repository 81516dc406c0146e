package io.sluice.benchmarks.nexmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Where and when something was measured.
 *
 * @param load the number of processes that wanted to run, over a minute, before the measurement
 */
record Surroundings(String processor, int cores, String java, String commit, double load, LocalDate day) {
    static Surroundings now() {
        return new Surroundings(
                nameOfProcessor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
                nameOfCommit(),
                loadNow(),
                LocalDate.now(ZoneOffset.UTC));
    }

    private static String nameOfProcessor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private static String nameOfCommit() {
        try {
            Path classes = Path.of(Surroundings.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath());
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                    .directory(classes.getParent().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return commit.isEmpty() ? "unknown" : commit;
        } catch (IOException e) {
            return "unknown";
        }
    }

    static double loadNow() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    String text(long events, int triggers, int threads, int runs) {
        return String.format(
                Locale.ROOT,
                "%s: %,d events in %d triggers, %d threads, medians of %d runs. %s, %d cores, Java %s, commit %s; load %.1f"
                        + " before, %.1f after.",
                day,
                events,
                triggers,
                threads,
                runs,
                processor,
                cores,
                java,
                commit,
                load,
                loadNow());
    }
}
