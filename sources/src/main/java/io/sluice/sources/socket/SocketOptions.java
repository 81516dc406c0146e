package io.sluice.sources.socket;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.sources.file.FileSourceOptions.Format;
import io.sluice.sources.file.FormatOptions;
import java.util.Optional;

/**
 * The options of a {@code socket} table, named as Flink's.
 *
 * @param hostname of the server
 * @param port of the server
 * @param byteDelimiter the byte that ends a row, as a number; 10, a line feed, if absent
 * @param format how a row is written: raw, csv or json
 * @param includeTimestamp whether the time at which a row came is offered as metadata; Spark's name
 * @param rows how rows are taken from the text
 */
public record SocketOptions(
        @JsonProperty("hostname") String hostname,
        @JsonProperty("port") long port,
        @JsonProperty("byte-delimiter") Optional<Long> byteDelimiter,
        @JsonProperty("format") Format format,
        @JsonProperty("includeTimestamp") Optional<Boolean> includeTimestamp,
        FormatOptions rows) {
    private static final int LAST_PORT = 65_535;
    private static final int LINE_FEED = 10;

    public SocketOptions {
        requireNonNull(hostname, "hostname");
        requireNonNull(format, "format");
        requireNonNull(rows, "rows");
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("'port' must be between 1 and 65535, got " + port);
        }
        if (byteDelimiter.isPresent() && (byteDelimiter.get() < 0 || byteDelimiter.get() > Byte.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "'byte-delimiter' must be a byte between 0 and 127, got " + byteDelimiter.get());
        }
        switch (format) {
            case RAW, JSON, CSV -> {}
            case PARQUET, AVRO, ORC -> throw new IllegalArgumentException(
                    "the formats of a socket are 'raw', 'json', 'csv'; files of others are read whole");
        }
    }

    boolean includesTimestamp() {
        return includeTimestamp.orElse(false);
    }

    byte delimiter() {
        return byteDelimiter.map(Long::byteValue).orElse((byte) LINE_FEED);
    }
}
