package io.sluice.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The rows of queries over JSON rows in {@code input} of a directory. */
public final class QueryRows {
    private final Path directory;
    private final String declarations;
    private int queries;

    /**
     * @param declarations of a table over {@code input}
     * @param rows JSON, one a line
     */
    public QueryRows(Path directory, String declarations, String rows) throws IOException {
        this.directory = directory;
        this.declarations = declarations;
        Files.createDirectories(directory.resolve("input"));
        Files.writeString(directory.resolve("input/a.json"), rows);
    }

    /**
     * What a query that ends gives, sorted as text.
     *
     * @param before statements ahead of the declarations
     */
    public List<String> of(String before, String query) {
        String name = "result" + queries++;
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql("%s%sCREATE TABLE %s WITH ('connector' = 'memory') AS %s;"
                            .formatted(before, declarations, name, query))
                    .awaitTermination();
            return session.memoryTable(name).orElseThrow().integrated().stream()
                    .map(row -> row.values().toString())
                    .sorted()
                    .toList();
        }
    }

    public List<String> of(String query) {
        return of("", query);
    }
}
