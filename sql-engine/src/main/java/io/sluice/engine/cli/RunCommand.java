package io.sluice.engine.cli;

import io.sluice.engine.ErrorReport;
import io.sluice.engine.Session;
import io.sluice.engine.Sluice;
import io.sluice.engine.StatementResult;
import io.sluice.planner.Script;
import io.sluice.runtime.StreamingQuery;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice run}: runs a script until its queries have ended or the process is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run the queries of a script until all have ended; SIGTERM and SIGINT stop them gracefully.")
final class RunCommand implements Callable<Integer> {
    /** How progress is shown, on standard error. */
    enum Progress {
        json,
        line,
        none
    }

    private final PrintStream output;
    private final PrintStream errors;

    @Mixin
    private ScriptFile file;

    @Option(
            names = "--trigger",
            paramLabel = "T",
            description = "when batches start: '5 s', '0 s' (as soon as possible), once, available-now")
    private Optional<String> trigger = Optional.empty();

    @Option(names = "--bounded", description = "read all sources to their present end, close all windows, and end")
    private boolean bounded;

    @Option(
            names = "--progress",
            paramLabel = "json|line|none",
            description = "progress on standard error; default: line on a terminal, else none")
    private Optional<Progress> progress = Optional.empty();

    RunCommand(PrintStream output, PrintStream errors) {
        this.output = output;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        try {
            Script script = file.read();
            return run(script);
        } catch (RuntimeException e) {
            return fail(e);
        }
    }

    private int run(Script script) {
        Map<String, String> settings = new LinkedHashMap<>();
        trigger.ifPresent(value -> settings.put("trigger", value));
        if (bounded) {
            settings.put("execution.runtime-mode", "batch");
        }
        try (ProgressPrinter printer = new ProgressPrinter(shown(), errors, width())) {
            return run(script, settings, printer);
        }
    }

    private int run(Script script, Map<String, String> settings, ProgressPrinter printer) {
        PrintStream results = printer.above(output);
        Session session = Sluice.open(file.config(settings).withOutput(results));
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

    private Progress shown() {
        return progress.orElse(System.console() != null ? Progress.line : Progress.none);
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
