package io.sluice.planner.validate;

import io.sluice.planner.Nearest;
import java.util.Collection;
import java.util.List;

/** Lists of names in messages. */
public final class Names {
    private static final int MAX_LISTED = 12;

    private Names() {}

    static String quoted(List<String> names) {
        return "\"" + String.join("\", \"", names) + "\"";
    }

    /** What may have been meant, as the end of a message that something does not exist; empty if nothing is near. */
    public static String nearest(String name, Collection<String> names) {
        List<String> nearest = Nearest.of(name, names);
        return switch (nearest.size()) {
            case 0 -> "";
            case 1 -> "; the nearest is " + quoted(nearest);
            default -> "; the nearest are " + quoted(nearest);
        };
    }

    /** All of them, unless they are too many. */
    public static String all(String kind, List<String> names, String otherwise) {
        return names.isEmpty() || names.size() > MAX_LISTED
                ? otherwise
                : "The %s are %s.".formatted(kind, quoted(names));
    }

    /** {@code a, b or c}. */
    public static String or(List<String> names) {
        int last = names.size() - 1;
        return last <= 0
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }
}
