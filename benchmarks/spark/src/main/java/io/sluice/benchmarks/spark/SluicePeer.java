package io.sluice.benchmarks.spark;

import io.sluice.engine.ErrorReport;
import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.runtime.StreamingQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sluice in this process; each call is a query of its own. */
final class SluicePeer {
    private final Path scratch;
    private int queries;

    SluicePeer(Path scratch) {
        this.scratch = scratch;
    }

    /** A refusal in words that a user is told; anything else that goes wrong is a bug, and no refusal. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message);
        }
    }

    /** The rows of a folder as sorted canonical text. */
    List<String> rows(String columns, String partitions, Path folder, Map<String, String> options) throws Refusal {
        String name = "result" + queries;
        try (Session session = copy(columns, partitions, folder, options, "", Map.of("connector", "memory"), name)) {
            return session.memoryTable(name).orElseThrow().integrated().stream()
                    .map(row -> Canonical.row(row.values()))
                    .sorted()
                    .toList();
        }
    }

    /** Copies Parquet files into a folder. */
    void write(String columns, Path from, String partitions, Path to, Map<String, String> options) throws Refusal {
        Map<String, String> all = new java.util.TreeMap<>(options);
        all.put("connector", "filesystem");
        all.put("path", to.toString());
        Map<String, String> source = Map.of("format", "parquet", "maxFilesPerTrigger", "1");
        copy(columns, "", from, source, partitions, all, "result" + queries).close();
    }

    /** The progress of the last batch of a group-by over the files, as JSON. */
    String progress(String columns, Path from) {
        String script =
                "CREATE TABLE source (%s) WITH ('connector' = 'filesystem', 'format' = 'parquet', 'path' = '%s', 'maxFilesPerTrigger' = '1');\n"
                                .formatted(columns, from)
                        + "CREATE TABLE sums (v TIMESTAMP(6), n BIGINT) WITH ('connector' = 'filesystem', 'format' = 'json', 'path' = 'sums');\n"
                        + "INSERT INTO sums SELECT v, COUNT(*) FROM source GROUP BY v EMIT COMPLETE;";
        try (Session session = Sluice.open(SessionConfig.in(scratch))) {
            StreamingQuery query = session.sql(script);
            query.awaitTermination();
            return query.lastProgress().orElseThrow().json();
        }
    }

    private Session copy(
            String columns,
            String fromPartitions,
            Path from,
            Map<String, String> fromOptions,
            String toPartitions,
            Map<String, String> toOptions,
            String name)
            throws Refusal {
        Map<String, String> source = new java.util.TreeMap<>(fromOptions);
        source.put("connector", "filesystem");
        source.put("path", from.toString());
        queries++;
        String script = "CREATE TABLE source (%s) %s WITH (%s);\n".formatted(columns, fromPartitions, list(source))
                + "CREATE TABLE %s (%s) %s WITH (%s);\n".formatted(name, columns, toPartitions, list(toOptions))
                + "INSERT INTO %s SELECT * FROM source;".formatted(name);
        Session session = Sluice.open(SessionConfig.in(scratch));
        try {
            session.sql(script).awaitTermination();
            return session;
        } catch (RuntimeException e) {
            session.close();
            ErrorReport report = ErrorReport.of(e);
            if (report.text().contains("This is a bug in Sluice")) {
                throw e;
            }
            throw new Refusal(report.text().strip());
        }
    }

    private static String list(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> "'%s' = '%s'"
                        .formatted(option.getKey(), option.getValue().replace("'", "''")))
                .collect(Collectors.joining(", "));
    }
}
