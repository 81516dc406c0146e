package io.sluice.planner.function;

import java.util.List;
import java.util.Locale;

/** A day of the week by its English name, or the first 2 or 3 letters of it, prepared. */
public final class Weekday {
    private static final List<String> NAMES =
            List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY");

    private final int number;

    public Weekday(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        int found = 0;
        for (int i = 0; i < NAMES.size(); i++) {
            String full = NAMES.get(i);
            if (full.equals(upper) || upper.equals(full.substring(0, 3)) || upper.equals(full.substring(0, 2))) {
                found = i + 1;
            }
        }
        number = found;
    }

    static void check(String name) {
        if (new Weekday(name).number == 0) {
            throw new RowException("there is no weekday '" + name + "'", "Write MONDAY, MON or MO.");
        }
    }

    /** 1 for Monday; 0 if there is no such day. */
    int number() {
        return number;
    }
}
