package io.sluice.engine.cli;

import io.sluice.runtime.WarmUp;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The program {@code sluice}. */
public final class Main {
    private static final int OUTPUT_BYTES = 1 << 16;

    private Main() {}

    public static void main(String[] arguments) {
        WarmUp.start();
        PlanningWarmUp.start();
        PrintStream output = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BYTES),
                false,
                StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int exitCode = run(output, errors, arguments);
        output.flush();
        System.exit(exitCode);
    }

    /**
     * Runs a command and returns what the process exits with. Only the command that is named is set up: each costs some of
     * the time to a job's first result.
     */
    static int run(PrintStream output, PrintStream errors, String... arguments) {
        CommandLine line = new CommandLine(new SluiceCommand());
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("run", () -> new RunCommand(output, errors));
        commands.put("explain", () -> new ExplainCommand(output, errors));
        String first = arguments.length == 0 ? "" : arguments[0];
        commands.forEach((name, command) -> {
            if (name.equals(first) || !commands.containsKey(first)) {
                line.addSubcommand(name, command.get());
            }
        });
        line.setOut(new java.io.PrintWriter(output, true, StandardCharsets.UTF_8));
        line.setErr(new java.io.PrintWriter(errors, true, StandardCharsets.UTF_8));
        return line.execute(arguments);
    }
}
