package io.sluice.planner;

/** Lays out a {@link PlanException} with the line of the script and a caret under the place. */
final class PlanReport {
    private PlanReport() {}

    static String of(PlanException exception) {
        StringBuilder out = new StringBuilder();
        exception
                .location()
                .ifPresent(at -> out.append("%s:%d:%d: "
                        .formatted(
                                at.script().name(),
                                at.position().line(),
                                at.position().column())));
        out.append(exception.getMessage()).append('\n');
        exception.location().ifPresent(at -> appendLine(out, at));
        if (!exception.hint().isEmpty()) {
            out.append("  ").append(exception.hint()).append('\n');
        }
        return out.toString();
    }

    private static void appendLine(StringBuilder out, PlanException.Location at) {
        Position position = at.position();
        String[] lines = at.script().text().split("\\r\\n|\\r|\\n", -1);
        if (position.line() > lines.length) {
            return;
        }
        String line = lines[position.line() - 1];
        String number = Integer.toString(position.line());
        out.append("  ").append(number).append(" | ").append(line).append('\n');
        out.append("  ").append(" ".repeat(number.length())).append(" | ");
        for (int i = 0; i < position.column() - 1 && i < line.length(); i++) {
            out.append(line.charAt(i) == '\t' ? '\t' : ' ');
        }
        int end = position.endLine() == position.line() ? position.endColumn() : line.length();
        out.append("^".repeat(Math.max(1, Math.min(end, line.length()) - position.column() + 1)))
                .append('\n');
    }
}
