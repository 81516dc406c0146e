package io.sluice.samples;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.planner.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A copy of a sample's folder in which its scripts are run. */
final class SampleRun {
    private static final Path SAMPLES = Path.of("").toAbsolutePath();

    private final Path folder;

    SampleRun(String sample, Path directory) throws IOException {
        folder = directory.resolve(sample);
        Path from = SAMPLES.resolve(sample);
        List<Path> paths;
        try (Stream<Path> found = Files.walk(from)) {
            paths = found.filter(path -> !path.toString().contains("output")
                            && !path.toString().contains(".sluice"))
                    .sorted()
                    .toList();
        }
        long second = 1_000_000;
        for (Path path : paths) {
            Path target = folder.resolve(from.relativize(path).toString());
            Files.copy(path, target);
            // In the order of their names, as they were made; a checkout may give them all the same time.
            Files.setLastModifiedTime(target, FileTime.fromMillis(1000 * second++));
        }
    }

    Path folder() {
        return folder;
    }

    /** Runs a script to its end and gives what it printed. */
    String run(String script, Map<String, String> settings) throws IOException {
        Path file = folder.resolve(script);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
        SessionConfig config = SessionConfig.forScript(file, Optional.empty())
                .withSettings(settings)
                .withOutput(stream);
        try (Session session = Sluice.open(config)) {
            session.executeAll(new Script(script, Files.readString(file)));
            session.awaitAll();
        }
        return output.toString(StandardCharsets.UTF_8);
    }
}
