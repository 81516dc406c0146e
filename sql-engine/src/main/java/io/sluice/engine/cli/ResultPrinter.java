package io.sluice.engine.cli;

import io.sluice.engine.StatementResult;
import java.io.PrintStream;
import java.util.List;

/** Prints what statements give: text as it is, rows as a table. */
final class ResultPrinter {
    private ResultPrinter() {}

    static void print(StatementResult result, PrintStream output) {
        if (result instanceof StatementResult.Text text) {
            output.print(text.text());
        } else if (result instanceof StatementResult.Rows rows) {
            table(rows, output);
        }
        output.flush();
    }

    private static void table(StatementResult.Rows table, PrintStream output) {
        int[] widths = new int[table.columns().size()];
        widen(widths, table.columns());
        table.rows().forEach(row -> widen(widths, row));
        StringBuilder line = new StringBuilder("+");
        for (int width : widths) {
            line.append("-".repeat(width + 2)).append('+');
        }
        output.println(line);
        row(table.columns(), widths, output);
        output.println(line);
        table.rows().forEach(row -> row(row, widths, output));
        output.println(line);
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells.get(i).length());
        }
    }

    private static void row(List<String> cells, int[] widths, PrintStream output) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            line.append(' ')
                    .append(cells.get(i))
                    .append(" ".repeat(widths[i] - cells.get(i).length()))
                    .append(" |");
        }
        output.println(line);
    }
}
