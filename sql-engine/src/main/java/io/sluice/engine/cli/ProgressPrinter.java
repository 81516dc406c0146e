package io.sluice.engine.cli;

import io.sluice.engine.cli.RunCommand.Progress;
import io.sluice.runtime.QueryListener;
import io.sluice.runtime.QueryProgress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Shows progress on standard error: JSON, one line for each batch; or one line for all queries that is rewritten. */
final class ProgressPrinter implements QueryListener, AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000L;

    private final Progress shown;
    private final PrintStream errors;
    private final Map<String, Totals> queries = new TreeMap<>();
    private final long start = System.nanoTime();
    private long drawn;

    private ProgressPrinter(Progress shown, PrintStream errors) {
        this.shown = shown;
        this.errors = errors;
    }

    static ProgressPrinter of(Progress shown, PrintStream errors) {
        return new ProgressPrinter(shown, errors);
    }

    @Override
    public synchronized void progress(QueryProgress progress) {
        switch (shown) {
            case none -> {}
            case json -> errors.println(progress.json());
            case line -> {
                queries.computeIfAbsent(progress.name(), name -> new Totals()).add(progress);
                if (System.nanoTime() - drawn > REDRAW_NANOS) {
                    draw();
                }
            }
        }
    }

    private void draw() {
        drawn = System.nanoTime();
        StringBuilder line = new StringBuilder("\r\033[K");
        double seconds = (drawn - start) / 1e9;
        queries.forEach((name, totals) -> line.append(totals.show(name, seconds)));
        errors.print(line);
        errors.flush();
    }

    @Override
    public synchronized void close() {
        if (shown == Progress.line && !queries.isEmpty()) {
            draw();
            errors.println();
        }
    }

    /** Sums over the batches of a query. */
    private static final class Totals {
        private long batch;
        private long rows;
        private long late;
        private long bad;

        void add(QueryProgress progress) {
            batch = progress.batchId();
            rows += progress.numInputRows();
            late += progress.numLateRows();
            bad += progress.numBadRows();
        }

        String show(String name, double seconds) {
            String lateRows = late == 0 ? "" : String.format(Locale.ROOT, ", %,d late", late);
            String badRows = bad == 0 ? "" : String.format(Locale.ROOT, ", %,d bad", bad);
            return String.format(
                    Locale.ROOT,
                    "[%s] batch %,d, %,d rows, %s rows/s%s%s  ",
                    name,
                    batch,
                    rows,
                    rate(rows / seconds),
                    lateRows,
                    badRows);
        }

        private static String rate(double perSecond) {
            return perSecond >= 1e6
                    ? String.format(Locale.ROOT, "%.1f M", perSecond / 1e6)
                    : String.format(Locale.ROOT, "%,.0f", perSecond);
        }
    }
}
