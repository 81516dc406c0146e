package io.sluice.engine.script;

import java.util.ArrayList;
import java.util.List;

/**
 * A parsed stream script ({@code .iq}). A line that starts with {@code !} is a command; the lines up to the next one are
 * its body.
 *
 * <pre>
 * !tables                     CREATE TABLE statements; a table without WITH is an input of the script
 * !query [mode]               the SELECT under test, with EMIT if wanted
 * !set key = value            a setting
 * !clock time                 a step: the clock stands at this time (UTC) from now on
 * !rows table[/partition]     a step: rows as JSON objects, one in a line
 * !restart                    the query is stopped; the next step starts it again
 * !changes [table]            what the step must send: one line for each row, such as +I[1, a]
 * !late n                     how many late rows the step had
 * !state uid n                how many rows the operator keeps
 * !end                        a step: the input ends (the run goes on as a bounded one)
 * </pre>
 */
record StreamScript(List<Command> commands) {
    /** A command, its argument, and the lines below it. */
    record Command(String name, String argument, List<String> body) {
        Command withBody(List<String> lines) {
            return new Command(name, argument, lines);
        }

        String text() {
            return String.join("\n", body);
        }
    }

    static StreamScript parse(String text) {
        List<Command> commands = new ArrayList<>();
        List<String> body = new ArrayList<>();
        String head = "!comment";
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("!")) {
                add(commands, head, body);
                head = line;
                body = new ArrayList<>();
            } else {
                body.add(line);
            }
        }
        add(commands, head, body);
        return new StreamScript(commands);
    }

    private static void add(List<Command> commands, String head, List<String> body) {
        String[] parts = head.substring(1).strip().split("\\s+", 2);
        List<String> lines = new ArrayList<>(body);
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
            lines.remove(lines.size() - 1);
        }
        if (!(parts[0].equals("comment") && lines.isEmpty())) {
            commands.add(new Command(parts[0], parts.length > 1 ? parts[1] : "", lines));
        }
    }

    /** The script as text again, with one empty line between commands. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Command command : commands) {
            if (!command.name().equals("comment")) {
                text.append('!').append(command.name());
                text.append(command.argument().isEmpty() ? "" : " " + command.argument())
                        .append('\n');
            }
            command.body().forEach(line -> text.append(line).append('\n'));
            text.append('\n');
        }
        return text.toString().stripTrailing() + "\n";
    }

    boolean hasLateRows() {
        return commands.stream()
                .anyMatch(command ->
                        command.name().equals("late") && !command.argument().equals("0"));
    }
}
