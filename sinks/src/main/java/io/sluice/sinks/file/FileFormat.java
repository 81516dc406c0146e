package io.sluice.sinks.file;

import java.util.Locale;

/** How rows are in a file. A table is declared once for reading and writing, so formats that are only read are here, too. */
enum FileFormat {
    PARQUET,
    JSON,
    CSV,
    AVRO,
    RAW,
    ORC;

    /** The format of an option's text; throws {@code IllegalArgumentException} with what was expected and got. */
    static FileFormat of(String text) {
        for (FileFormat format : values()) {
            if (format != ORC && format.toString().equalsIgnoreCase(text.strip())) {
                return format;
            }
        }
        boolean later = ORC.toString().equalsIgnoreCase(text.strip());
        throw new IllegalArgumentException("option 'format': expected one of 'parquet', 'json', 'csv', got '%s'%s"
                .formatted(text, later ? ", which comes with a later release" : ""));
    }

    boolean isWritten() {
        return switch (this) {
            case PARQUET, JSON, CSV -> true;
            case AVRO, RAW, ORC -> false;
        };
    }

    /** As options and file names write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
