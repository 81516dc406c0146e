package io.sluice.engine.testing;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.ErrorReport;
import io.sluice.engine.testing.StreamScript.Command;
import io.sluice.engine.testing.StreamScriptRunner.Way;
import io.sluice.planner.PlanException;
import io.sluice.sources.SourceFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of a script that was run in one way.
 *
 * @param actual the script as it would have to read; empty if a step failed
 * @param differences from what the script expects, in its order; a person reads them
 */
public record ScriptCheck(Way way, Optional<StreamScript> actual, List<String> differences) {
    public ScriptCheck {
        requireNonNull(way, "way");
        requireNonNull(actual, "actual");
        differences = List.copyOf(differences);
    }

    public boolean passed() {
        return differences.isEmpty();
    }

    /**
     * Runs a script in a directory of its own, which is removed. Fails with a {@link PlanException} where the script itself
     * is wrong, without an {@code !error} that expects it.
     */
    public static ScriptCheck of(StreamScript script, Way way, List<SourceFactory<?>> sources) throws IOException {
        Path root = Files.createTempDirectory("sluice-test-").toRealPath();
        try (StreamScriptRunner runner = new StreamScriptRunner(root, way, sources)) {
            StreamScript actual = runner.run(script);
            return new ScriptCheck(way, Optional.of(actual), differences(script, actual));
        } catch (PlanException e) {
            throw e;
        } catch (RuntimeException e) {
            return new ScriptCheck(
                    way, Optional.empty(), ErrorReport.of(e).text().lines().toList());
        } finally {
            remove(root);
        }
    }

    private static void remove(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static List<String> differences(StreamScript expected, StreamScript actual) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < expected.commands().size(); i++) {
            Command wanted = expected.commands().get(i);
            Command given = actual.commands().get(i);
            if (!wanted.equals(given)) {
                lines.add("%s:%d: %s".formatted(expected.name(), wanted.line(), wanted.head()));
                if (!wanted.argument().equals(given.argument())) {
                    lines.add("  - " + wanted.head());
                    lines.add("  + " + given.head());
                }
                lines.addAll(LineDifference.of(wanted.body(), given.body()));
            }
        }
        return lines;
    }
}
