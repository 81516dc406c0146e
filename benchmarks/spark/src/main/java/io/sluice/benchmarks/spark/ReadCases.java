package io.sluice.benchmarks.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Files that Spark writes, read by Sluice and by DuckDB. */
final class ReadCases {
    /** With a word for NULL, since Spark reads the empty text back as NULL without one. */
    private static final Map<String, String> CSV = Map.of(
            "header", "true",
            "multiLine", "true",
            "nullValue", "NULL",
            "ignoreLeadingWhiteSpace", "false",
            "ignoreTrailingWhiteSpace", "false");

    /** All digits of a timestamp; Spark writes three by default. */
    private static final Map<String, String> MICROS = Map.of(
            "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

    private final Path home;
    private final SparkPeer spark;
    private final DuckPeer duckdb;
    private final SluicePeer sluice;
    private final Report report;
    private int folders;

    ReadCases(Path home, SparkPeer spark, DuckPeer duckdb, SluicePeer sluice, Report report) {
        this.home = home.resolve("by-spark");
        this.spark = spark;
        this.duckdb = duckdb;
        this.sluice = sluice;
        this.report = report;
    }

    void run() {
        for (SampleType type : SampleTypes.chosen()) {
            for (String version : List.of("v1", "v2")) {
                for (String codec : version.equals("v1")
                        ? List.of("snappy", "zstd", "gzip", "lz4_raw", "uncompressed")
                        : List.of("snappy", "zstd", "gzip", "lz4_raw")) {
                    parquet(type, "%s, %s".formatted(version, codec), pages(version, codec));
                }
            }
            text("json", type, "", Map.of());
            avro(type, "snappy");
            if (type.simple()) {
                text("csv", type, "", CSV);
            }
        }
        if (!SampleTypes.isWhole()) {
            return;
        }
        timestamps();
        codecs();
        partitions();
        otherTypes();
    }

    /** Small pages and a dictionary that overflows, so that a column has pages of both kinds. */
    private static Map<String, String> pages(String version, String codec) {
        return Map.of(
                "compression", codec,
                "parquet.writer.version", version,
                "parquet.page.size", "4096",
                "parquet.page.row.count.limit", "700",
                "parquet.dictionary.page.size", "2048");
    }

    private void parquet(SampleType type, String how, Map<String, String> options) {
        String name = "Spark's Parquet, %s: %s".formatted(how, type.name());
        Path folder = next();
        Dataset<Row> table = spark.table(type);
        if (!written(name, table, "parquet", options, folder)) {
            return;
        }
        report.reading(
                name,
                () -> SparkPeer.rows(table),
                () -> sluice.rows(columns(type), "", folder, Map.of("format", "parquet")),
                () -> duckdb.rows("SELECT id, v FROM read_parquet('%s/*.parquet')".formatted(folder)));
    }

    private void timestamps() {
        for (String output : List.of("INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS")) {
            spark.set("spark.sql.parquet.outputTimestampType", output);
            String name = "Spark's Parquet, %s: timestamp".formatted(output);
            SampleType type = SampleTypes.of("timestamp");
            Path folder = next();
            if (written(name, spark.table(type), "parquet", Map.of(), folder)) {
                report.reading(
                        name,
                        () -> SparkPeer.rows(spark.read("parquet", folder)),
                        () -> sluice.rows(columns(type), "", folder, Map.of("format", "parquet")),
                        () -> duckdb.rows("SELECT id, v FROM read_parquet('%s/*.parquet')".formatted(folder)));
            }
        }
        spark.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
        spark.set("spark.sql.parquet.writeLegacyFormat", "true");
        for (String type : List.of("decimal of 9, 2", "decimal of 38, 10", "array of int", "map of int to array")) {
            parquet(SampleTypes.of(type), "legacy format", Map.of());
        }
        spark.set("spark.sql.parquet.writeLegacyFormat", "false");
        for (String type : List.of("timestamp", "timestamp_ntz")) {
            text("json", SampleTypes.of(type), " with microseconds", MICROS);
            Map<String, String> csv = new TreeMap<>(CSV);
            csv.putAll(MICROS);
            text("csv", SampleTypes.of(type), " with microseconds", csv);
        }
    }

    private void codecs() {
        SampleType type = SampleTypes.of("string");
        for (String each : List.of("bigint", "string", "array of int", "struct")) {
            parquet(SampleTypes.of(each), "small pages, lz4", pages("v1", "lz4"));
            parquet(SampleTypes.of(each), "large pages, lz4", Map.of("compression", "lz4"));
        }
        for (String codec : List.of("gzip", "bzip2", "zstd", "lz4", "snappy", "deflate")) {
            text("json", type, ", " + codec, Map.of("compression", codec));
        }
        for (String codec : List.of("uncompressed", "deflate", "bzip2", "zstandard", "xz")) {
            avro(type, codec);
        }
    }

    private void text(String format, SampleType type, String how, Map<String, String> options) {
        String name = "Spark's %s%s: %s".formatted(format.equals("json") ? "JSON" : "CSV", how, type.name());
        Path folder = next();
        if (!written(name, spark.table(type), format, options, folder)) {
            return;
        }
        Map<String, String> ours = format.equals("json")
                ? Map.of("format", "json", "timestamp.format", "ISO-8601")
                : Map.of(
                        "format", "csv",
                        "timestamp.format", "ISO-8601",
                        "csv.header", "true",
                        "csv.null-literal", "NULL",
                        "csv.escape-character", "\\");
        report.reading(
                name,
                () -> SparkPeer.rows(spark.read(format, options, schema(type), folder)),
                () -> sluice.rows(columns(type), "", folder, ours),
                () -> duckdb.rows(DuckPeer.text(format, type, folder, '\\')));
    }

    private void avro(SampleType type, String codec) {
        String name = "Spark's Avro, %s: %s".formatted(codec, type.name());
        Path folder = next();
        if (!written(name, spark.table(type), "avro", Map.of("compression", codec), folder)) {
            return;
        }
        Report.Rows bySpark = () -> SparkPeer.rows(spark.read("avro", folder));
        report.reading(
                name,
                bySpark,
                () -> sluice.rows(columns(type), "", folder, Map.of("format", "avro")),
                bySpark); // DuckDB has no Avro without a download
    }

    private void partitions() {
        for (String type : List.of("boolean", "int", "decimal of 9, 2", "string", "date", "timestamp_ntz")) {
            SampleType key = SampleTypes.of(type);
            String name = "Spark's Parquet, partitioned by " + type;
            Path folder = next();
            Dataset<Row> table = spark.table(key).where("id < 40 AND coalesce(length(CAST(v AS STRING)), 0) < 100");
            if (!written(name, table, "parquet", Map.of(), folder, "v")) {
                continue;
            }
            report.reading(
                    name,
                    () -> SparkPeer.rows(spark.read("parquet", Map.of(), schema(key), folder)),
                    () -> sluice.rows(columns(key), "PARTITIONED BY (v)", folder, Map.of("format", "parquet")),
                    () -> duckdb.rows(
                            "SELECT id, v FROM read_parquet('%s/*/*.parquet', hive_partitioning = true, hive_types = {v: '%s'})"
                                    .formatted(folder, key.duckdb())));
        }
    }

    /** Types of Spark that Sluice has no name for, read as what is in the file, or refused. */
    private void otherTypes() {
        other(
                "INTERVAL DAY TO SECOND",
                "make_dt_interval(CAST(id AS INT), 1, 2, 3.5)",
                "id * 86400000000 + 3723500000",
                "BIGINT");
        other("INTERVAL YEAR TO MONTH", "make_ym_interval(CAST(id AS INT), 3)", "CAST(id * 12 + 3 AS INT)", "INT");
        other("VARIANT", "parse_json('{\"a\": 1}')", "STRING");
        other("BIGINT", "id", "STRING");
        other("DECIMAL(20, 4)", "CAST(id AS DECIMAL(20, 4))", "DECIMAL(10, 2)");
        other("TIMESTAMP", "timestamp_seconds(id)", "BIGINT");
        other("ARRAY<INT>", "array(CAST(id AS INT))", "MAP<STRING, INT>");
    }

    private void other(String type, String expression, String sluiceType) {
        other(type, expression, expression, sluiceType);
    }

    /** @param inFile the value as Parquet holds it */
    private void other(String type, String expression, String inFile, String sluiceType) {
        String name = "Spark's Parquet: %s as %s".formatted(type, sluiceType);
        Path folder = next();
        Dataset<Row> table = spark.sql("SELECT CAST(id AS INT) AS id, %s AS v FROM range(10)".formatted(expression));
        if (!written(name, table, "parquet", Map.of(), folder)) {
            return;
        }
        report.reading(
                name,
                () -> SparkPeer.rows(
                        spark.sql("SELECT CAST(id AS INT) AS id, %s AS v FROM range(10)".formatted(inFile))),
                () -> sluice.rows("id INT, v " + sluiceType, "", folder, Map.of("format", "parquet")),
                () -> duckdb.rows("SELECT id, v FROM read_parquet('%s/*.parquet')".formatted(folder)));
    }

    private boolean written(
            String name,
            Dataset<Row> table,
            String format,
            Map<String, String> options,
            Path folder,
            String... partitions) {
        try {
            spark.write(table, format, options, folder, partitions);
            return true;
        } catch (Exception e) { // a checked exception of Spark's, which its Java signatures do not tell of
            report.without(name, Report.firstLine(e));
            return false;
        }
    }

    static String columns(SampleType type) {
        return "id INT, v " + type.sluice();
    }

    static String schema(SampleType type) {
        return "id INT, v " + type.spark();
    }

    private Path next() {
        return home.resolve("%04d".formatted(folders++));
    }
}
