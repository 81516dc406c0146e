package io.sluice.checkpoint.state;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.StateTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Copies rows to columns that have come, are in other places, or are wider. */
final class MigratedColumns {
    private final StateTable table;
    private final List<Optional<String>> sources;

    /** @param sources for each column of the table the stored one */
    MigratedColumns(StateTable table, List<Optional<String>> sources) {
        this.table = table;
        this.sources = List.copyOf(sources);
    }

    /** With the column of the operation in front. */
    List<Field> fields() {
        return Columns.of(table);
    }

    int keyColumns() {
        return table.keyColumns();
    }

    /** Refuses stored columns that cannot become those of the table. */
    void check(Path file, List<Field> stored) {
        List<Field> wanted = table.schema().getFields();
        boolean fits = sources.size() == wanted.size();
        for (int i = 0; fits && i < wanted.size(); i++) {
            Field to = wanted.get(i);
            Optional<String> source = sources.get(i);
            fits = source.isEmpty()
                    || stored.stream()
                            .filter(field -> field.getName().equals(source.get()))
                            .anyMatch(field -> isWidened(field, to));
        }
        if (!fits) {
            throw new CheckpointException(
                    CheckpointException.Kind.MISMATCH,
                    "cannot take over state from %s: expected columns that can become %s, got %s"
                            .formatted(file, Columns.describe(wanted), Columns.describe(stored)),
                    "The query has changed. Start it with a new checkpoint directory, or go back to the query that"
                            + " wrote this one.",
                    null);
        }
    }

    private static boolean isWidened(Field from, Field to) {
        ArrowType before = from.getType();
        ArrowType now = to.getType();
        if (before instanceof ArrowType.Int narrow && now instanceof ArrowType.Int wide) {
            return narrow.getBitWidth() <= wide.getBitWidth();
        }
        if (before instanceof ArrowType.FloatingPoint narrow && now instanceof ArrowType.FloatingPoint wide) {
            return narrow.getPrecision().compareTo(wide.getPrecision()) <= 0;
        }
        if (before instanceof ArrowType.Decimal narrow && now instanceof ArrowType.Decimal wide) {
            return narrow.getScale() == wide.getScale() && narrow.getPrecision() <= wide.getPrecision();
        }
        Field renamed = new Field(from.getName(), to.getFieldType(), to.getChildren());
        return Columns.areSame(List.of(from), List.of(renamed));
    }

    /** Copies a row of stored columns, behind that of the operation. */
    void copy(VectorSchemaRoot from, int row, VectorSchemaRoot to, int toRow) {
        to.getVector(0).copyFromSafe(row, toRow, from.getVector(0));
        for (int i = 0; i < sources.size(); i++) {
            FieldVector target = to.getVector(i + 1);
            if (sources.get(i).isPresent()) {
                copy(from.getVector(sources.get(i).get()), row, target, toRow);
            } else {
                target.setNull(toRow);
            }
        }
    }

    private static void copy(FieldVector from, int row, FieldVector to, int toRow) {
        if (from.isNull(row)) {
            to.setNull(toRow);
        } else if (from.getField().getType().equals(to.getField().getType())) {
            to.copyFromSafe(row, toRow, from);
        } else if (from instanceof BaseIntVector narrow && to instanceof BaseIntVector wide) {
            wide.setWithPossibleTruncate(toRow, narrow.getValueAsLong(row));
        } else if (from instanceof Float4Vector narrow && to instanceof Float8Vector wide) {
            wide.setSafe(toRow, narrow.get(row));
        } else if (from instanceof DecimalVector narrow && to instanceof DecimalVector wide) {
            wide.setSafe(toRow, narrow.getObject(row));
        } else {
            throw new IllegalStateException("from %s to %s".formatted(from.getField(), to.getField()));
        }
    }

    /** Whether rows need no migration. */
    static boolean areSame(StateTable table, List<Field> stored, int keyColumns) {
        List<Field> columns = new ArrayList<>(table.schema().getFields());
        return keyColumns == table.keyColumns() && Columns.areSame(columns, stored);
    }
}
