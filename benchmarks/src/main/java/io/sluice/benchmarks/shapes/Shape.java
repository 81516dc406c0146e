package io.sluice.benchmarks.shapes;

import io.sluice.benchmarks.nexmark.NexmarkQuery;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        String query = find(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("no shape \"%s\": expected one of %s".formatted(name, ALL)));
        return new Shape(name, query, find("duckdb/" + name).orElse(query));
    }

    /** The tables over the files of a folder. */
    static String tables(Path data) {
        return NexmarkQuery.substitute(find("tables").orElseThrow(), Map.of("DATA", data.toString()));
    }

    private static Optional<String> find(String name) {
        try (InputStream in = Shape.class.getResourceAsStream("/shapes/" + name + ".sql")) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
