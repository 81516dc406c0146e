package io.sluice.sources.file;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.column.TimestampFormat;
import io.sluice.sources.csv.CsvRules;
import io.sluice.sources.format.TextRules;
import java.util.Optional;

/**
 * The options of format {@code csv}, under Flink's names; {@code header} and {@code ignore-trailing-columns} are ours. The
 * last two are the writer's, for a table may be written and read.
 */
public record CsvOptions(
        @JsonProperty("csv.header") Optional<Boolean> header,
        @JsonProperty("csv.field-delimiter") Optional<String> delimiter,
        @JsonProperty("csv.quote-character") Optional<String> quote,
        @JsonProperty("csv.disable-quote-character") Optional<Boolean> noQuote,
        @JsonProperty("csv.escape-character") Optional<String> escape,
        @JsonProperty("csv.allow-comments") Optional<Boolean> comments,
        @JsonProperty("csv.ignore-trailing-columns") Optional<Boolean> extraFields,
        @JsonProperty("csv.null-literal") Optional<String> nullText,
        @JsonProperty("csv.ignore-parse-errors") Optional<Boolean> ignoresErrors,
        @JsonProperty("csv.array-element-delimiter") Optional<String> elementDelimiter,
        @JsonProperty("csv.write-bigdecimal-in-scientific-notation") Optional<String> scientific) {
    /** Nothing is said. */
    public static final CsvOptions DEFAULT = new CsvOptions(
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
            Optional.empty());

    public CsvOptions {
        requireNonNull(header, "header");
        if (noQuote.orElse(false) && quote.isPresent()) {
            throw new IllegalArgumentException(
                    "'csv.quote-character' and 'csv.disable-quote-character' = 'true' exclude each other");
        }
        byte delimits = character("csv.field-delimiter", delimiter, ',');
        byte quotes = noQuote.orElse(false) ? 0 : character("csv.quote-character", quote, '"');
        byte escapes = character("csv.escape-character", escape, (char) 0);
        if (delimits == quotes || delimits == escapes) {
            throw new IllegalArgumentException(
                    "'csv.field-delimiter' must be another character than those for quotes and escapes");
        }
    }

    private static byte character(String option, Optional<String> text, char absent) {
        if (text.isEmpty()) {
            return (byte) absent;
        }
        String character = Escapes.resolve(text.get());
        boolean fits = character.length() == 1 && character.charAt(0) < 0x80;
        if (!fits || "\n\r\0".contains(character)) {
            throw new IllegalArgumentException(
                    "'%s' must be one character of ASCII (as itself, '\\t', or '\\u0001'), got '%s'"
                            .formatted(option, text.get()));
        }
        return (byte) character.charAt(0);
    }

    CsvRules rules(TimestampFormat timestamps, BadRowPolicy badRows, TextRules text) {
        return new CsvRules(
                character("csv.field-delimiter", delimiter, ','),
                noQuote.orElse(false) ? 0 : character("csv.quote-character", quote, '"'),
                character("csv.escape-character", escape, (char) 0),
                header.orElse(false),
                comments.orElse(false),
                extraFields.orElse(false),
                nullText.or(() -> Optional.of("")),
                timestamps,
                badRows,
                text);
    }
}
