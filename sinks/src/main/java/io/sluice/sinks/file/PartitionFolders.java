package io.sluice.sinks.file;

import io.sluice.sinks.CellText;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.encode.ColumnTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The columns of PARTITIONED BY, which are in the names of folders and not in the files: {@code day=2001-01-31/city=A%2FB}.
 * What a folder's name cannot hold is written as {@code %} and two digits, as Hive does it; NULL and the empty text have a
 * name of their own.
 */
record PartitionFolders(Schema schema, List<Integer> keys, String defaultName) {
    static final String DEFAULT_NAME = "__HIVE_DEFAULT_PARTITION__";

    private static final String ESCAPED = "\"#%'*/:=?\\{[]^\u007f";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    PartitionFolders {
        keys = List.copyOf(keys);
    }

    static PartitionFolders of(SinkTable table, String defaultName) {
        for (int key : table.partitions()) {
            check(table, table.schema().getFields().get(key));
        }
        if (table.partitions().size() == table.schema().getFields().size()) {
            throw new SinkException(
                    "cannot open table \"%s\": expected a column that is not in PARTITIONED BY, got none"
                            .formatted(table.name()),
                    "Files without columns have no rows: leave a column out of PARTITIONED BY.");
        }
        return new PartitionFolders(table.schema(), table.partitions(), defaultName);
    }

    /** The same keys in rows of another schema, as far as it has them. */
    PartitionFolders in(Schema other) {
        if (other.equals(schema)) {
            return this;
        }
        List<String> names = other.getFields().stream().map(Field::getName).toList();
        return new PartitionFolders(
                other,
                keys.stream()
                        .map(key -> names.indexOf(schema.getFields().get(key).getName()))
                        .filter(position -> position >= 0)
                        .toList(),
                defaultName);
    }

    private static void check(SinkTable table, Field field) {
        boolean isTaken =
                switch (field.getType().getTypeID()) {
                    case Bool, Int, Utf8, Date, Timestamp, Decimal, Time -> true;
                    default -> false;
                };
        if (!isTaken) {
            throw new SinkException(
                    "cannot open table \"%s\": column \"%s\" of PARTITIONED BY has the type %s, which makes no names of folders"
                            .formatted(table.name(), field.getName(), ColumnTypes.name(field.getType())),
                    "Take BOOLEAN, an integer, DECIMAL, STRING, DATE, TIME or TIMESTAMP: cast it in the query.");
        }
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The columns that are in the files. */
    Schema fileSchema() {
        return isEmpty()
                ? schema
                : new Schema(positions().mapToObj(schema.getFields()::get).toList());
    }

    /** The vectors of those columns; they stay where they are. */
    VectorSchemaRoot fileColumns(VectorSchemaRoot rows) {
        List<FieldVector> vectors = positions().mapToObj(rows::getVector).toList();
        return new VectorSchemaRoot(vectors.stream().map(FieldVector::getField).toList(), vectors, rows.getRowCount());
    }

    private IntStream positions() {
        return IntStream.range(0, schema.getFields().size()).filter(position -> !keys.contains(position));
    }

    /** The folder of a row, ending in {@code /}. */
    String folder(VectorSchemaRoot rows, int row) {
        StringBuilder folder = new StringBuilder();
        for (int key : keys) {
            FieldVector column = rows.getVector(key);
            Field declared = schema.getFields().get(key);
            folder.append(escaped(declared.getName())).append('=');
            String text = column.isNull(row) ? "" : CellText.of(column, row, declared);
            folder.append(text.isEmpty() ? escaped(defaultName) : escaped(lowerCase(text, declared)))
                    .append('/');
        }
        return folder.toString();
    }

    private static String lowerCase(String text, Field declared) {
        return declared.getType() instanceof ArrowType.Bool ? text.toLowerCase(Locale.ROOT) : text;
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || ESCAPED.indexOf(character) >= 0) {
                escaped.append('%').append(HEX[character >> 4]).append(HEX[character & 15]);
            } else {
                escaped.append(character);
            }
        }
        String plain = escaped.toString();
        return plain.equals(".") || plain.equals("..") ? plain.replace(".", "%2E") : plain;
    }

    /** The names and texts of a folder's keys, as {@link #folder} has written them. */
    static List<String[]> parse(String folder) {
        List<String[]> keys = new ArrayList<>();
        for (String segment : folder.split("/")) {
            int equals = segment.indexOf('=');
            if (equals > 0) {
                keys.add(new String[] {unescaped(segment.substring(0, equals)), unescaped(segment.substring(equals + 1))
                });
            }
        }
        return keys;
    }

    private static String unescaped(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] plain = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && i + 2 < bytes.length) {
                plain[length++] = (byte) Integer.parseInt(new String(bytes, i + 1, 2, StandardCharsets.US_ASCII), 16);
                i += 2;
            } else {
                plain[length++] = bytes[i];
            }
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }
}
