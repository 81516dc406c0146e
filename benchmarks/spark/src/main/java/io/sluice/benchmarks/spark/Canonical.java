package io.sluice.benchmarks.spark;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scala.jdk.javaapi.CollectionConverters;

/**
 * One text for equal values, whatever Java class an engine hands them over in. Instants and timestamps without a zone are
 * the same text here, since the INT96 of Parquet does not tell them apart; all engines run in UTC.
 */
final class Canonical {
    private Canonical() {}

    /** The texts of the columns of a row. */
    static String row(List<?> values) {
        return values.stream().map(Canonical::text).collect(Collectors.joining(" | "));
    }

    static String text(Object value) {
        if (value == null) {
            return "NULL";
        }
        try {
            return simple(value);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not hand over " + value.getClass(), e);
        }
    }

    private static String simple(Object value) throws SQLException {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        } else if (value instanceof String string) {
            return '\'' + string + '\'';
        } else if (value instanceof byte[] bytes) {
            return "x" + HexFormat.of().formatHex(bytes);
        } else if (value instanceof Blob blob) {
            return text(blob.getBytes(1, (int) blob.length()));
        } else if (value instanceof Timestamp timestamp) {
            return timestamp.toLocalDateTime().toString();
        } else if (value instanceof java.sql.Date date) {
            return date.toLocalDate().toString();
        } else if (value instanceof OffsetDateTime time) {
            return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime().toString();
        } else if (value instanceof Instant instant) {
            return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
        }
        return interval(value);
    }

    /** As the number that Parquet holds, which is what DuckDB shows. */
    private static String interval(Object value) throws SQLException {
        if (value instanceof Duration duration) {
            return BigInteger.valueOf(duration.getSeconds())
                    .multiply(BigInteger.valueOf(1_000_000))
                    .add(BigInteger.valueOf(duration.getNano() / 1000))
                    .toString();
        }
        return value instanceof Period period ? String.valueOf(period.toTotalMonths()) : nested(value);
    }

    private static String nested(Object value) throws SQLException {
        if (value instanceof java.sql.Array array) {
            return list(Arrays.stream((Object[]) array.getArray()));
        } else if (value instanceof List<?> elements) {
            return list(elements.stream());
        } else if (value instanceof scala.collection.Seq<?> elements) {
            return list(CollectionConverters.asJava(elements).stream());
        } else if (value instanceof Map<?, ?> entries) {
            return map(entries);
        } else if (value instanceof scala.collection.Map<?, ?> entries) {
            return map(CollectionConverters.asJava(entries));
        } else if (value instanceof Struct struct) {
            return struct(Arrays.stream(struct.getAttributes()));
        } else if (value instanceof org.apache.spark.sql.Row row) {
            return struct(java.util.stream.IntStream.range(0, row.size()).mapToObj(row::get));
        } else if (value instanceof io.sluice.sinks.memory.Row row) {
            return struct(row.values().stream());
        }
        return value.toString();
    }

    private static String list(Stream<?> elements) {
        return elements.map(Canonical::text).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String struct(Stream<?> fields) {
        return fields.map(Canonical::text).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String map(Map<?, ?> entries) {
        return entries.entrySet().stream()
                .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
                .sorted()
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
