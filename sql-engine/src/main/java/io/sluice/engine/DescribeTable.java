package io.sluice.engine;

import io.sluice.planner.TableDefinition;
import io.sluice.planner.TableDefinition.ColumnDefinition;
import java.util.List;

/** What DESCRIBE shows of a table. */
final class DescribeTable {
    private DescribeTable() {}

    static StatementResult of(TableDefinition table) {
        return new StatementResult.Rows(
                List.of("name", "type", "key", "extras", "watermark"),
                table.columns().stream().map(column -> row(table, column)).toList());
    }

    private static List<String> row(TableDefinition table, ColumnDefinition column) {
        String watermark = table.watermark()
                .filter(declared -> declared.column().equals(column.name()))
                .map(TableDefinition.WatermarkDefinition::expression)
                .orElse("");
        return List.of(
                column.name(),
                column.type().toString(),
                table.primaryKey().contains(column.name()) ? "PRI(" + String.join(", ", table.primaryKey()) + ")" : "",
                extras(table, column),
                watermark);
    }

    private static String extras(TableDefinition table, ColumnDefinition column) {
        if (column instanceof ColumnDefinition.Computed computed) {
            return "AS " + computed.expression();
        }
        if (column instanceof ColumnDefinition.Metadata metadata) {
            return "METADATA FROM '" + metadata.key() + "'" + (metadata.virtual() ? " VIRTUAL" : "");
        }
        return table.partitionKeys().contains(column.name()) ? "PARTITION KEY" : "";
    }
}
