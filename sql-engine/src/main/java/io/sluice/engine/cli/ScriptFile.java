package io.sluice.engine.cli;

import io.sluice.engine.SessionConfig;
import io.sluice.planner.PlanException;
import io.sluice.planner.Script;
import io.sluice.planner.ScriptVariables;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that say which script is meant, and with what; shared by the commands. */
final class ScriptFile {
    @Parameters(paramLabel = "JOB.sql", description = "the script")
    private Path path;

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description =
                    "where checkpoints go, one folder for each query; default: .sluice/<script> beside the script")
    private Optional<Path> checkpoint = Optional.empty();

    @Option(
            names = "--define",
            paramLabel = "NAME=VALUE",
            description = "the value of $${NAME} in the script; may be repeated")
    private Map<String, String> defines = new LinkedHashMap<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "as SET at the start of the script; may be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** Reads the script and puts in the values of its variables. */
    Script read() {
        return ScriptVariables.substitute(new Script(path.toString(), text()), defines);
    }

    boolean hasCheckpoint() {
        return checkpoint.isPresent();
    }

    private String text() {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new PlanException("there is no script " + path, "Check the path.", Optional.empty());
        } catch (MalformedInputException e) {
            throw new PlanException(
                    "script %s is not UTF-8 text".formatted(path), "Save it as UTF-8.", Optional.empty());
        } catch (IOException e) {
            throw new PlanException("cannot read script %s: %s".formatted(path, e.getMessage()), "", Optional.empty());
        }
    }

    SessionConfig config(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return SessionConfig.forScript(path, checkpoint.map(Path::toAbsolutePath))
                .withSettings(all);
    }
}
