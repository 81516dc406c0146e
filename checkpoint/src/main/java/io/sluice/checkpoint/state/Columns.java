package io.sluice.checkpoint.state;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** The columns of stored rows. Two are the same if their names and types are; nullability and metadata do not matter. */
final class Columns {
    private Columns() {}

    /** What the deltas and snapshots of a table have. */
    static List<Field> of(StateTable table) {
        List<Field> columns = new ArrayList<>();
        columns.add(Field.notNullable(StateDelta.OPERATION, new ArrowType.Int(8, true)));
        columns.addAll(table.schema().getFields());
        return columns;
    }

    static boolean areSame(List<Field> left, List<Field> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            Field a = left.get(i);
            Field b = right.get(i);
            if (!a.getName().equals(b.getName())
                    || !a.getType().equals(b.getType())
                    || a.getDictionary() != null
                    || b.getDictionary() != null
                    || !areSame(a.getChildren(), b.getChildren())) {
                return false;
            }
        }
        return true;
    }

    static String describe(List<Field> fields) {
        List<String> result = new ArrayList<>();
        for (Field field : fields) {
            String children = field.getChildren().isEmpty() ? "" : " " + describe(field.getChildren());
            String encoding = field.getDictionary() == null ? "" : " by dictionary";
            result.add(field.getName() + " " + field.getType() + children + encoding);
        }
        return result.toString();
    }

    /** Refuses stored rows that have other columns. */
    static void check(Path file, List<Field> expected, List<Field> got) {
        if (!areSame(expected, got)) {
            throw new CheckpointException(
                    CheckpointException.Kind.MISMATCH,
                    "cannot read state from %s: expected the columns %s, got %s"
                            .formatted(file, describe(expected), describe(got)),
                    "The query has changed. Start it with a new checkpoint directory, or go back to the query that"
                            + " wrote this one.",
                    null);
        }
    }
}
