package io.sluice.sources.file;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.column.TimestampFormat;
import io.sluice.sources.csv.CsvRules;
import io.sluice.sources.format.Compression;
import io.sluice.sources.format.TextRules;
import io.sluice.sources.json.JsonRules;
import io.sluice.sources.json.TimestampForm;
import io.sluice.sources.raw.RawRules;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The options of a table that say how rows are taken from a file. */
public record FormatOptions(
        @JsonProperty(BadRowPolicy.OPTION) Optional<BadRowPolicy> badRow,
        @JsonProperty("source.compression") Optional<Compression> compression,
        @JsonProperty("source.max-row-size") Optional<Long> maxRowBytes,
        @JsonProperty("timestamp.nanos") Optional<Nanos> timestampNanos,
        @JsonProperty("timestamp.format") Optional<String> timestampFormat,
        @JsonProperty("json.timestamp-format.standard") Optional<TimestampForm> timestampForm,
        @JsonProperty("json.fail-on-missing-field") Optional<Boolean> failOnMissingField,
        @JsonProperty("json.ignore-parse-errors") Optional<Boolean> jsonIgnoresErrors,
        @JsonProperty("raw.charset") Optional<String> rawCharset,
        @JsonProperty("raw.line-delimiter") Optional<String> rawDelimiter,
        CsvOptions csv) {
    /** Those in which a byte below 128 is that character of ASCII, so that lines can be found without decoding. */
    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.US_ASCII);

    /** Nothing is said: all is as it is by default. */
    public static final FormatOptions DEFAULT = new FormatOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            CsvOptions.DEFAULT);

    private static final long MOST_ROW = 1L << 30;

    /** What becomes of digits below a microsecond. */
    public enum Nanos {
        FAIL,
        TRUNCATE
    }

    public FormatOptions {
        requireNonNull(csv, "csv");
        policy(badRow, "json.ignore-parse-errors", jsonIgnoresErrors);
        policy(badRow, "csv.ignore-parse-errors", csv.ignoresErrors());
        timestampFormat.ifPresent(text -> {
            if (timestampForm.isPresent()) {
                throw new IllegalArgumentException(
                        "'timestamp.format' and 'json.timestamp-format.standard' say the same thing: leave out the latter");
            }
            TimestampFormat.check(text);
        });
        if (maxRowBytes.isPresent() && (maxRowBytes.get() < 1 || maxRowBytes.get() > MOST_ROW)) {
            throw new IllegalArgumentException(
                    "'source.max-row-size' must be between 1 byte and 1 GB, got %d".formatted(maxRowBytes.get()));
        }
        charset(rawCharset);
        if (rawDelimiter.isPresent() && rawDelimiter.get().isEmpty()) {
            throw new IllegalArgumentException("'raw.line-delimiter' must not be empty");
        }
    }

    private static Charset charset(Optional<String> name) {
        return CHARSETS.stream()
                .filter(charset -> charset.name().equalsIgnoreCase(name.orElse("UTF-8")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'raw.charset': expected one of %s, got '%s'".formatted(CHARSETS, name.orElse(""))));
    }

    /** The older options of formats are another word for a policy. */
    private static BadRowPolicy policy(Optional<BadRowPolicy> policy, String option, Optional<Boolean> ignores) {
        if (policy.isPresent() && ignores.isPresent()) {
            throw new IllegalArgumentException(
                    "'%s' and '%s' say the same thing: leave out '%s'".formatted(BadRowPolicy.OPTION, option, option));
        }
        return policy.orElse(ignores.orElse(false) ? BadRowPolicy.SKIP : BadRowPolicy.FAIL);
    }

    /** Of a format. */
    public BadRowPolicy badRows(FileSourceOptions.Format format) {
        return switch (format) {
            case JSON -> policy(badRow, "json.ignore-parse-errors", jsonIgnoresErrors);
            case CSV -> policy(badRow, "csv.ignore-parse-errors", csv.ignoresErrors());
            case RAW, AVRO, PARQUET, ORC -> badRow.orElse(BadRowPolicy.FAIL);
        };
    }

    JsonRules json(ZoneId zone) {
        String standard = timestampForm.orElse(TimestampForm.SQL).toString();
        return new JsonRules(
                TimestampFormat.of(timestampFormat.orElse(standard), truncatesNanos(), zone),
                failOnMissingField.orElse(false),
                badRows(FileSourceOptions.Format.JSON),
                text());
    }

    CsvRules csv(ZoneId zone) {
        TimestampFormat timestamps = timestampFormat
                .map(text -> TimestampFormat.of(text, truncatesNanos(), zone))
                .orElse(new TimestampFormat(TimestampFormat.EITHER, Optional.empty(), truncatesNanos(), zone));
        return csv.rules(timestamps, badRows(FileSourceOptions.Format.CSV), text());
    }

    RawRules raw(boolean binary) {
        return new RawRules(
                binary,
                charset(rawCharset),
                Escapes.resolve(rawDelimiter.orElse("\n")),
                badRows(FileSourceOptions.Format.RAW),
                text());
    }

    private TextRules text() {
        return new TextRules(
                compression.orElse(Compression.AUTO),
                maxRowBytes.map(Math::toIntExact).orElse(TextRules.DEFAULT_MAX_ROW),
                TextRules.DEFAULT_SPLIT);
    }

    boolean truncatesNanos() {
        return timestampNanos.equals(Optional.of(Nanos.TRUNCATE));
    }
}
