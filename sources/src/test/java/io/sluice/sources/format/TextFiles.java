package io.sluice.sources.format;

import io.sluice.sources.BadRow;
import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.TimestampFormat;
import io.sluice.sources.csv.CsvFormat;
import io.sluice.sources.csv.CsvRules;
import io.sluice.sources.json.JsonFormat;
import io.sluice.sources.json.JsonRules;
import io.sluice.sources.raw.RawFormat;
import io.sluice.sources.raw.RawRules;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads text as a table of a format, with rules that can be changed. */
public final class TextFiles {
    private final Path file;
    public char delimiter = ',';
    public char quote = '"';
    public char escape;
    public boolean header;
    public boolean comments;
    public boolean extraFields;
    public Optional<String> nullText = Optional.empty();
    public Optional<String> timestamps = Optional.empty();
    public boolean truncateNanos;
    public Charset charset = StandardCharsets.UTF_8;
    public String lineDelimiter = "\n";
    public BadRowPolicy policy = BadRowPolicy.FAIL;
    public Compression compression = Compression.AUTO;
    public int maxRow = TextRules.DEFAULT_MAX_ROW;
    public long splitBytes = TextRules.DEFAULT_SPLIT;
    public final List<String> bad = new ArrayList<>();
    public long badCount;

    /** The formats of text. */
    public enum Kind {
        CSV,
        JSON,
        RAW
    }

    public TextFiles(Path file) {
        this.file = file;
    }

    public List<List<Object>> read(Kind kind, String text, String... columns) throws IOException {
        return read(kind, text.getBytes(StandardCharsets.UTF_8), columns);
    }

    public List<List<Object>> read(Kind kind, byte[] text, String... columns) throws IOException {
        Files.write(file, text);
        SourceTable table = TestTable.of(columns);
        List<ColumnType> types = ColumnType.of(table);
        DataFile data = new DataFile("t", file, text.length, 0);
        List<Split> splits = format(kind, types).splits(data, TestTable.scan(table));
        List<List<Object>> rows = new ArrayList<>();
        bad.clear();
        badCount = 0;
        for (Split split : splits) {
            long[] count = {0};
            rows.addAll(TestRows.of(split, types, reader -> {
                for (BadRow row : reader.takeBadRows()) {
                    String place = row.place().replace(file.getParent() + "/", "");
                    bad.add("%s: %s: %s".formatted(place, row.error(), row.row()));
                }
                count[0] = reader.badRows();
            }));
            badCount += count[0];
        }
        return rows;
    }

    private FileFormat format(Kind kind, List<ColumnType> types) {
        TextRules text = new TextRules(compression, maxRow, splitBytes);
        TimestampFormat either =
                new TimestampFormat(TimestampFormat.EITHER, Optional.empty(), truncateNanos, java.time.ZoneOffset.UTC);
        TimestampFormat format = timestamps
                .map(pattern -> TimestampFormat.of(pattern, truncateNanos, java.time.ZoneOffset.UTC))
                .orElse(either);
        return switch (kind) {
            case CSV -> new CsvFormat(
                    types,
                    IntStream.range(0, types.size()).boxed().toList(),
                    new CsvRules(
                            (byte) delimiter,
                            (byte) quote,
                            (byte) escape,
                            header,
                            comments,
                            extraFields,
                            nullText,
                            format,
                            policy,
                            text));
            case JSON -> new JsonFormat(types, new JsonRules(format, false, policy, text));
            case RAW -> new RawFormat(new RawRules(false, charset, lineDelimiter, policy, text));
        };
    }
}
