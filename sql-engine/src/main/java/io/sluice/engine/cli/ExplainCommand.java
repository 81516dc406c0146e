package io.sluice.engine.cli;

import io.sluice.engine.ErrorReport;
import io.sluice.engine.Session;
import io.sluice.engine.Sluice;
import io.sluice.planner.Script;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice explain}: the plans of a script. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Print the plans of a script, and with --checkpoint whether it fits each; run and change nothing.")
final class ExplainCommand implements Callable<Integer> {
    private final PrintStream output;
    private final PrintStream errors;

    @Mixin
    private ScriptFile file;

    ExplainCommand(PrintStream output, PrintStream errors) {
        this.output = output;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        try {
            Script script = file.read();
            try (Session session = Sluice.open(file.config(Map.of()).withOutput(output))) {
                output.print(session.explain(script, file.hasCheckpoint()));
                output.flush();
                return 0;
            }
        } catch (RuntimeException e) {
            ErrorReport report = ErrorReport.of(e);
            errors.print(report.text());
            return report.exitCode();
        }
    }
}
