package io.sluice.planner.explain;

import io.sluice.planner.plan.WindowSpec;

/** Windows in words, such as {@code HOP 10 minutes every 1 minute}. */
final class WindowText {
    private WindowText() {}

    static String of(WindowSpec window) {
        String size = window.isTumbling()
                ? "TUMBLE " + Durations.of(window.size())
                : "HOP %s every %s".formatted(Durations.of(window.size()), Durations.of(window.slide()));
        String from = window.offset() == 0 ? "" : " from " + Durations.of(window.offset());
        return size
                + from
                + window.zone().map(zone -> " by the clock of " + zone).orElse("");
    }
}
