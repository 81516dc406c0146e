package io.sluice.benchmarks.shapes;

import io.sluice.benchmarks.ResourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A query over {@link ShapeFiles}.
 *
 * @param query our text
 * @param duckdb DuckDB's form of it
 */
record Shape(String name, String query, String duckdb) {
    static final List<String> ALL = List.of(
            "filter-text",
            "texts",
            "group-text",
            "group-date",
            "group-case",
            "group-regexp",
            "group-decimal",
            "group-union",
            "deviation",
            "distinct",
            "count-distinct",
            "count-distinct-by",
            "join-table",
            "join-group",
            "join-text",
            "semi-join",
            "top-3",
            "last-row",
            "over-rows",
            "tumble",
            "hop",
            "session");

    static Shape of(String name) {
        if (!ALL.contains(name)) {
            throw new IllegalArgumentException("no shape \"%s\": expected one of %s".formatted(name, ALL));
        }
        String query = text(name).orElseThrow();
        return new Shape(name, query, text("duckdb/" + name).orElse(query));
    }

    /** The tables over the files of a folder. */
    static String tables(Path data) {
        return text("tables").orElseThrow().replace("${DATA}", data.toString());
    }

    private static Optional<String> text(String name) {
        return ResourceText.find("/shapes/" + name + ".sql");
    }
}
