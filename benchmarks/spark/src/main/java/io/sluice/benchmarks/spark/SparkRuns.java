package io.sluice.benchmarks.spark;

import io.sluice.benchmarks.Scratch;
import io.sluice.benchmarks.Stopwatch;
import io.sluice.benchmarks.nexmark.NexmarkQuery;
import io.sluice.benchmarks.nexmark.ResultSum;
import io.sluice.benchmarks.nexmark.RunLine;
import io.sluice.benchmarks.nexmark.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;

/**
 * Runs a query in Structured Streaming over the files, one of each table for each trigger, with a checkpoint on the local disk; first
 * into what sums up the result.
 */
public final class SparkRuns {
    /** Closes what is open at the end of the input, and closes never itself. */
    private static final String LAST_TIME = "TIMESTAMP_NTZ '2100-01-01 00:00:00'";

    /** Their rows come when a window closes. */
    private static final List<String> WINDOWED = List.of("q5", "q7", "q8", "q11");

    /** Parts of a batch are summed up by threads that share nothing but this process. */
    private static final ResultSum SUM = new ResultSum();

    private final RunSpec spec;
    private final StreamingSpark streaming;
    private final SparkSession spark;

    private SparkRuns(RunSpec spec, StreamingSpark streaming) {
        this.spec = spec;
        this.streaming = streaming;
        spark = streaming.session();
        spark.udf().register("count_char", (UDF2<String, String, Long>) SparkRuns::count, DataTypes.LongType);
    }

    public static void main(String[] arguments) throws Exception {
        RunSpec spec = RunSpec.of(arguments);
        Path scratch = Files.createTempDirectory(spec.files().directory(), "spark");
        boolean rocks = spec.engine().endsWith("rocksdb");
        try (StreamingSpark streaming = new StreamingSpark("nexmark", spec.threads(), rocks, scratch)) {
            new SparkRuns(spec, streaming).run();
        } finally {
            Scratch.delete(scratch);
        }
        System.exit(0);
    }

    private static Long count(String text, String character) {
        return text.chars().filter(each -> each == character.charAt(0)).count();
    }

    private void run() throws Exception {
        if (!spec.query().equals("q12")) {
            inFolder(home -> RunLine.result(spark.version(), spec, result(home)).print());
        }
        spec.repeat(run -> inFolder(home -> {
            Stopwatch watch = new Stopwatch();
            int batches = finish(written(query(spec.files().directory()), home), home);
            Stopwatch.Time time = watch.time();
            if (run > 0) {
                RunLine.timed(spark.version(), spec, run, time, Optional.of(batches))
                        .print();
            }
        }));
    }

    private interface Body {
        void run(Path home) throws Exception;
    }

    private void inFolder(Body body) throws Exception {
        Path home = Files.createTempDirectory(spec.files().directory(), "run");
        body.run(home);
        streaming.release();
        Scratch.delete(home);
    }

    /** The rows of the query; its tables are those of a folder. */
    private Dataset<Row> query(Path data) {
        for (String table : List.of("person", "auction", "bid")) {
            table(data, table).withWatermark("dateTime", "4 seconds").createOrReplaceTempView(table);
        }
        table(data, "bid")
                .withColumn("p_time", functions.current_timestamp())
                .withWatermark("p_time", "0 seconds")
                .createOrReplaceTempView("arriving");
        spark.read()
                .schema("key BIGINT, value STRING")
                .csv(spec.files().directory().resolve("side_input").toString())
                .createOrReplaceTempView("side_input");
        return spark.sql(NexmarkQuery.forSpark(spec.query()).orElseThrow());
    }

    /** Watermarks are on the type of an instant only; in the time zone of the session it is what the files have. */
    private Dataset<Row> table(Path data, String table) {
        String columns =
                switch (table) {
                    case "person" -> "id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING,"
                            + " state STRING";
                    case "auction" -> "id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve"
                            + " BIGINT, expires TIMESTAMP, seller BIGINT, category BIGINT";
                    default -> "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING";
                };
        return spark.readStream()
                .schema(columns + ", dateTime TIMESTAMP, extra STRING")
                .option("maxFilesPerTrigger", 1)
                .parquet(data.resolve(table).toString());
    }

    private DataStreamWriter<Row> written(Dataset<Row> rows, Path home) {
        return spec.query().equals("q10")
                ? rows.writeStream()
                        .format("csv")
                        .partitionBy("dt", "hm")
                        .option("path", home.resolve("bid").toString())
                : rows.writeStream().format("noop");
    }

    /** Runs to the end of the files; the number of batches. */
    private int finish(DataStreamWriter<Row> writer, Path home) throws Exception {
        StreamingQuery query = writer.outputMode(spec.query().equals("q17") ? "update" : "append")
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", home.resolve("checkpoint").toString())
                .start();
        query.awaitTermination();
        return (int) query.lastProgress().batchId() + 1;
    }

    private String result(Path home) throws Exception {
        Path data = WINDOWED.contains(spec.query())
                ? withLastRows(home)
                : spec.files().directory();
        int keys = spec.query().equals("q17") ? 2 : 0;
        finish(
                query(data).writeStream().foreachBatch((batch, number) -> {
                    batch.foreachPartition(
                            (ForeachPartitionFunction<Row>) rows -> rows.forEachRemaining(row -> sum(row, keys)));
                }),
                home);
        return SUM.fingerprint().toString();
    }

    /** @param keys the first columns, which are the key of a row that may come again; 0: it comes once */
    private static void sum(Row row, int keys) {
        StringBuilder text = new StringBuilder();
        String key = "";
        for (int column = 0; column < row.size(); column++) {
            Object value = row.get(column);
            ResultSum.append(
                    text, value instanceof Instant time ? LocalDateTime.ofInstant(time, ZoneOffset.UTC) : value);
            key = column + 1 == keys ? text.toString() : key;
        }
        if (keys == 0) {
            SUM.add(text, 1);
        } else {
            SUM.replace(key, text);
        }
    }

    /** A folder with the same files, and one more in each table, of a row that comes when all others are long over. */
    private Path withLastRows(Path home) throws IOException {
        Path data = Files.createDirectory(home.resolve("data"));
        for (String table : List.of("person", "auction", "bid")) {
            Path of = Files.createDirectory(data.resolve(table));
            Path from = spec.files().directory().resolve(table);
            List<Path> files = parquet(from);
            for (Path file : files) {
                Files.createLink(of.resolve(file.getFileName()), file);
            }
            Path last = home.resolve("last-" + table);
            spark.read()
                    .parquet(files.get(0).toString())
                    .limit(1)
                    .withColumn("dateTime", functions.expr(LAST_TIME))
                    .write()
                    .parquet(last.toString());
            Files.move(parquet(last).get(0), of.resolve("last.parquet"));
        }
        return data;
    }

    private static List<Path> parquet(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }
}
