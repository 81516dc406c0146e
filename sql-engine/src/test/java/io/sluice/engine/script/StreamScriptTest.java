package io.sluice.engine.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.engine.script.StreamScriptRunner.CrashPoint;
import io.sluice.runtime.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Each script runs as written, restarted after each step, and crashed after each step of the loop, which is before
 * the next; always with the same changes. {@code -Dgolden.update=true} rewrites what the scripts expect.
 */
@Execution(ExecutionMode.CONCURRENT)
class StreamScriptTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/scripts");

    @TempDir
    private Path directory;

    private final AtomicInteger runs = new AtomicInteger();

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        List<CrashPoint> points = new ArrayList<>();
        for (Step step : Step.values()) {
            points.add(new CrashPoint(step, false));
        }
        return tests(SCRIPTS, points);
    }

    /** About what a batch takes from the clock: crashed where its intent is there, its output, or its commit. */
    @TestFactory
    Stream<DynamicTest> scriptsAboutTime() throws IOException {
        return tests(
                SCRIPTS.resolve("time"),
                List.of(
                        new CrashPoint(Step.INTEND, false),
                        new CrashPoint(Step.EXECUTE, false),
                        new CrashPoint(Step.COMMIT, false)));
    }

    private Stream<DynamicTest> tests(Path folder, List<CrashPoint> crashPoints) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                tests.add(dynamicTest(name + " as written", () -> check(file, false, Optional.empty())));
                tests.add(dynamicTest(name + " restarted", () -> check(file, true, Optional.empty())));
                for (CrashPoint point : crashPoints) {
                    tests.add(dynamicTest(name + " crashed " + point, () -> check(file, false, Optional.of(point))));
                }
            }
        }
        return tests.stream();
    }

    private void check(Path file, boolean restarts, Optional<CrashPoint> crash) throws IOException {
        String expected = Files.readString(file);
        Path root = Files.createDirectories(directory.resolve(Integer.toString(runs.getAndIncrement())));
        try (StreamScriptRunner runner = new StreamScriptRunner(root, restarts, crash)) {
            String actual = runner.run(StreamScript.parse(expected)).text();
            if (Boolean.getBoolean("golden.update") && !restarts && crash.isEmpty()) {
                Files.writeString(file, actual);
            } else {
                assertThat(actual).isEqualTo(Files.readString(file));
            }
        }
    }
}
