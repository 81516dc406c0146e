package io.sluice.sinks.file;

import io.sluice.sinks.SinkException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The time that a partition's folder tells: the pattern with {@code $key} for the text of each key, read by the formatter.
 * Without a pattern the text of the first key is the time.
 */
record PartitionTime(Optional<String> pattern, Optional<DateTimeFormatter> formatter) {
    private static final DateTimeFormatter DEFAULT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-M-d[[' ']['T']H:m:s]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    LocalDateTime of(String table, String folder) {
        List<String[]> keys = PartitionFolders.parse(folder);
        String text = pattern.orElse(keys.get(0)[1]);
        if (pattern.isPresent()) {
            List<String[]> longestFirst = keys.stream()
                    .sorted((left, right) -> right[0].length() - left[0].length())
                    .toList();
            for (String[] key : longestFirst) {
                text = text.replace("$" + key[0], key[1]);
            }
        }
        try {
            return time(formatter.orElse(DEFAULT).parse(text));
        } catch (DateTimeException e) {
            throw new SinkException(
                    "cannot commit partition '%s' of table \"%s\": expected a time such as 2001-01-31 06:00:00, got '%s'"
                            .formatted(folder, table, text),
                    "Set 'partition.time-extractor.timestamp-pattern' to a text with $name for each key, such as '$day"
                            + " $hour:00:00', and 'partition.time-extractor.timestamp-formatter' if it has another form; or"
                            + " set 'sink.partition-commit.trigger' = 'process-time'.",
                    e);
        }
    }

    private static LocalDateTime time(TemporalAccessor parsed) {
        LocalDate date = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (date == null) {
            throw new DateTimeException("no date");
        }
        return date.atTime(time == null ? LocalTime.MIDNIGHT : time);
    }
}
