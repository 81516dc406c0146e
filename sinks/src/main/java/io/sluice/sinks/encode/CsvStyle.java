package io.sluice.sinks.encode;

import java.util.Map;
import java.util.Optional;

/**
 * How a CSV file is written; the names of the options are Flink's, but for the header.
 *
 * @param quote the character around values that need it; empty: none is ever written
 * @param escape the character before a quote within quotes; empty: it is doubled
 * @param nullText what stands for NULL; a text that looks like it is quoted
 * @param elementDelimiter between the elements of an ARRAY or ROW
 * @param scientific whether DECIMALs may have an exponent
 * @param header whether the first line has the names of the columns
 */
public record CsvStyle(
        char delimiter,
        Optional<Character> quote,
        Optional<Character> escape,
        String nullText,
        String elementDelimiter,
        boolean scientific,
        boolean header) {
    private static final String DELIMITER = "csv.field-delimiter";
    private static final String QUOTE = "csv.quote-character";
    private static final String NO_QUOTE = "csv.disable-quote-character";
    private static final String ESCAPE = "csv.escape-character";
    private static final String NULL = "csv.null-literal";
    private static final String ELEMENTS = "csv.array-element-delimiter";
    private static final String SCIENTIFIC = "csv.write-bigdecimal-in-scientific-notation";
    private static final String HEADER = "csv.header";

    public static CsvStyle of(Map<String, String> options) {
        boolean isQuoted = !flag(options, NO_QUOTE);
        if (!isQuoted && options.containsKey(QUOTE)) {
            throw new IllegalArgumentException(
                    "options '%s' and '%s': expected one of them, got both".formatted(QUOTE, NO_QUOTE));
        }
        Optional<Character> quote =
                isQuoted ? Optional.of(character(options, QUOTE).orElse('"')) : Optional.empty();
        CsvStyle style = new CsvStyle(
                character(options, DELIMITER).orElse(','),
                quote,
                character(options, ESCAPE),
                options.getOrDefault(NULL, ""),
                options.getOrDefault(ELEMENTS, ";"),
                flag(options, SCIENTIFIC),
                flag(options, HEADER));
        if (quote.isPresent() && quote.get() == style.delimiter) {
            throw new IllegalArgumentException("options '%s' and '%s': expected two characters, got '%c' for both"
                    .formatted(DELIMITER, QUOTE, style.delimiter));
        }
        return style;
    }

    private static boolean flag(Map<String, String> options, String name) {
        String text = options.getOrDefault(name, "false").strip();
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException(
                    "option '%s': expected 'true' or 'false', got '%s'".formatted(name, text));
        }
        return text.equalsIgnoreCase("true");
    }

    /** One character of ASCII; {@code \t} and the like are written as in Java. */
    private static Optional<Character> character(Map<String, String> options, String name) {
        String text = options.get(name);
        if (text == null) {
            return Optional.empty();
        }
        String plain = text.length() > 1 ? text.translateEscapes() : text;
        if (plain.length() != 1 || plain.charAt(0) > '\u007f' || plain.equals("\n") || plain.equals("\r")) {
            throw new IllegalArgumentException(
                    "option '%s': expected one character of ASCII, got '%s'".formatted(name, text));
        }
        return Optional.of(plain.charAt(0));
    }
}
