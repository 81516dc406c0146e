package io.sluice.sources.json;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.Scan;
import io.sluice.sources.Split;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.format.Compression;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileBytes;
import io.sluice.sources.format.FileFailure;
import io.sluice.sources.format.FileFormat;
import io.sluice.sources.format.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON in UTF-8: a file is one object on each line, cut into splits at line ends, or one array of objects, which is one
 * split, as is what is compressed; the first character tells which.
 */
public final class JsonFormat implements FileFormat {
    private final List<ColumnType> columns;
    private final JsonRules rules;

    /** {@code columns} are those of the table, by position; those that are not fields are never scanned. */
    public JsonFormat(List<ColumnType> columns, JsonRules rules) {
        this.columns = List.copyOf(columns);
        this.rules = requireNonNull(rules, "rules");
    }

    @Override
    public List<Split> splits(DataFile file, Scan scan) {
        List<ColumnType> read = scan.columns().stream().map(columns::get).toList();
        for (ColumnType column : read) {
            ColumnType map = JsonNested.withOtherKeys(column);
            if (map != null) {
                throw file.failure(
                        "column \"%s\": the keys of %s cannot be names in JSON: expected STRING"
                                .formatted(column.name(), map.sqlType()),
                        "Declare the map as MAP<STRING, …> and cast its keys in the query.");
            }
        }
        long size = file.size();
        if (size == 0) {
            return List.of();
        }
        try {
            Compression compression = rules.text().compression().of(file);
            long splitBytes = rules.text().splitBytes();
            boolean cut = compression == Compression.NONE && size > splitBytes && !isArray(file);
            TextLines lines = new TextLines(file);
            List<Split> splits = new ArrayList<>();
            for (long from = 0; from < size; from += splitBytes) {
                long to = cut ? from + splitBytes : Long.MAX_VALUE;
                splits.add(new JsonSplit(file, compression, from, to, read, rules, lines));
                if (!cut) {
                    break;
                }
            }
            return splits;
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    /** Whether the text begins so, behind white space and a byte order mark. */
    private static boolean isArray(DataFile file) throws IOException {
        try (FileBytes bytes = new FileBytes(file)) {
            InputStream text = bytes.stream(0, file.size());
            int character = text.read();
            while (isBlank(character) || character == 0xEF || character == 0xBB || character == 0xBF) {
                character = text.read();
            }
            return character == '[';
        }
    }

    private static boolean isBlank(int character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }
}
