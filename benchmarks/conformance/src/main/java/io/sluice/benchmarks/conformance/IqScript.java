package io.sluice.benchmarks.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * The cases of a Quidem script: a statement, what is expected of it, and the data set and the format that hold there. What
 * stands under {@code !if} is left out: it is about plans and mended bugs of another engine.
 */
record IqScript(String name, List<Case> cases) {
    /**
     * One command behind a statement.
     *
     * @param line of the statement in the script, from 1
     * @param dataSet the argument of the last {@code !use}
     * @param format the last {@code outputformat}
     * @param expected the lines between statement and command
     */
    record Case(int line, String dataSet, String format, String sql, List<String> expected, Command command) {
        Case {
            expected = List.copyOf(expected);
        }
    }

    /** What is expected. */
    enum Command {
        /** Rows. */
        OK,
        /** A refusal or a failure. */
        ERROR,
        /** A change of the tables. */
        UPDATE
    }

    static IqScript parse(String name, List<String> lines) {
        return new Reader(lines).script(name);
    }

    /** Lines gather until one ends with a semicolon, which makes them a statement, or a command comes, which they are for. */
    private static final class Reader {
        private final List<String> lines;
        private final List<Case> cases = new ArrayList<>();
        private final List<String> gathered = new ArrayList<>();
        private int at;
        private String dataSet = "";
        private String format = "csv";
        private String sql = "";
        private int first;

        Reader(List<String> lines) {
            this.lines = lines;
        }

        IqScript script(String name) {
            while (at < lines.size()) {
                String line = lines.get(at++);
                if (line.startsWith("!")) {
                    command(line.substring(1).strip());
                    gathered.clear();
                } else if (!line.startsWith("#") && !(gathered.isEmpty() && line.isBlank())) {
                    gathered.add(line);
                    if (line.stripTrailing().endsWith(";")) {
                        statement();
                    }
                }
            }
            return new IqScript(name, List.copyOf(cases));
        }

        private void statement() {
            String text = String.join("\n", gathered).stripTrailing();
            sql = text.substring(0, text.length() - 1);
            first = at - gathered.size() + 1;
            gathered.clear();
        }

        private void command(String text) {
            String[] words = text.split("\\s+");
            switch (words[0]) {
                case "use" -> dataSet = words[1];
                case "set" -> {
                    skipQuoted(text);
                    if (words[1].equals("outputformat")) {
                        format = words[2];
                    }
                }
                case "if" -> skip();
                case "ok" -> add(Command.OK);
                case "error" -> add(Command.ERROR);
                case "update" -> add(Command.UPDATE);
                default -> {}
            }
        }

        private void add(Command command) {
            cases.add(new Case(first, dataSet, format, sql, gathered, command));
        }

        /** A value in quotes may go on over several lines. */
        private void skipQuoted(String text) {
            boolean open = text.chars().filter(c -> c == '"').count() % 2 == 1;
            while (open && at < lines.size()) {
                open = lines.get(at++).indexOf('"') < 0;
            }
        }

        private void skip() {
            int depth = 1;
            for (; at < lines.size() && depth > 0; at++) {
                String line = lines.get(at).strip();
                depth += line.startsWith("!if") ? 1 : line.equals("!}") ? -1 : 0;
            }
        }
    }
}
