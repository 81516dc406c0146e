package io.sluice.engine.cli;

import io.sluice.engine.ErrorReport;
import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.engine.StatementResult;
import io.sluice.planner.Script;
import io.sluice.runtime.StreamingQuery;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code sluice run}: runs a script until its queries have ended or the process is told to stop. */
final class RunCommand implements Command {
    private static final String TRIGGER = "--trigger";
    private static final String BOUNDED = "--bounded";
    private static final String PROGRESS = "--progress";
    private static final String TAKE_OVER = "--take-over";

    /** How progress is shown, on standard error. */
    enum Progress {
        json,
        line,
        none
    }

    private final PrintStream output;
    private final PrintStream errors;

    RunCommand(PrintStream output, PrintStream errors) {
        this.output = output;
        this.errors = errors;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = SluiceCommand.spec(
                "run", "Run the queries of a script until all have ended; SIGTERM and SIGINT stop them gracefully.");
        ScriptFile.addTo(spec);
        return spec.addOption(OptionSpec.builder(TRIGGER)
                        .paramLabel("T")
                        .description("when batches start: '5 s', '0 s' (as soon as possible), once, available-now")
                        .type(String.class)
                        .build())
                .addOption(OptionSpec.builder(BOUNDED)
                        .description("read all sources to their present end, close all windows, and end")
                        .build())
                .addOption(OptionSpec.builder(TAKE_OVER)
                        .description(
                                "go on with a checkpoint that another process holds, which can change nothing any more then")
                        .build())
                .addOption(OptionSpec.builder(PROGRESS)
                        .paramLabel("json|line|none")
                        .description("progress on standard error; default: line on a terminal, else none")
                        .type(Progress.class)
                        .build());
    }

    @Override
    public int run(ParseResult given) {
        ScriptFile file = new ScriptFile(given);
        try {
            return run(file, file.read(), given);
        } catch (RuntimeException e) {
            return fail(e);
        }
    }

    private int run(ScriptFile file, Script script, ParseResult given) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (given.hasMatchedOption(TRIGGER)) {
            settings.put("trigger", given.matchedOptionValue(TRIGGER, ""));
        }
        if (given.matchedOptionValue(BOUNDED, false)) {
            settings.put("execution.runtime-mode", "batch");
        }
        Progress shown = given.matchedOptionValue(PROGRESS, System.console() != null ? Progress.line : Progress.none);
        try (ProgressPrinter printer = new ProgressPrinter(shown, errors, width())) {
            boolean takeOver = given.matchedOptionValue(TAKE_OVER, false);
            return run(script, file.config(settings).withTakeOver(takeOver), printer);
        }
    }

    private int run(Script script, SessionConfig config, ProgressPrinter printer) {
        PrintStream results = printer.above(output);
        Session session = Sluice.open(config.withOutput(results));
        Thread stop = new Thread(session::close, "stop");
        try {
            printer.show(session);
            Runtime.getRuntime().addShutdownHook(stop);
            for (StatementResult result : session.executeAll(script)) {
                ResultPrinter.print(result, results);
            }
            return await(session);
        } finally {
            session.close();
            printer.close();
            output.flush();
            removeHook(stop);
        }
    }

    /** Of the terminal; the launcher tells it. */
    private static int width() {
        try {
            return Math.max(20, Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "100")));
        } catch (NumberFormatException e) {
            return 100;
        }
    }

    /** Waits for all queries; one that fails does not stop the others. */
    private int await(Session session) {
        int exitCode = 0;
        for (StreamingQuery query : session.queries()) {
            try {
                query.awaitTermination();
                if (query.lastProgress().isEmpty()) {
                    errors.printf(
                            "query \"%s\": %s%n", query.name(), query.status().message());
                }
            } catch (RuntimeException e) {
                exitCode = Math.max(exitCode, fail(e));
            }
        }
        return exitCode;
    }

    private int fail(RuntimeException failure) {
        output.flush();
        ErrorReport report = ErrorReport.of(failure);
        errors.print(report.text());
        errors.flush();
        return report.exitCode();
    }

    private static void removeHook(Thread stop) {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            // The process is being stopped: the hook is what runs.
        }
    }
}
