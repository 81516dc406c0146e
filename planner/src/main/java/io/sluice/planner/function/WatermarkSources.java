package io.sluice.planner.function;

import io.sluice.planner.plan.Watermark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The sources from which a watermark comes, prepared from their text: lines of microseconds and a name. The watermark is the least
 * of theirs, each moved by so much. Immutable but for what it remembers of the last batch.
 */
public final class WatermarkSources {
    private final List<Watermark.Shifted> sources = new ArrayList<>();
    private Known known = new Known(null, Long.MIN_VALUE);

    private record Known(FunctionContext context, long value) {}

    public WatermarkSources(String text) {
        for (String line : text.isEmpty() ? new String[0] : text.split("\n")) {
            int blank = line.indexOf(' ');
            long micros = Long.parseLong(line.substring(0, blank));
            sources.add(new Watermark.Shifted(new Watermark.OfSource(line.substring(blank + 1)), micros));
        }
    }

    /** Empty where the clock makes it. */
    public static Optional<String> text(Watermark watermark) {
        return watermark.isOfClock() ? Optional.empty() : Optional.of(text(watermark, 0));
    }

    private static String text(Watermark watermark, long micros) {
        if (watermark instanceof Watermark.Shifted shifted) {
            return text(shifted.of(), micros + shifted.micros());
        }
        if (watermark instanceof Watermark.Least least) {
            return least.of().stream().map(each -> text(each, micros)).collect(Collectors.joining("\n"));
        }
        return micros + " " + ((Watermark.OfSource) watermark).source();
    }

    /** At the start of the batch; −∞ as the least long. */
    long value(FunctionContext context) {
        Known last = known;
        if (last.context != context) {
            last = new Known(context, least(context));
            known = last;
        }
        return last.value;
    }

    private long least(FunctionContext context) {
        long least = Long.MAX_VALUE;
        for (Watermark.Shifted source : sources) {
            long value = context.watermark(((Watermark.OfSource) source.of()).source());
            boolean infinite = value == Long.MIN_VALUE || value == Long.MAX_VALUE;
            least = Math.min(least, infinite ? value : value + source.micros());
        }
        return least;
    }
}
