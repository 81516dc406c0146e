package io.sluice.engine;

import static java.util.Objects.requireNonNull;

import io.sluice.runtime.StepListener;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a session is set up.
 *
 * @param directory where relative paths in statements start
 * @param checkpoints where the checkpoint of a query named {@code q} goes: {@code checkpoints/q}
 * @param settings as with SET
 * @param output where {@code console} and {@code print} tables print
 * @param clock gives the time of each batch
 * @param takeOver whether queries go on with checkpoints that another process holds, which cannot commit any more then
 * @param mayLose uids of operators whose state may be lost where a query does not fit its checkpoint
 * @param bootstrap uids of group-bys whose added aggregates are filled from the rows that were read before; where a script has
 *     several queries {@code query/uid}
 * @param steps hears of each step of each query's loop, on the loop's thread; for tests that stop a process there
 */
public record SessionConfig(
        Path directory,
        Path checkpoints,
        Map<String, String> settings,
        PrintStream output,
        InstantSource clock,
        boolean takeOver,
        Set<String> mayLose,
        Set<String> bootstrap,
        StepListener steps) {
    public SessionConfig {
        requireNonNull(directory, "directory");
        requireNonNull(checkpoints, "checkpoints");
        settings = Map.copyOf(settings);
        requireNonNull(output, "output");
        requireNonNull(clock, "clock");
        mayLose = Set.copyOf(mayLose);
        bootstrap = Set.copyOf(bootstrap);
        requireNonNull(steps, "steps");
    }

    /** Paths start at {@code directory}; checkpoints are in {@code .sluice} there. */
    public static SessionConfig in(Path directory) {
        return new SessionConfig(
                directory,
                directory.resolve(".sluice"),
                Map.of(),
                System.out,
                InstantSource.system(),
                false,
                Set.of(),
                Set.of(),
                StepListener.NONE);
    }

    public SessionConfig withCheckpoints(Path path) {
        return new SessionConfig(directory, path, settings, output, clock, takeOver, mayLose, bootstrap, steps);
    }

    public SessionConfig withSettings(Map<String, String> changed) {
        return new SessionConfig(directory, checkpoints, changed, output, clock, takeOver, mayLose, bootstrap, steps);
    }

    public SessionConfig withOutput(PrintStream changed) {
        return new SessionConfig(directory, checkpoints, settings, changed, clock, takeOver, mayLose, bootstrap, steps);
    }

    public SessionConfig withSteps(StepListener changed) {
        return new SessionConfig(
                directory, checkpoints, settings, output, clock, takeOver, mayLose, bootstrap, changed);
    }

    public SessionConfig withTakeOver(boolean changed) {
        return new SessionConfig(directory, checkpoints, settings, output, clock, changed, mayLose, bootstrap, steps);
    }

    public SessionConfig withStateLoss(Set<String> uids) {
        return new SessionConfig(directory, checkpoints, settings, output, clock, takeOver, uids, bootstrap, steps);
    }

    public SessionConfig withBootstrap(Set<String> uids) {
        return new SessionConfig(directory, checkpoints, settings, output, clock, takeOver, mayLose, uids, steps);
    }

    public SessionConfig withClock(InstantSource changed) {
        return new SessionConfig(
                directory, checkpoints, settings, output, changed, takeOver, mayLose, bootstrap, steps);
    }

    /** For a script in a file: paths start beside it, checkpoints go to {@code .sluice/<name of the script>} there. */
    public static SessionConfig forScript(Path script, Optional<Path> checkpoints) {
        Path directory = requireNonNull(script.toAbsolutePath().getParent(), "a file has a folder");
        String file = script.getFileName().toString();
        int dot = file.lastIndexOf('.');
        String name = dot > 0 ? file.substring(0, dot) : file;
        return in(directory)
                .withCheckpoints(
                        checkpoints.orElseGet(() -> directory.resolve(".sluice").resolve(name)));
    }
}
