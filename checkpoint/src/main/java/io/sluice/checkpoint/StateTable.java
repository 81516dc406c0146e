package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A named table in the state of an operator.
 *
 * @param uid of the operator; letters, digits, {@code -} and {@code _}
 * @param table name within the operator; letters, digits, {@code -} and {@code _}
 * @param schema the columns, the key's first; without the column {@link StateDelta#OPERATION}
 * @param keyColumns how many columns identify a row, at least 1
 */
public record StateTable(String uid, String table, Schema schema, int keyColumns) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    public StateTable {
        requireNonNull(uid, "uid");
        requireNonNull(table, "table");
        requireNonNull(schema, "schema");
        checkName(uid);
        checkName(table);
        if (keyColumns < 1 || keyColumns > schema.getFields().size()) {
            throw new IllegalArgumentException("a state table has 1 to %d key columns, got %d"
                    .formatted(schema.getFields().size(), keyColumns));
        }
    }

    // Written out for the sake of a start, in which Java would spin classes to compare records.
    @Override
    public boolean equals(Object other) {
        return other instanceof StateTable that
                && keyColumns == that.keyColumns
                && uid.equals(that.uid)
                && table.equals(that.table)
                && schema.equals(that.schema);
    }

    @Override
    public int hashCode() {
        return uid.hashCode() * 31 + table.hashCode();
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "names of operators and state tables are letters, digits, - and _, got \"" + name + "\"");
        }
    }
}
