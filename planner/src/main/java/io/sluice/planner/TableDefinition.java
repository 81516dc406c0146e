package io.sluice.planner;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import java.util.List;
import java.util.Optional;

/**
 * What CREATE TABLE says. Expressions stay SQL text; they are validated when the table is defined.
 *
 * @param partitionKeys the columns of PARTITIONED BY, in the order of the folders; each is a physical column
 */
public record TableDefinition(
        String name,
        List<ColumnDefinition> columns,
        List<String> primaryKey,
        List<String> partitionKeys,
        Optional<WatermarkDefinition> watermark,
        List<TableOption> options,
        Optional<String> comment) {
    public TableDefinition {
        requireNonNull(name, "name");
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        partitionKeys = List.copyOf(partitionKeys);
        requireNonNull(watermark, "watermark");
        options = List.copyOf(options);
        requireNonNull(comment, "comment");
    }

    /** The columns that the connector gives or takes: all but the computed ones; in this order in its schema. */
    public List<ColumnDefinition> connectorColumns() {
        return columns.stream()
                .filter(column -> !(column instanceof ColumnDefinition.Computed))
                .toList();
    }

    /** A column. */
    public sealed interface ColumnDefinition {
        String name();

        DataType type();

        /** A column of the stored rows. */
        record Physical(String name, DataType type) implements ColumnDefinition {}

        /** A value that the connector knows about a row; {@code virtual}: only read, never written. */
        record Metadata(String name, DataType type, String key, boolean virtual) implements ColumnDefinition {}

        /** {@code name AS expression}; the position is the expression's in the script that declares it. */
        record Computed(String name, DataType type, String expression, Position position) implements ColumnDefinition {
            public Computed(String name, DataType type, String expression) {
                this(name, type, expression, Position.START);
            }
        }
    }

    /** {@code WATERMARK FOR column AS expression}; the position is the expression's in the script that declares it. */
    public record WatermarkDefinition(String column, String expression, Position position) {
        public WatermarkDefinition(String column, String expression) {
            this(column, expression, Position.START);
        }
    }

    /** {@code 'name' = 'value'} in WITH; the position is the value's. */
    public record TableOption(String name, String value, Position position) {}

    /** All columns with their types. */
    public List<Column> schema() {
        return columns.stream()
                .map(column -> new Column(column.name(), column.type()))
                .toList();
    }
}
