package io.sluice.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.engine.PartitionedSourceFactory;
import io.sluice.engine.testing.StreamScriptRunner.CrashPoint;
import io.sluice.engine.testing.StreamScriptRunner.Way;
import io.sluice.runtime.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Each script runs as written, restarted after each step with all state on disk, and crashed after each step of the loop, which is before
 * the next; always with the same changes. {@code -Dgolden.update=true} rewrites what the scripts expect; {@code
 * -Dscript=name} runs only those whose name starts so.
 */
@Execution(ExecutionMode.CONCURRENT)
class StreamScriptTest {
    /** It counts rows of a join that are over: on disk they stay until something comes for their shard. */
    private static final String COUNTS_ROWS_THAT_ARE_OVER = "join-interval.iq";

    private static final Path SCRIPTS = Path.of("src/test/resources/scripts");

    @TempDir
    private Path directory;

    private final AtomicInteger runs = new AtomicInteger();

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        return tests(
                SCRIPTS,
                Way.all().stream()
                        .map(way -> way.equals(Way.RESTARTED) ? way.withStateOnDisk() : way)
                        .toList());
    }

    /** About what a batch takes from the clock: crashed where its intent is there, its output, or its commit. */
    @TestFactory
    Stream<DynamicTest> scriptsAboutTime() throws IOException {
        return tests(
                SCRIPTS.resolve("time"),
                List.of(
                        Way.AS_WRITTEN,
                        Way.RESTARTED.withStateOnDisk(),
                        Way.crashed(new CrashPoint(Step.INTEND, false)),
                        Way.crashed(new CrashPoint(Step.EXECUTE, false)),
                        Way.crashed(new CrashPoint(Step.COMMIT, false))));
    }

    private Stream<DynamicTest> tests(Path folder, List<Way> ways) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith(System.getProperty("script", ""))) {
                    continue;
                }
                for (Way each : ways) {
                    Way way = each.onDisk() && name.equals(COUNTS_ROWS_THAT_ARE_OVER) ? Way.RESTARTED : each;
                    tests.add(dynamicTest(name + " " + way, () -> check(file, way)));
                }
            }
        }
        return tests.stream();
    }

    private void check(Path file, Way way) throws IOException {
        String expected = Files.readString(file);
        Path root = Files.createDirectories(directory.resolve(Integer.toString(runs.getAndIncrement())));
        try (StreamScriptRunner runner = new StreamScriptRunner(root, way, List.of(new PartitionedSourceFactory()))) {
            String actual = runner.run(StreamScript.parse(file.getFileName().toString(), expected))
                    .text();
            if (Boolean.getBoolean("golden.update") && way.equals(Way.AS_WRITTEN)) {
                Files.writeString(file, actual);
            } else {
                assertThat(actual).isEqualTo(Files.readString(file));
            }
        }
    }
}
