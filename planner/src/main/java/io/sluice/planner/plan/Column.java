package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** A named column of a plan node. */
public record Column(String name, DataType type) {
    public Column {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
    }

    // Written out for the sake of a start, as in io.sluice.planner.Position.
    @Override
    public boolean equals(Object other) {
        return other instanceof Column that && name.equals(that.name) && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + type.hashCode();
    }

    public static Schema schema(List<Column> columns) {
        return new Schema(columns.stream()
                .map(column -> column.type().toField(column.name()))
                .toList());
    }
}
