package io.sluice.engine.cli;

import io.sluice.engine.Session;
import io.sluice.engine.cli.RunCommand.Progress;
import io.sluice.runtime.QueryListener;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.StreamingQuery;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows progress on standard error: JSON, one line for each batch; or one line for each query, drawn again and again in the
 * same place. Results that go to the same terminal take the lines away first, and they come back below.
 */
final class ProgressPrinter implements QueryListener, AutoCloseable {
    private static final long REDRAW_MILLIS = 200;
    private static final String UP_AND_CLEAR = "\033[1A\033[2K";

    private final Progress shown;
    private final PrintStream errors;
    private final int width;
    private final Map<String, ProgressLine> lines = new TreeMap<>();
    private final long start = System.nanoTime();
    private final Optional<ScheduledExecutorService> timer;
    private Optional<Session> session = Optional.empty();
    private int drawn;

    /** @param width of the terminal, in characters */
    ProgressPrinter(Progress shown, PrintStream errors, int width) {
        this.shown = shown;
        this.errors = errors;
        this.width = width;
        this.timer = shown == Progress.line
                ? Optional.of(Executors.newSingleThreadScheduledExecutor(ProgressPrinter::thread))
                : Optional.empty();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "progress");
        thread.setDaemon(true);
        return thread;
    }

    /** Shows the queries of a session from now on. */
    void show(Session running) {
        synchronized (this) {
            session = Optional.of(running);
        }
        running.addListener(this);
        timer.ifPresent(
                each -> each.scheduleWithFixedDelay(this::redraw, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** What is written to the same terminal as the lines. */
    PrintStream above(PrintStream output) {
        return shown == Progress.line ? new PrintStream(new Above(output), true, StandardCharsets.UTF_8) : output;
    }

    @Override
    public synchronized void progress(QueryProgress progress) {
        switch (shown) {
            case none -> {}
            case json -> errors.println(progress.json());
            case line -> line(progress.name()).add(progress);
        }
    }

    private ProgressLine line(String query) {
        return lines.computeIfAbsent(query, ProgressLine::new);
    }

    private synchronized void redraw() {
        List<StreamingQuery> queries = session.map(Session::queries).orElse(List.of());
        if (queries.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder(UP_AND_CLEAR.repeat(drawn));
        double seconds = (System.nanoTime() - start) / 1e9;
        for (StreamingQuery query : queries) {
            String line = line(query.name()).show(query.activity(), query.isActive(), seconds);
            text.append(line.length() < width ? line : line.substring(0, width - 1))
                    .append('\n');
        }
        drawn = queries.size();
        errors.print(text);
        errors.flush();
    }

    private synchronized void clear() {
        if (drawn > 0) {
            errors.print(UP_AND_CLEAR.repeat(drawn));
            errors.flush();
            drawn = 0;
        }
    }

    /** The last lines stay. */
    @Override
    public void close() {
        timer.ifPresent(ScheduledExecutorService::shutdownNow);
        if (shown == Progress.line) {
            redraw();
        }
        synchronized (this) {
            drawn = 0;
            session = Optional.empty();
        }
    }

    private final class Above extends FilterOutputStream {
        Above(OutputStream output) {
            super(output);
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            synchronized (ProgressPrinter.this) {
                clear();
                out.write(bytes, start, length);
                out.flush();
            }
        }
    }
}
