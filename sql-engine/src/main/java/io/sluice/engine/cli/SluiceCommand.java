package io.sluice.engine.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself; all work is in its sub-commands. */
@Command(
        name = "sluice",
        version = "Sluice 0.1.0",
        mixinStandardHelpOptions = true,
        description = "Streaming SQL in micro-batches: one file of SQL is a job.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "1:a query failed", "2:the script or an option is wrong"})
final class SluiceCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: run or explain");
    }
}
