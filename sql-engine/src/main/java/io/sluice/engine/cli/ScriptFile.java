package io.sluice.engine.cli;

import io.sluice.checkpoint.remote.ObjectStores;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The arguments that say which script is meant, and with what; shared by the commands. */
final class ScriptFile {
    private static final String CHECKPOINT = "--checkpoint";
    private static final String DEFINE = "--define";
    private static final String SET = "--set";
    private static final String STATE_LOSS = "--allow-state-loss";

    private static final String BOOTSTRAP = "--bootstrap";

    private final Path path;
    private final Optional<String> checkpoint;
    private final Map<String, String> defines;
    private final Map<String, String> settings;
    private final Set<String> mayLose;
    private final Set<String> bootstrap;

    ScriptFile(ParseResult given) {
        this.path = given.matchedPositionalValue(0, Path.of(""));
        this.checkpoint = Optional.ofNullable(given.matchedOptionValue(CHECKPOINT, null));
        this.defines = given.matchedOptionValue(DEFINE, Map.of());
        this.settings = given.matchedOptionValue(SET, Map.of());
        this.mayLose = Set.copyOf(List.of(given.matchedOptionValue(STATE_LOSS, new String[0])));
        this.bootstrap = Set.copyOf(List.of(given.matchedOptionValue(BOOTSTRAP, new String[0])));
    }

    static void addTo(CommandSpec command) {
        command.addPositional(PositionalParamSpec.builder()
                .paramLabel("JOB.sql")
                .description("the script")
                .type(Path.class)
                .index("0")
                .required(true)
                .build());
        command.addOption(OptionSpec.builder(CHECKPOINT)
                .paramLabel("DIR")
                .description(
                        "where checkpoints go, one folder for each query: a path, or an address such as s3a://bucket/folder;"
                                + " default: .sluice/<script> beside the script")
                .type(String.class)
                .build());
        command.addOption(OptionSpec.builder(STATE_LOSS)
                .paramLabel("UID")
                .description(
                        "operators whose state may be lost where the query was changed so that it does not fit; sluice explain"
                                + " with --checkpoint tells them")
                .type(String[].class)
                .splitRegex(",")
                .build());
        command.addOption(OptionSpec.builder(BOOTSTRAP)
                .paramLabel("UID")
                .description(
                        "group-bys that have got aggregates: these are filled from the rows that were read before, which are read"
                                + " again; sluice explain with --checkpoint tells them")
                .type(String[].class)
                .splitRegex(",")
                .build());
        command.addOption(pairs(DEFINE, "NAME=VALUE", "the value of $${NAME} in the script; may be repeated"));
        command.addOption(pairs(SET, "KEY=VALUE", "as SET at the start of the script; may be repeated"));
    }

    private static OptionSpec pairs(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .description(description)
                .type(Map.class)
                .auxiliaryTypes(String.class, String.class)
                .build();
    }

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
        Optional<String> address = checkpoint.filter(ObjectStores::isAddress);
        address.ifPresent(given -> all.putIfAbsent("execution.checkpointing.dir", given));
        Optional<Path> directory = address.isPresent() ? Optional.empty() : checkpoint.map(Path::of);
        return SessionConfig.forScript(path, directory.map(Path::toAbsolutePath))
                .withSettings(all)
                .withStateLoss(mayLose)
                .withBootstrap(bootstrap);
    }
}
