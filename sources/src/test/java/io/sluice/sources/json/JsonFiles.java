package io.sluice.sources.json;

import io.sluice.sources.BadRow;
import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.TimestampFormat;
import io.sluice.sources.format.Compression;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.TextRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON text as a table, with rules that can be changed. */
final class JsonFiles {
    private final Path file;
    private long splitBytes = 16 << 20;
    private String form = "SQL";
    private int maxRow = TextRules.DEFAULT_MAX_ROW;
    private boolean failOnMissing;
    private BadRowPolicy badRows = BadRowPolicy.FAIL;
    private boolean truncateNanos;
    private long skipped;
    private final List<BadRow> bad = new ArrayList<>();

    JsonFiles(Path folder) {
        this.file = folder.resolve("t.json");
    }

    Path file() {
        return file;
    }

    JsonFiles splitBytes(long value) {
        splitBytes = value;
        return this;
    }

    JsonFiles maxRow(int value) {
        maxRow = value;
        return this;
    }

    JsonFiles form(String value) {
        form = value;
        return this;
    }

    JsonFiles failOnMissing() {
        failOnMissing = true;
        return this;
    }

    JsonFiles skipsErrors() {
        badRows = BadRowPolicy.SKIP;
        return this;
    }

    JsonFiles keepsBadRows() {
        badRows = BadRowPolicy.DEAD_LETTER;
        return this;
    }

    JsonFiles truncateNanos() {
        truncateNanos = true;
        return this;
    }

    List<List<Object>> read(String text, String... columns) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), TestTable.of(columns));
    }

    List<List<Object>> read(byte[] text, SourceTable table) throws IOException {
        Files.write(file, text);
        TimestampFormat timestamps = TimestampFormat.of(form, truncateNanos, table.zone());
        TextRules limits = new TextRules(Compression.AUTO, maxRow, splitBytes);
        JsonRules rules = new JsonRules(timestamps, failOnMissing, badRows, limits);
        JsonFormat format = new JsonFormat(ColumnType.of(table), rules);
        List<Split> splits = format.splits(new DataFile("t", file, text.length, 0), TestTable.scan(table));
        skipped = 0;
        bad.clear();
        List<List<Object>> rows = new ArrayList<>();
        for (Split split : splits) {
            long[] count = {0};
            rows.addAll(TestRows.of(split, ColumnType.of(table), reader -> {
                bad.addAll(reader.takeBadRows());
                count[0] = reader.badRows();
            }));
            skipped += count[0];
        }
        return rows;
    }

    /** Rows that the last read left out. */
    long skipped() {
        return skipped;
    }

    /** Those of them that the last read gave, as place, error and row. */
    List<String> badRows() {
        String folder = file.getParent() + "/";
        return bad.stream()
                .map(row -> "%s: %s: %s".formatted(row.place().replace(folder, ""), row.error(), row.row()))
                .toList();
    }
}
