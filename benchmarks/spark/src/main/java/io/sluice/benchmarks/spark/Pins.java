package io.sluice.benchmarks.spark;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cases that do not end in equal rows, by name: what Sluice refuses, and what a peer cannot read or write, with the words
 * that its message must have. Anything else that is not equal is a failure, and so is a case of these that is equal.
 */
final class Pins {
    /**
     * @param verdict {@code refused} or {@code peer cannot}
     * @param words part of the message
     * @param reason for a person
     */
    record Pin(String verdict, String words, String reason) {}

    private static final String REFUSED = "refused";
    private static final String PEER = "peer cannot";

    private final Map<String, Pin> pins = new LinkedHashMap<>();
    private final Set<String> met = new LinkedHashSet<>();

    Pins() {
        refused("Spark's CSV: binary", "expected BYTES, got '[", "Spark prints bytes as [1, 2], not in base 64");
        refused("Spark's JSON, lz4: string", "byte 0x00", "no codec of text files");
        refused("Spark's JSON, snappy: string", "byte 0x00", "no codec of text files");
        refused("Spark's JSON, deflate: string", "expected a JSON object", "no codec of text files");
        refused("Spark's Avro, xz: string", "got 'xz'", "a codec of Avro that nobody has by default");
        refused("Spark's Parquet: VARIANT as STRING", "expected STRING, got ROW<", "no such type");
        refused("Spark's Parquet: BIGINT as STRING", "expected STRING, got BIGINT", "another type");
        refused(
                "Spark's Parquet: DECIMAL(20, 4) as DECIMAL(10, 2)",
                "expected DECIMAL(10, 2), got DECIMAL(20, 4)",
                "digits would be lost");
        refused("Spark's Parquet: TIMESTAMP as BIGINT", "expected BIGINT, got TIMESTAMP_LTZ(6)", "another type");
        refused("Spark's Parquet: ARRAY<INT> as MAP<STRING, INT>", "got ARRAY<INT>", "another type");
        cannot(
                "Spark's JSON: map of int to array",
                "UTF8String cannot be cast",
                "Spark does not read back keys of a map that are not text");
        cannot(
                "Sluice's JSON: map of int to array",
                "Spark: SparkException",
                "Spark does not read keys of a map that are not text; DuckDB reads them");
        cannot(
                "Spark's Avro, snappy: map of int to array",
                "Unexpected type MapType",
                "Avro has maps with keys of text only");
        cannot("Spark's JSON, zstd: string", "codec zstd is not available", "Spark needs Hadoop's native library");
        for (String decimal : List.of("decimal of 18, 4", "decimal of 38, 10")) {
            for (String writer : List.of("Spark", "Sluice")) {
                cannot(
                        writer + "'s JSON: " + decimal,
                        "DuckDB: SQLException: Invalid Input Error: JSON transform error",
                        "DuckDB reads a number of JSON with a point through a DOUBLE, also as text");
            }
        }
        cannot("Spark's JSON, bzip2: string", "DuckDB: ", "DuckDB has no bzip2");
        cannot(
                "Spark's JSON: struct of everything",
                "DuckDB: ",
                "within a STRUCT, DuckDB reads a DECIMAL through a DOUBLE and BYTES as text, not base 64");
        cannot(
                "Sluice's JSON: struct of everything",
                "DuckDB: ",
                "within a STRUCT, DuckDB reads a DECIMAL through a DOUBLE and BYTES as text, not base 64");
    }

    private void refused(String name, String words, String reason) {
        pins.put(name, new Pin(REFUSED, words, reason));
    }

    private void cannot(String name, String words, String reason) {
        pins.put(name, new Pin(PEER, words, reason));
    }

    /** The reason if the case has ended as it is pinned; empty if not. */
    String check(String name, String verdict, String message) {
        Pin pin = pins.get(name);
        if (pin == null || !pin.verdict.equals(verdict) || !message.contains(pin.words)) {
            return "";
        }
        met.add(name);
        return pin.reason;
    }

    /** The pinned cases that have ended otherwise or were not there. */
    Set<String> unmet() {
        Set<String> unmet = new LinkedHashSet<>(pins.keySet());
        unmet.removeAll(met);
        return unmet;
    }
}
