package io.sluice.engine.cli;

import io.sluice.engine.ErrorReport;
import io.sluice.engine.Session;
import io.sluice.engine.Sluice;
import io.sluice.planner.Script;
import java.io.PrintStream;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code sluice explain}: the plans of a script. */
final class ExplainCommand implements Command {
    private final PrintStream output;
    private final PrintStream errors;

    ExplainCommand(PrintStream output, PrintStream errors) {
        this.output = output;
        this.errors = errors;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = SluiceCommand.spec(
                "explain",
                "Print the plans of a script, and with --checkpoint whether it fits each; run and change nothing.");
        ScriptFile.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult given) {
        ScriptFile file = new ScriptFile(given);
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
