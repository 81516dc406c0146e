package io.sluice.sources.json;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.Scan;
import io.sluice.sources.Split;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileBytes;
import io.sluice.sources.format.FileFailure;
import io.sluice.sources.format.FileFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON in UTF-8: a file is one object on each line, cut into splits at line ends, or one array of objects, which is one
 * split; its first character tells which.
 */
public final class JsonFormat implements FileFormat {
    private static final long SPLIT = 16 << 20;
    private static final int BYTE_ORDER_MARK = 3;

    private final List<ColumnType> columns;
    private final JsonRules rules;
    private final long splitBytes;

    /** {@code columns} are those of the table, by position; those that are not fields are never scanned. */
    public JsonFormat(List<ColumnType> columns, JsonRules rules) {
        this(columns, rules, SPLIT);
    }

    JsonFormat(List<ColumnType> columns, JsonRules rules, long splitBytes) {
        this.columns = List.copyOf(columns);
        this.rules = requireNonNull(rules, "rules");
        this.splitBytes = splitBytes;
    }

    @Override
    public List<Split> splits(DataFile file, Scan scan) {
        List<ColumnType> read = scan.columns().stream().map(columns::get).toList();
        read.stream().filter(JsonFormat::isUnread).findFirst().ifPresent(column -> {
            throw file.failure(
                    "column \"%s\" of type %s cannot be read from JSON yet".formatted(column.name(), column.sqlType()),
                    "Declare the column as STRING.");
        });
        long start;
        int first;
        try (FileBytes bytes = new FileBytes(file)) {
            start = contentStart(bytes, file.size());
            InputStream text = bytes.stream(start, file.size());
            first = text.read();
            while (first >= 0 && isBlank(first)) {
                first = text.read();
            }
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
        if (first < 0) {
            return List.of();
        }
        if (first < ' ' || first >= 0x80) {
            throw file.failure(
                    "expected JSON in UTF-8, got a file whose text begins with byte 0x%02x".formatted(first),
                    "Compressed files and other encodings come with a later release.");
        }
        return cut(file, first == '[', start, read);
    }

    private static boolean isUnread(ColumnType column) {
        return column.isNested() || column.kind() == Kind.BINARY || column.kind() == Kind.TIME;
    }

    private List<Split> cut(DataFile file, boolean array, long start, List<ColumnType> read) {
        List<Split> splits = new ArrayList<>();
        long from = start;
        while (from < file.size()) {
            long to = array ? file.size() : Math.min(file.size(), (splits.size() + 1) * splitBytes);
            splits.add(new JsonSplit(file, array, splits.isEmpty(), from, to, read, rules));
            from = to;
        }
        return splits;
    }

    /** The text may begin with a byte order mark. */
    private static long contentStart(FileBytes bytes, long size) throws IOException {
        if (size < BYTE_ORDER_MARK) {
            return 0;
        }
        byte[] mark = new byte[BYTE_ORDER_MARK];
        bytes.read(0, mark, 0, BYTE_ORDER_MARK);
        return mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB && mark[2] == (byte) 0xBF ? BYTE_ORDER_MARK : 0;
    }

    private static boolean isBlank(int character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }
}
