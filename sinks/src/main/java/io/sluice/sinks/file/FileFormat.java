package io.sluice.sinks.file;

import java.util.Locale;

/** How rows are written to a file. */
enum FileFormat {
    PARQUET,
    JSON,
    CSV,
    AVRO,
    ORC;

    /** The format of an option's text; throws {@code IllegalArgumentException} with what was expected and got. */
    static FileFormat of(String text) {
        for (FileFormat format : values()) {
            if (format.toString().equalsIgnoreCase(text.strip())) {
                return format.released(text);
            }
        }
        throw new IllegalArgumentException(
                "option 'format': expected one of 'parquet', 'json', 'csv', got '%s'".formatted(text));
    }

    private FileFormat released(String text) {
        return switch (this) {
            case PARQUET, JSON, CSV -> this;
            case AVRO, ORC -> throw new IllegalArgumentException(
                    "option 'format': expected one of 'parquet', 'json', 'csv', got '%s', which can only be read or comes with a later release"
                            .formatted(text));
        };
    }

    /** As options and file names write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
