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

    public static Schema schema(List<Column> columns) {
        return new Schema(columns.stream()
                .map(column -> column.type().toField(column.name()))
                .toList());
    }
}
