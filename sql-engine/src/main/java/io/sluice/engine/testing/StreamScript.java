package io.sluice.engine.testing;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.PlanException;
import io.sluice.planner.Position;
import io.sluice.planner.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A parsed stream script ({@code .iq}). A line that starts with {@code !} is a command; the lines up to the next one are
 * its body, and what stands before the first is a comment. docs/testing-jobs.md explains the commands.
 *
 * <pre>
 * !tables                     CREATE TABLE statements; a table without WITH is an input of the script
 * !query                      the INSERT or the statement set under test
 * !set key = value            a setting
 * !clock time                 a step: the clock stands at this time (UTC) from now on
 * !rows table[/partition]     a step: rows as JSON objects, one in a line
 * !restart                    the query is stopped; the next step starts it again
 * !end                        a step: the input ends (the run goes on as a bounded one)
 * !changes [table]            what the steps since the last one must have sent: a line for each row, such as +I[1, a]
 * !late n                     how many late rows they had
 * !bad n                      how many rows that could not be read
 * !state uid n                how many rows the operator keeps
 * !plan                       what EXPLAIN prints
 * !error                      the message with which the query is refused or fails
 * </pre>
 *
 * @param name as messages call it
 */
public record StreamScript(String name, List<Command> commands) {
    private static final String COMMENT = "comment";

    private static final Set<String> KNOWN = Set.of(
            COMMENT, "tables", "query", "set", "clock", "rows", "restart", "end", "changes", "late", "bad", "state",
            "plan", "error");

    public StreamScript {
        requireNonNull(name, "name");
        commands = List.copyOf(commands);
    }

    /**
     * A command, its argument, and the lines below it.
     *
     * @param line of the command in the script, from 1
     */
    public record Command(int line, String name, String argument, List<String> body) {
        public Command {
            requireNonNull(name, "name");
            requireNonNull(argument, "argument");
            body = List.copyOf(body);
        }

        Command withBody(List<String> lines) {
            return new Command(line, name, argument, lines);
        }

        Command withArgument(String changed) {
            return new Command(line, name, changed, body);
        }

        String text() {
            return String.join("\n", body);
        }

        /** As the script has it, without the body. */
        public String head() {
            return "!" + name + (argument.isEmpty() ? "" : " " + argument);
        }
    }

    /** Fails with a {@link PlanException} at a command that there is not. */
    public static StreamScript parse(String name, String text) {
        List<Command> commands = new ArrayList<>();
        List<String> body = new ArrayList<>();
        String head = "!" + COMMENT;
        int line = 0;
        int headLine = 0;
        for (String each : text.split("\n", -1)) {
            line++;
            if (each.startsWith("!")) {
                add(commands, headLine, head, body);
                head = each;
                headLine = line;
                body = new ArrayList<>();
            } else {
                body.add(each);
            }
        }
        add(commands, headLine, head, body);
        StreamScript script = new StreamScript(name, commands);
        commands.forEach(command -> script.check(command, new Script(name, text)));
        return script;
    }

    private static void add(List<Command> commands, int line, String head, List<String> body) {
        String[] parts = head.substring(1).strip().split("\\s+", 2);
        List<String> lines = new ArrayList<>(body);
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
            lines.remove(lines.size() - 1);
        }
        if (!(parts[0].equals(COMMENT) && lines.isEmpty())) {
            commands.add(new Command(line, parts[0], parts.length > 1 ? parts[1] : "", lines));
        }
    }

    private void check(Command command, Script script) {
        if (!KNOWN.contains(command.name())) {
            throw mistake(
                    script,
                    command,
                    "there is no command %s".formatted(command.head()),
                    "The commands are !tables, !query, !set, !clock, !rows, !restart, !end, !changes, !late, !bad, !state,"
                            + " !plan and !error.");
        }
        boolean named = Set.of("set", "clock", "rows", "state").contains(command.name());
        if (named && command.argument().isEmpty()) {
            throw mistake(
                    script,
                    command,
                    "!%s stands alone".formatted(command.name()),
                    "Write !set key = value, !clock 2026-01-01 12:00:00, !rows table, !state uid n.");
        }
    }

    private static PlanException mistake(Script script, Command command, String message, String hint) {
        Position place =
                new Position(command.line(), 1, command.line(), command.head().length());
        return new PlanException(message, hint, Optional.of(new PlanException.Location(script, place)));
    }

    /** The script as text again, with one empty line between commands. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Command command : commands) {
            if (!command.name().equals(COMMENT)) {
                text.append(command.head()).append('\n');
            }
            command.body().forEach(line -> text.append(line).append('\n'));
            text.append('\n');
        }
        return text.toString().stripTrailing() + "\n";
    }
}
