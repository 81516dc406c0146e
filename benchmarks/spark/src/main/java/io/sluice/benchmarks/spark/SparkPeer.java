package io.sluice.benchmarks.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Spark in this process, on one thread, in UTC. */
final class SparkPeer implements AutoCloseable {
    private final SparkSession spark;

    SparkPeer(Path scratch) {
        spark = SparkSession.builder()
                .master("local[1]")
                .appName("spark-files")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.warehouse.dir", scratch.resolve("warehouse").toString())
                .config("spark.local.dir", scratch.resolve("spark").toString())
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "1")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.timeType.enabled", "true")
                .config("spark.sql.datetime.java8API.enabled", "true")
                .getOrCreate();
    }

    String version() {
        return spark.version();
    }

    /** {@code set("spark.sql.…", …)} for the cases that follow. */
    void set(String key, String value) {
        spark.conf().set(key, value);
    }

    /** The rows of a type as a table {@code (id INT, v …)}. */
    Dataset<Row> table(SampleType type) {
        List<Row> rows = new ArrayList<>();
        List<Object> values = type.values();
        for (int id = 0; id < values.size(); id++) {
            rows.add(RowFactory.create(id, values.get(id)));
        }
        return spark.createDataFrame(rows, StructType.fromDDL("id INT, v " + type.spark()));
    }

    void write(Dataset<Row> table, String format, Map<String, String> options, Path folder, String... partitions) {
        table.write()
                .format(format)
                .options(options)
                .mode(SaveMode.Overwrite)
                .partitionBy(partitions)
                .save(folder.toString());
    }

    Dataset<Row> sql(String query) {
        return spark.sql(query);
    }

    /** With the schema that the files have. */
    Dataset<Row> read(String format, Path folder) {
        return spark.read().format(format).load(folder.toString());
    }

    Dataset<Row> read(String format, Map<String, String> options, String schema, Path folder) {
        return spark.read().format(format).options(options).schema(schema).load(folder.toString());
    }

    /** The rows as sorted canonical text. */
    static List<String> rows(Dataset<Row> table) {
        return table.collectAsList().stream()
                .map(row -> Canonical.row(java.util.stream.IntStream.range(0, row.size())
                        .mapToObj(row::get)
                        .toList()))
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        spark.stop();
    }
}
