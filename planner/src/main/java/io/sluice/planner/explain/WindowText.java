package io.sluice.planner.explain;

import io.sluice.planner.plan.WindowSpec;

/** Windows in words, such as {@code HOP 10 minutes every 1 minute}. */
final class WindowText {
    private WindowText() {}

    static String of(WindowSpec window) {
        String size = window.isTumbling()
                ? "TUMBLE " + Durations.of(window.size())
                : "HOP %s every %s".formatted(Durations.of(window.size()), Durations.of(window.slide()));
        return window.offset() == 0 ? size : size + " from " + Durations.of(window.offset());
    }
}
