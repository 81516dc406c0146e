package io.sluice.engine.cli;

import io.sluice.checkpoint.CheckpointCopy;
import io.sluice.checkpoint.CheckpointFinding;
import io.sluice.checkpoint.CheckpointReader;
import io.sluice.checkpoint.remote.ObjectStores;
import io.sluice.engine.ErrorReport;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * {@code sluice checkpoint}: looks at what a query remembers, copies it, takes it back. All but {@code rewind} and {@code import}
 * change nothing, take no lock, and may be used while the query runs.
 */
final class CheckpointCommand implements Command {
    private static final String JSON = "--json";
    private static final String OPERATOR = "--operator";
    private static final String TABLE = "--table";
    private static final String BATCH = "--batch";
    private static final String SQL = "--sql";
    private static final String TO_BATCH = "--to-batch";
    private static final String DRY_RUN = "--dry-run";
    private static final String ROWS_TWICE = "--accept-rows-twice";

    private final PrintStream output;
    private final PrintStream errors;

    CheckpointCommand(PrintStream output, PrintStream errors) {
        this.output = output;
        this.errors = errors;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec =
                SluiceCommand.spec("checkpoint", "Look at a checkpoint, verify it, copy it, or take it back.");
        add(spec, "inspect", "Batches, offsets, watermarks, and operators with the rows and bytes of their state.")
                .addOption(flag(JSON, "as JSON"));
        add(spec, "verify", "Read everything and compare it with its checksums.")
                .addOption(flag(JSON, "as JSON"))
                .usageMessage()
                .exitCodeListHeading("Exit codes:%n")
                .exitCodeList(exitCodes());
        add(spec, "state", "The state of an operator as a table.")
                .addOption(option(OPERATOR, "UID", "whose state; inspect and explain tell it", String.class, true))
                .addOption(option(TABLE, "T", "which of the operator's tables, if it has several", String.class, false))
                .addOption(option(BATCH, "N", "as of the end of this batch; default: the last", Long.class, false))
                .addOption(option(
                        SQL, "QUERY", "over the table state; default: SELECT * FROM state", String.class, false));
        add(spec, "export", "Copy a checkpoint into one file, also while its query runs.")
                .addPositional(path("FILE", "the zip archive to make", "1"));
        add(spec, "import", "Make a checkpoint of such a file; it is verified before it gets its name.")
                .addPositional(path("FILE", "the archive", "1"));
        add(spec, "rewind", "Take a checkpoint back to an earlier batch; the batches after it are run again.")
                .addOption(option(TO_BATCH, "N", "the last batch that stays", Long.class, true))
                .addOption(flag(DRY_RUN, "say what would happen, and change nothing"))
                .addOption(flag(ROWS_TWICE, "even if readers of a sink see rows twice"));
        return spec;
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> exitCodes = new LinkedHashMap<>();
        exitCodes.put("0", "the query can go on");
        exitCodes.put("1", "something is damaged");
        exitCodes.put("2", "there is no checkpoint, or an option is wrong");
        return exitCodes;
    }

    private static CommandSpec add(CommandSpec parent, String name, String description) {
        CommandSpec spec = SluiceCommand.spec(name, description);
        parent.addSubcommand(name, spec);
        return spec.addPositional(positional(
                "DIR", "the checkpoint of a query, a folder with only one, or its address", "0", String.class));
    }

    private static PositionalParamSpec path(String label, String description, String index) {
        return positional(label, description, index, Path.class);
    }

    private static PositionalParamSpec positional(String label, String description, String index, Class<?> type) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .description(description)
                .type(type)
                .index(index)
                .required(true)
                .build();
    }

    private static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name).description(description).build();
    }

    private static OptionSpec option(String name, String label, String description, Class<?> type, boolean required) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .description(description)
                .type(type)
                .required(required)
                .build();
    }

    @Override
    public int run(ParseResult given) {
        if (!given.hasSubcommand()) {
            throw new ParameterException(
                    given.commandSpec().commandLine(),
                    "a command is missing: inspect, verify, state, export, import or rewind");
        }
        ParseResult command = given.subcommand();
        try {
            return run(command.commandSpec().name(), command);
        } catch (RuntimeException e) {
            output.flush();
            ErrorReport report = ErrorReport.of(e);
            errors.print(report.text());
            return report.exitCode();
        } finally {
            output.flush();
        }
    }

    private int run(String name, ParseResult given) {
        String place = given.matchedPositionalValue(0, "");
        if (ObjectStores.isAddress(place) && !name.equals("import")) {
            URI address = URI.create(place);
            return ObjectStores.look(address, copy -> run(name, copy, Optional.of(address), given));
        }
        Path directory = Path.of(place);
        if (name.equals("import")) {
            Path archive = given.matchedPositionalValue(1, Path.of(""));
            long batch = CheckpointCopy.restore(archive, directory);
            output.printf("imported %s into %s: the query goes on with batch %d%n", archive, directory, batch + 1);
            return 0;
        }
        return run(name, CheckpointReader.locate(directory), Optional.empty(), given);
    }

    /** @param address of what the directory is a copy of */
    private int run(String name, Path checkpoint, Optional<URI> address, ParseResult given) {
        boolean json = given.matchedOptionValue(JSON, false);
        return switch (name) {
            case "inspect" -> {
                CheckpointReport report = CheckpointReader.look(checkpoint, CheckpointReport::of);
                output.print(json ? report.json() : report.text());
                yield 0;
            }
            case "verify" -> verify(checkpoint, json);
            case "state" -> {
                new StateQuery(
                                checkpoint,
                                given.matchedOptionValue(OPERATOR, ""),
                                Optional.ofNullable(given.matchedOptionValue(TABLE, null)),
                                Optional.ofNullable(given.matchedOptionValue(BATCH, null)))
                        .print(given.matchedOptionValue(SQL, "SELECT * FROM state"), output);
                yield 0;
            }
            case "export" -> {
                Path archive = given.matchedPositionalValue(1, Path.of(""));
                long batch = CheckpointCopy.export(checkpoint, archive);
                output.printf("exported %s through batch %d to %s%n", checkpoint, batch, archive);
                yield 0;
            }
            case "rewind" -> rewind(checkpoint, address, given);
            default -> throw new IllegalStateException("no command " + name);
        };
    }

    private int verify(Path checkpoint, boolean json) {
        List<CheckpointFinding> findings = CheckpointReader.verify(checkpoint);
        output.print(json ? FindingText.json(checkpoint, findings) : FindingText.text(checkpoint, findings));
        boolean damaged =
                findings.stream().anyMatch(finding -> finding.severity() == CheckpointFinding.Severity.DAMAGED);
        return damaged ? ErrorReport.QUERY : 0;
    }

    private int rewind(Path checkpoint, Optional<URI> address, ParseResult given) {
        RewindPlan plan = RewindPlan.of(checkpoint, given.matchedOptionValue(TO_BATCH, -1L));
        output.print(plan.text());
        boolean dryRun = given.matchedOptionValue(DRY_RUN, false);
        if (plan.isRefused() || plan.showsRowsTwice() && !given.matchedOptionValue(ROWS_TWICE, false)) {
            output.print(
                    plan.isRefused()
                            ? "refused: a sink does not start with an older checkpoint\n"
                            : "refused: rows would be seen twice; with %s it is done all the same\n"
                                    .formatted(ROWS_TWICE));
            return ErrorReport.QUERY;
        }
        if (dryRun) {
            output.print("nothing was changed\n");
            return 0;
        }
        plan.run(address);
        output.print("done; the next start of the query goes on with batch %d\n".formatted(plan.toBatch() + 1));
        return 0;
    }
}
