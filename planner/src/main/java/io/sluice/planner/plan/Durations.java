package io.sluice.planner.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Microseconds in words, such as {@code 1 hour 30 minutes}. */
public final class Durations {
    private static final List<String> NAMES = List.of("day", "hour", "minute");
    private static final long[] SIZES = {86_400_000_000L, 3_600_000_000L, 60_000_000L};

    private Durations() {}

    public static String of(long micros) {
        List<String> parts = new ArrayList<>();
        long rest = Math.abs(micros);
        for (int i = 0; i < SIZES.length; i++) {
            long count = rest / SIZES[i];
            rest %= SIZES[i];
            if (count > 0) {
                parts.add(count + " " + NAMES.get(i) + (count == 1 ? "" : "s"));
            }
        }
        if (rest > 0 || parts.isEmpty()) {
            String seconds = BigDecimal.valueOf(rest, 6).stripTrailingZeros().toPlainString();
            parts.add(seconds + (seconds.equals("1") ? " second" : " seconds"));
        }
        return (micros < 0 ? "-" : "") + String.join(" ", parts);
    }
}
