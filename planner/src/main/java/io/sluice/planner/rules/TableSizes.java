package io.sluice.planner.rules;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/** How many rows tables have, where that is known. A table is asked for once, and only when an order depends on it. */
public final class TableSizes {
    private final Function<String, OptionalLong> ask;
    private final Map<String, OptionalLong> asked = new TreeMap<>();

    public TableSizes(Function<String, OptionalLong> ask) {
        this.ask = requireNonNull(ask, "ask");
    }

    /** Nothing is known. */
    public static TableSizes unknown() {
        return new TableSizes(table -> OptionalLong.empty());
    }

    public static TableSizes of(Map<String, Long> sizes) {
        return new TableSizes(
                table -> sizes.containsKey(table) ? OptionalLong.of(sizes.get(table)) : OptionalLong.empty());
    }

    OptionalLong rows(String table) {
        return asked.computeIfAbsent(table, ask);
    }

    /** What was asked for and is known. */
    public Map<String, Long> known() {
        Map<String, Long> known = new TreeMap<>();
        asked.forEach((table, rows) -> rows.ifPresent(number -> known.put(table, number)));
        return known;
    }
}
