package io.sluice.sources.datagen;

import io.sluice.sources.SourceException;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.IntervalText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options {@code fields.<name>.<option>} of one column. Each one that is asked for is used; the rest is refused. */
final class FieldOptions {
    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*([a-z]*)");

    private final String table;
    private final ColumnType column;
    private final Map<String, String> values;
    private final TreeSet<String> asked = new TreeSet<>();

    /** What children have. */
    private final Set<String> used = new HashSet<>();

    private FieldOptions(String table, ColumnType column, Map<String, String> values) {
        this.table = table;
        this.column = column;
        this.values = values;
    }

    /** For each column its options; refuses those of columns that the table does not have. */
    static List<FieldOptions> of(String table, List<ColumnType> columns, Map<String, String> options) {
        Map<String, Map<String, String>> byColumn = new HashMap<>();
        options.forEach((key, value) -> {
            String name = key.startsWith("fields.") ? key.substring("fields.".length()) : key;
            String column = columns.stream()
                    .map(ColumnType::name)
                    .filter(each -> name.startsWith(each + "."))
                    .max(Comparator.comparingInt(String::length))
                    .orElseGet(() -> name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name);
            byColumn.computeIfAbsent(column, none -> new HashMap<>())
                    .put(name.substring(Math.min(name.length(), column.length() + 1)), value);
        });
        List<FieldOptions> fields = new ArrayList<>();
        for (ColumnType column : columns) {
            Map<String, String> own = byColumn.remove(column.name());
            fields.add(new FieldOptions(table, column, own == null ? Map.of() : own));
        }
        if (!byColumn.isEmpty()) {
            throw new SourceException(
                    "cannot read datagen table \"%s\": there is no column \"%s\" for the option 'fields.%s.…'"
                            .formatted(
                                    table,
                                    byColumn.keySet().iterator().next(),
                                    byColumn.keySet().iterator().next()),
                    "The columns are %s."
                            .formatted(columns.stream().map(ColumnType::name).toList()));
        }
        return fields;
    }

    ColumnType column() {
        return column;
    }

    /** The options {@code fields.<column>.<name>.…} of what is inside. */
    FieldOptions child(ColumnType type, String name) {
        Map<String, String> own = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(name + ".")) {
                own.put(key.substring(name.length() + 1), value);
                used.add(key);
            }
        });
        return new FieldOptions(
                table,
                new ColumnType(
                        column.name() + "." + name,
                        type.kind(),
                        type.precision(),
                        type.scale(),
                        type.nullable(),
                        type.children()),
                own);
    }

    boolean isSequence() {
        String kind = text("kind").orElse("random").strip().toLowerCase(Locale.ROOT);
        if (!kind.equals("random") && !kind.equals("sequence")) {
            throw failure("kind", "'random' or 'sequence'", kind);
        }
        return kind.equals("sequence");
    }

    private Optional<String> text(String option) {
        asked.add(option);
        return Optional.ofNullable(values.get(option));
    }

    private <T> Optional<T> parsed(String option, String expected, Function<String, T> parse) {
        return text(option).map(text -> {
            try {
                return parse.apply(text.strip());
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw failure(option, expected, text);
            }
        });
    }

    Optional<Long> integer(String option) {
        return parsed(option, "a whole number", Long::parseLong);
    }

    long requiredInteger(String option) {
        return integer(option)
                .orElseThrow(() -> failure(option, "a whole number, since 'kind' is 'sequence'", "no such option"));
    }

    Optional<Double> number(String option) {
        return parsed(option, "a number", Double::parseDouble).map(value -> {
            if (!Double.isFinite(value)) {
                throw failure(option, "a finite number", value.toString());
            }
            return value;
        });
    }

    Optional<BigDecimal> decimal(String option) {
        return parsed(option, "a number", BigDecimal::new);
    }

    /** In microseconds or months, as the column has it. */
    Optional<Long> interval(String option) {
        IntervalText intervals = new IntervalText();
        boolean months = column.kind() == ColumnType.Kind.INTERVAL_YEAR_MONTH;
        return parsed(option, "an interval such as " + (months ? "+1-02" : "+1 02:03:04.5"), text -> {
            byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
            long value = intervals.read(ascii, 0, ascii.length, column);
            if (intervals.failed()) {
                throw new IllegalArgumentException(text);
            }
            return value;
        });
    }

    boolean flag(String option) {
        return parsed(option, "'true' or 'false'", text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException(text);
                })
                .orElse(false);
    }

    /** 0 to 1. */
    double nullRate() {
        double rate = number("null-rate").orElse(0.0);
        if (rate < 0 || rate > 1) {
            throw failure("null-rate", "a number from 0 to 1", Double.toString(rate));
        }
        if (rate > 0 && !column.nullable()) {
            throw failure("null-rate", "0, since the column is NOT NULL", Double.toString(rate));
        }
        return rate;
    }

    /** Microseconds. */
    long maxPast() {
        return parsed("max-past", "a duration such as '10 s'", FieldOptions::micros)
                .orElse(0L);
    }

    private static long micros(String text) {
        Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        long value = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2)) {
                    case "", "ms", "milli", "millis", "millisecond", "milliseconds" -> Duration.ofMillis(value);
                    case "s", "sec", "second", "seconds" -> Duration.ofSeconds(value);
                    case "m", "min", "minute", "minutes" -> Duration.ofMinutes(value);
                    case "h", "hour", "hours" -> Duration.ofHours(value);
                    case "d", "day", "days" -> Duration.ofDays(value);
                    default -> throw new IllegalArgumentException(text);
                };
        return Math.multiplyExact(duration.toMillis(), 1000L);
    }

    /** Refuses what nobody asked for. */
    void requireAllUsed() {
        for (String option : values.keySet()) {
            if (!asked.contains(option) && !used.contains(option)) {
                throw new SourceException(
                        "cannot read datagen table \"%s\": column \"%s\" of type %s has no option '%s'"
                                .formatted(table, column.name(), column.sqlType(), option),
                        "Its options are '%s'.".formatted(String.join("', '", asked)));
            }
        }
    }

    SourceException failure(String option, String expected, String got) {
        return new SourceException(
                "cannot read datagen table \"%s\": option 'fields.%s.%s': expected %s, got %s"
                        .formatted(table, column.name(), option, expected, got),
                "Correct the option in the WITH clause of the table.");
    }
}
