package io.sluice.benchmarks.spark;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The types that Spark and Sluice share, with their extreme values. */
final class SampleTypes {
    private static final LocalDateTime NOON = LocalDateTime.of(2024, 2, 29, 12, 0, 0, 123_456_000);

    private static final List<LocalDateTime> TIMES = List.of(
            LocalDateTime.of(1, 1, 1, 0, 0),
            LocalDateTime.of(1582, 10, 4, 23, 59, 59),
            LocalDateTime.of(1582, 10, 15, 0, 0),
            LocalDateTime.of(1899, 12, 31, 23, 59, 59, 999_999_000),
            LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
            LocalDateTime.of(1970, 1, 1, 0, 0),
            NOON,
            LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000));

    private static final String WORD = System.getProperty("types", "");

    private SampleTypes() {}

    static final List<SampleType> ALL = List.of(
            type("boolean", "BOOLEAN", "BOOLEAN", "BOOLEAN", List.of(true, false), i -> i % 3 == 0),
            type("tinyint", "TINYINT", "TINYINT", "TINYINT", List.of((byte) -128, (byte) 127, (byte) 0), i -> (byte) i),
            type("smallint", "SMALLINT", "SMALLINT", "SMALLINT", List.of((short) -32768, (short) 32767, (short) 0), i ->
                    (short) (i * 31)),
            type("int", "INT", "INT", "INTEGER", List.of(Integer.MIN_VALUE, Integer.MAX_VALUE, 0), i -> i * 1_000_003),
            type(
                    "bigint",
                    "BIGINT",
                    "BIGINT",
                    "BIGINT",
                    List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L),
                    i -> i * 1_000_000_000_039L),
            type(
                    "float",
                    "FLOAT",
                    "FLOAT",
                    "FLOAT",
                    List.of(
                            Float.NaN,
                            Float.POSITIVE_INFINITY,
                            Float.NEGATIVE_INFINITY,
                            Float.MAX_VALUE,
                            Float.MIN_VALUE,
                            -0.0f,
                            0.1f),
                    i -> i / 7f),
            type(
                    "double",
                    "DOUBLE",
                    "DOUBLE",
                    "DOUBLE",
                    List.of(
                            Double.NaN,
                            Double.POSITIVE_INFINITY,
                            Double.NEGATIVE_INFINITY,
                            Double.MAX_VALUE,
                            Double.MIN_VALUE,
                            -0.0,
                            0.1),
                    i -> i / 7.0),
            decimal(9, 2),
            decimal(18, 4),
            decimal(38, 0),
            decimal(38, 10),
            type(
                    "string",
                    "STRING",
                    "STRING",
                    "VARCHAR",
                    List.of(
                            "",
                            " ",
                            " both ends ",
                            "null",
                            "a,b;\"c\"\nd\\e\t#",
                            "# no comment",
                            "Zürich 東京 \uD834\uDD1E",
                            "x".repeat(5000)),
                    i -> "text " + i * 7919),
            type(
                    "binary",
                    "BINARY",
                    "BYTES",
                    "BLOB",
                    List.of(new byte[0], new byte[] {0}, new byte[] {-1, 0, 1, (byte) 0xC3, 0x28}),
                    i -> ("bytes " + i).getBytes(StandardCharsets.UTF_8)),
            type(
                    "date",
                    "DATE",
                    "DATE",
                    "DATE",
                    List.of(
                            LocalDate.of(1, 1, 1),
                            LocalDate.of(1582, 10, 4),
                            LocalDate.of(1582, 10, 15),
                            LocalDate.EPOCH,
                            LocalDate.of(9999, 12, 31)),
                    i -> LocalDate.EPOCH.plusDays(i * 11L)),
            type(
                    "time",
                    "TIME(6)",
                    "TIME(6)",
                    "TIME",
                    List.of(LocalTime.MIDNIGHT, LocalTime.of(23, 59, 59, 999_999_000), LocalTime.of(12, 30)),
                    i -> LocalTime.ofNanoOfDay(i * 28_000_017_000L % 86_400_000_000_000L)),
            type(
                    "timestamp",
                    "TIMESTAMP",
                    "TIMESTAMP_LTZ(6)",
                    "TIMESTAMPTZ",
                    TIMES.stream()
                            .<Object>map(time -> time.toInstant(ZoneOffset.UTC))
                            .toList(),
                    i -> Instant.ofEpochSecond(i * 86_399L, i * 1000L)),
            type(
                    "timestamp_ntz",
                    "TIMESTAMP_NTZ",
                    "TIMESTAMP(6)",
                    "TIMESTAMP",
                    List.copyOf(TIMES),
                    i -> NOON.plusSeconds(i * 86_399L)),
            type(
                    "interval of seconds",
                    "INTERVAL DAY TO SECOND",
                    "INTERVAL DAY TO SECOND(6)",
                    "BIGINT",
                    List.of(
                            Duration.ZERO,
                            Duration.of(Long.MAX_VALUE, ChronoUnit.MICROS),
                            Duration.of(-Long.MAX_VALUE, ChronoUnit.MICROS),
                            Duration.of(-1, ChronoUnit.MICROS),
                            Duration.ofHours(36)),
                    i -> Duration.of(i * 1_000_000_007L, ChronoUnit.MICROS)),
            type(
                    "interval of months",
                    "INTERVAL YEAR TO MONTH",
                    "INTERVAL YEAR TO MONTH",
                    "INTEGER",
                    List.of(
                            Period.ZERO,
                            Period.ofMonths(Integer.MAX_VALUE),
                            Period.ofMonths(-Integer.MAX_VALUE),
                            Period.ofMonths(-1)),
                    i -> Period.ofMonths(i * 7 - 5000)),
            type(
                    "array of intervals",
                    "ARRAY<INTERVAL DAY TO SECOND>",
                    "ARRAY<INTERVAL DAY>",
                    "BIGINT[]",
                    List.of(List.of(), Arrays.asList(Duration.ZERO, null, Duration.ofNanos(-1000))),
                    i -> List.of(Duration.ofSeconds(i))),
            type(
                    "array of int",
                    "ARRAY<INT>",
                    "ARRAY<INT>",
                    "INTEGER[]",
                    List.of(List.of(), Arrays.asList(1, null, 3), Arrays.asList((Object) null)),
                    i -> List.of(i, i + 1)),
            type(
                    "array of array of string",
                    "ARRAY<ARRAY<STRING>>",
                    "ARRAY<ARRAY<STRING>>",
                    "VARCHAR[][]",
                    List.of(
                            List.of(),
                            List.of(List.of()),
                            Arrays.asList(null, List.of("", "x"), Arrays.asList("y", null))),
                    i -> List.of(List.of("a" + i), List.of("b", "c" + i % 5))),
            type(
                    "map of string to bigint",
                    "MAP<STRING, BIGINT>",
                    "MAP<STRING, BIGINT>",
                    "MAP(VARCHAR, BIGINT)",
                    List.of(Map.of(), map("", 1L, "b", null), map("c", Long.MAX_VALUE)),
                    i -> map("k" + i, (long) i, "z", null)),
            type(
                    "map of int to array",
                    "MAP<INT, ARRAY<DATE>>",
                    "MAP<INT, ARRAY<DATE>>",
                    "MAP(INTEGER, DATE[])",
                    List.of(Map.of(), map(-1, List.of(LocalDate.EPOCH), 2, null)),
                    i -> map(i, Arrays.asList(LocalDate.EPOCH.plusDays(i), null))),
            type(
                    "struct",
                    "STRUCT<a: INT, b: STRING, c: DOUBLE>",
                    "ROW<a INT, b STRING, c DOUBLE>",
                    "STRUCT(a INTEGER, b VARCHAR, c DOUBLE)",
                    List.of(row(1, "x", 0.5), row(null, null, null), row(Integer.MIN_VALUE, "", Double.NaN)),
                    i -> row(i, "s" + i, i / 3.0)),
            type(
                    "struct of everything",
                    "STRUCT<p: STRUCT<d: DECIMAL(20,3), t: TIMESTAMP_NTZ, f: BOOLEAN>,"
                            + " l: ARRAY<STRUCT<x: SMALLINT, y: BINARY>>, m: MAP<STRING, STRUCT<z: FLOAT>>>",
                    "ROW<p ROW<d DECIMAL(20, 3), t TIMESTAMP(6), f BOOLEAN>,"
                            + " l ARRAY<ROW<x SMALLINT, y BYTES>>, m MAP<STRING, ROW<z FLOAT>>>",
                    "STRUCT(p STRUCT(d DECIMAL(20, 3), t TIMESTAMP, f BOOLEAN),"
                            + " l STRUCT(x SMALLINT, y BLOB)[], m MAP(VARCHAR, STRUCT(z FLOAT)))",
                    List.of(
                            row(null, null, null),
                            row(row(null, null, null), List.of(), Map.of()),
                            row(
                                    row(new BigDecimal("12345678901234567.125"), NOON, true),
                                    Arrays.asList(row((short) 7, new byte[] {1, -1}), null, row(null, null)),
                                    map("k", row(1.5f), "n", null))),
                    i -> row(
                            row(BigDecimal.valueOf(i, 3), NOON.plusHours(i), i % 2 == 0),
                            List.of(row((short) i, new byte[] {(byte) i})),
                            map("k" + i % 10, row(i * 0.5f)))));

    /** Whether all types are tested, and what is about none. */
    static boolean isWhole() {
        return WORD.isEmpty();
    }

    static List<SampleType> chosen() {
        return ALL.stream().filter(type -> type.name().contains(WORD)).toList();
    }

    static SampleType of(String name) {
        return ALL.stream().filter(type -> type.name().equals(name)).findFirst().orElseThrow();
    }

    private static SampleType decimal(int precision, int scale) {
        BigInteger most = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        String text = "DECIMAL(" + precision + ", " + scale + ")";
        return type(
                "decimal of " + precision + ", " + scale,
                text,
                text,
                text,
                List.of(
                        new BigDecimal(most, scale),
                        new BigDecimal(most.negate(), scale),
                        new BigDecimal(BigInteger.ZERO, scale),
                        new BigDecimal(BigInteger.ONE.negate(), scale)),
                i -> new BigDecimal(most.divide(BigInteger.valueOf(i)), scale));
    }

    private static SampleType type(
            String name, String spark, String sluice, String duckdb, List<Object> edges, IntFunction<Object> other) {
        return new SampleType(name, spark, sluice, duckdb, edges, other);
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    private static Map<Object, Object> map(Object... keysAndValues) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
