package io.sluice.engine.cli;

import io.sluice.runtime.QueryActivity;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.Step;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * The line of one query, such as
 * <pre>
 * delays [#########-----------]  46 %, 3 s left, batch 2 execute, 1,310,720 rows, 4.1 M rows/s, watermark 2001-01-31 22:50 (10 min behind), state 72,839 rows 9.2 MB, 12 late
 * </pre>
 * The bar is there while the input has a known end.
 */
final class ProgressLine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int BAR = 20;
    private static final double MICROS = 1e6;

    private final String query;
    private long rows;
    private long late;
    private long bad;
    private Optional<Long> newest = Optional.empty();
    private Optional<QueryProgress> last = Optional.empty();

    ProgressLine(String query) {
        this.query = query;
    }

    void add(QueryProgress progress) {
        rows += progress.numInputRows();
        late += progress.numLateRows();
        bad += progress.numBadRows();
        Optional<Long> max = progress.eventTime().max();
        newest = newest.isEmpty() || max.isPresent() && max.get() > newest.get() ? max : newest;
        last = Optional.of(progress);
    }

    /** @param seconds since the beginning */
    String show(QueryActivity activity, boolean active, double seconds) {
        StringBuilder line = new StringBuilder(query);
        if (active) {
            activity.done().ifPresent(done -> bar(line, done, seconds));
            line.append(", batch ").append(number(activity.batch())).append(' ').append(phase(activity.step()));
        } else {
            line.append(": ended after batch ").append(number(activity.batch()));
        }
        boolean counted =
                last.filter(progress -> progress.batchId() >= activity.batch()).isPresent();
        long all = rows + (counted ? 0 : activity.rowsRead());
        line.append(", ").append(number(all)).append(" rows, ").append(rate(all / seconds));
        last.ifPresent(progress -> {
            progress.eventTime().watermark().ifPresent(watermark -> watermark(line, watermark));
            state(line, progress);
        });
        count(line, late, "late");
        count(line, bad, "unreadable");
        return line.toString();
    }

    private static String phase(Step step) {
        return step.name().toLowerCase(Locale.ROOT);
    }

    private static void bar(StringBuilder line, double done, double seconds) {
        int full = (int) Math.round(done * BAR);
        line.append(" [")
                .append("#".repeat(full))
                .append("-".repeat(BAR - full))
                .append("] ");
        line.append(String.format(Locale.ROOT, "%3d %%", (int) (done * 100)));
        if (done > 0 && done < 1) {
            line.append(", ").append(duration(seconds * (1 - done) / done)).append(" left");
        }
    }

    private void watermark(StringBuilder line, long watermark) {
        Instant time = Instant.EPOCH.plus(watermark, ChronoUnit.MICROS);
        line.append(", watermark ").append(TIME.format(time));
        newest.filter(max -> max > watermark).ifPresent(max -> line.append(" (")
                .append(duration((max - watermark) / MICROS))
                .append(" behind)"));
    }

    private static void state(StringBuilder line, QueryProgress progress) {
        long groups = 0;
        long bytes = 0;
        for (QueryProgress.StateOperator operator : progress.stateOperators()) {
            groups += operator.numRowsTotal();
            bytes += operator.memoryUsedBytes();
        }
        if (!progress.stateOperators().isEmpty()) {
            line.append(String.format(Locale.ROOT, ", state %,d rows %.1f MB", groups, bytes / 1e6));
        }
    }

    private static void count(StringBuilder line, long count, String what) {
        if (count > 0) {
            line.append(", ").append(number(count)).append(' ').append(what);
        }
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String rate(double perSecond) {
        return perSecond >= 1e6
                ? String.format(Locale.ROOT, "%.1f M rows/s", perSecond / 1e6)
                : String.format(Locale.ROOT, "%,.0f rows/s", perSecond);
    }

    private static String duration(double seconds) {
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.0f s", Math.ceil(seconds));
        }
        if (seconds < 2 * 3600) {
            return String.format(Locale.ROOT, "%.0f min", seconds / 60);
        }
        return seconds < 48 * 3600
                ? String.format(Locale.ROOT, "%.0f h", seconds / 3600)
                : String.format(Locale.ROOT, "%.0f days", seconds / 86_400);
    }
}
