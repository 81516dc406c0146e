package io.sluice.planner.explain;

import io.sluice.planner.plan.Durations;
import io.sluice.planner.plan.WindowSpec;

/** Windows in words, such as {@code HOP 10 minutes every 1 minute}. */
final class WindowText {
    private WindowText() {}

    static String of(WindowSpec window) {
        String size =
                switch (window.kind()) {
                    case SLIDING -> window.isTumbling()
                            ? "TUMBLE " + Durations.of(window.size())
                            : "HOP %s every %s".formatted(Durations.of(window.size()), Durations.of(window.slide()));
                    case CUMULATIVE -> "CUMULATE %s by %s"
                            .formatted(Durations.of(window.size()), Durations.of(window.slide()));
                    case SESSION -> "SESSION with a gap of " + Durations.of(window.size());
                };
        String from = window.offset() == 0 ? "" : " from " + Durations.of(window.offset());
        return size
                + from
                + window.zone().map(zone -> " by the clock of " + zone).orElse("");
    }
}
