package io.sluice.engine.cli;

import io.sluice.engine.Sluice;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program {@code sluice}. */
public final class Main {
    private static final int OUTPUT_BYTES = 1 << 16;

    private Main() {}

    public static void main(String[] arguments) {
        Sluice.warmUp();
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
        CommandLine line = new CommandLine(SluiceCommand.spec(), new ValueFactory());
        Map<String, Supplier<Command>> commands = new LinkedHashMap<>();
        commands.put("run", () -> new RunCommand(output, errors));
        commands.put("explain", () -> new ExplainCommand(output, errors));
        commands.put("test", () -> new TestCommand(output, errors));
        commands.put("checkpoint", () -> new CheckpointCommand(output, errors));
        String first = arguments.length == 0 ? "" : arguments[0];
        commands.forEach((name, command) -> {
            if (name.equals(first) || !commands.containsKey(first)) {
                line.addSubcommand(command.get().spec());
            }
        });
        line.setExecutionStrategy(new Strategy(commands));
        line.setOut(new java.io.PrintWriter(output, true, StandardCharsets.UTF_8));
        line.setErr(new java.io.PrintWriter(errors, true, StandardCharsets.UTF_8));
        return line.execute(arguments);
    }

    /** Not a lambda: Java's class archive has none of an interface of this age, nor the interface then. */
    private record Strategy(Map<String, Supplier<Command>> commands) implements IExecutionStrategy {
        @Override
        public int execute(ParseResult given) {
            Integer helped = CommandLine.executeHelpRequest(given);
            if (helped != null) {
                return helped;
            }
            if (!given.hasSubcommand()) {
                throw new ParameterException(
                        given.commandSpec().commandLine(), "a command is missing: run, explain, test or checkpoint");
            }
            ParseResult command = given.subcommand();
            return commands.get(command.commandSpec().name()).get().run(command);
        }
    }
}
