package io.sluice.benchmarks.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Files that Sluice writes in several batches, read by Spark and by DuckDB. */
final class WriteCases {
    private static final String[] NO_PARTITIONS = {};

    private final Path home;
    private final SparkPeer spark;
    private final DuckPeer duckdb;
    private final SluicePeer sluice;
    private final Report report;
    private int folders;

    WriteCases(Path home, SparkPeer spark, DuckPeer duckdb, SluicePeer sluice, Report report) {
        this.home = home.resolve("by-sluice");
        this.spark = spark;
        this.duckdb = duckdb;
        this.sluice = sluice;
        this.report = report;
    }

    void run() throws Exception {
        for (SampleType type : SampleTypes.chosen()) {
            Path input = home.resolve("input").resolve(type.name().replace(' ', '-'));
            try {
                spark.write(spark.table(type).repartition(4), "parquet", Map.of(), input, NO_PARTITIONS);
            } catch (Exception e) { // a checked exception of Spark's, which its Java signatures do not tell of
                report.without("Sluice's files of " + type.name(), Report.firstLine(e));
                continue;
            }
            List<String> expected = SparkPeer.rows(spark.table(type));
            for (String codec : List.of("zstd", "snappy", "gzip", "uncompressed")) {
                Map<String, String> options =
                        Map.of("format", "parquet", "parquet.compression", codec, "parquet.page.size", "4 kb");
                parquet("Sluice's Parquet, " + codec, type, input, expected, options);
            }
            parquet(
                    "Sluice's Parquet, auto-compaction",
                    type,
                    input,
                    expected,
                    Map.of("format", "parquet", "auto-compaction", "true"));
            manifest(type, input, expected, Map.of());
            manifest(type, input, expected, Map.of("auto-compaction", "true"));
            text("json", type, input, expected);
            if (type.simple()) {
                text("csv", type, input, expected);
            }
        }
        if (SampleTypes.isWhole()) {
            partitions();
        }
    }

    private void parquet(String what, SampleType type, Path input, List<String> expected, Map<String, String> options) {
        String name = what + ": " + type.name();
        Path folder = next();
        if (written(name, ReadCases.columns(type), input, "", folder, options)) {
            report.writing(name, expected, () -> typed(type, folder), () -> duckdb.rows(parquet(folder)));
        }
    }

    /** Spark's reading with the schema that it finds in the files, which must have the type of the column. */
    private List<String> typed(SampleType type, Path folder) {
        Dataset<Row> table = spark.read("parquet", folder);
        String found = table.schema().apply("v").dataType().catalogString();
        String wanted = spark.table(type).schema().apply("v").dataType().catalogString();
        if (!found.equals(wanted)) {
            throw new IllegalStateException("expected a column of " + wanted + ", got " + found);
        }
        return SparkPeer.rows(table);
    }

    /** A file that the manifest does not name lies in the folder, too: Spark must go by the manifest. */
    private void manifest(SampleType type, Path input, List<String> expected, Map<String, String> more)
            throws Exception {
        String name = "Sluice's Parquet, sink.spark-metadata%s: %s"
                .formatted(more.isEmpty() ? "" : " and auto-compaction", type.name());
        Path folder = next();
        Map<String, String> options = new TreeMap<>(more);
        options.put("format", "parquet");
        options.put("sink.spark-metadata", "true");
        if (!written(name, ReadCases.columns(type), input, "", folder, options)) {
            return;
        }
        List<String> byDuckDb = duckdb.rows(parquet(folder));
        Files.writeString(folder.resolve("stray.parquet"), "not in the manifest");
        report.writing(name, expected, () -> typed(type, folder), () -> byDuckDb);
    }

    private void text(String format, SampleType type, Path input, List<String> expected) {
        String name = "Sluice's %s: %s".formatted(format.equals("json") ? "JSON" : "CSV", type.name());
        Path folder = next();
        Map<String, String> options = new TreeMap<>(Map.of("format", format));
        if (format.equals("csv")) {
            options.put("csv.header", "true");
            options.put("csv.null-literal", "NULL"); // without one Spark takes the empty text for NULL
        }
        if (!written(name, ReadCases.columns(type), input, "", folder, options)) {
            return;
        }
        Map<String, String> theirs = format.equals("json")
                ? Map.of()
                : Map.of("header", "true", "escape", "\"", "multiLine", "true", "nullValue", "NULL");
        report.writing(
                name,
                expected,
                () -> SparkPeer.rows(
                        format.equals("csv") && type.name().equals("binary")
                                ? spark.read(format, theirs, "id INT, v STRING", folder)
                                        .selectExpr("id", "unbase64(v) AS v")
                                : spark.read(format, theirs, ReadCases.schema(type), folder)),
                () -> duckdb.rows(DuckPeer.text(format, type, folder, '"')));
    }

    private void partitions() {
        for (String type : List.of("boolean", "int", "decimal of 9, 2", "string", "date", "timestamp_ntz")) {
            SampleType key = SampleTypes.of(type);
            Path input = next();
            Dataset<Row> table = spark.table(key).where("id < 40 AND coalesce(length(CAST(v AS STRING)), 0) < 100");
            if (type.equals("string")) {
                table = table.where("v IS NULL OR v <> ''"); // a folder holds NULL for the empty text
            }
            spark.write(table.repartition(4), "parquet", Map.of(), input, NO_PARTITIONS);
            List<String> expected = SparkPeer.rows(table);
            for (Map<String, String> more : List.of(
                    Map.<String, String>of(),
                    Map.of("auto-compaction", "true"),
                    Map.of("auto-compaction", "true", "sink.spark-metadata", "true"))) {
                String name = "Sluice's Parquet, partitioned by %s%s"
                        .formatted(type, more.isEmpty() ? "" : ", " + String.join(", ", new TreeMap<>(more).keySet()));
                Path folder = next();
                Map<String, String> options = new TreeMap<>(more);
                options.put("format", "parquet");
                if (written(name, ReadCases.columns(key), input, "PARTITIONED BY (v)", folder, options)) {
                    report.writing(
                            name,
                            expected,
                            () -> SparkPeer.rows(spark.read("parquet", Map.of(), ReadCases.schema(key), folder)),
                            () -> duckdb.rows(
                                    "SELECT id, v FROM read_parquet('%s/*/*.parquet', hive_partitioning = true, hive_types = {v: '%s'})"
                                            .formatted(folder, key.duckdb())));
                }
            }
        }
    }

    private boolean written(
            String name, String columns, Path input, String partitions, Path folder, Map<String, String> options) {
        try {
            sluice.write(columns, input, partitions, folder, options);
            return true;
        } catch (SluicePeer.Refusal e) {
            report.refused(name, Report.firstLine(e));
        } catch (RuntimeException e) {
            report.different(name, "Sluice failed: " + Report.firstLine(e));
        }
        return false;
    }

    private static String parquet(Path folder) {
        return "SELECT id, v FROM read_parquet('%s/*.parquet')".formatted(folder);
    }

    private Path next() {
        return home.resolve("%04d".formatted(folders++));
    }
}
