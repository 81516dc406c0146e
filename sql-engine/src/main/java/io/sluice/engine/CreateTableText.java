package io.sluice.engine;

import io.sluice.planner.TableDefinition;
import io.sluice.planner.TableDefinition.ColumnDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a definition as the CREATE TABLE that makes it. */
final class CreateTableText {
    private CreateTableText() {}

    static String of(TableDefinition table) {
        List<String> parts = new ArrayList<>();
        table.columns().forEach(column -> parts.add(column(column)));
        table.watermark()
                .ifPresent(declared -> parts.add(
                        "WATERMARK FOR %s AS %s".formatted(quoted(declared.column()), declared.expression())));
        if (!table.primaryKey().isEmpty()) {
            parts.add("PRIMARY KEY (%s) NOT ENFORCED".formatted(names(table.primaryKey())));
        }
        String options = table.options().stream()
                .map(option -> "  %s = %s".formatted(literal(option.name()), literal(option.value())))
                .collect(Collectors.joining(",\n"));
        String comment =
                table.comment().map(text -> " COMMENT " + literal(text)).orElse("");
        String partitions =
                table.partitionKeys().isEmpty() ? "" : " PARTITIONED BY (%s)".formatted(names(table.partitionKeys()));
        return "CREATE TABLE %s (\n  %s\n)%s%s WITH (\n%s\n)\n"
                .formatted(quoted(table.name()), String.join(",\n  ", parts), comment, partitions, options);
    }

    private static String column(ColumnDefinition column) {
        String name = quoted(column.name());
        if (column instanceof ColumnDefinition.Computed computed) {
            return name + " AS " + computed.expression();
        }
        String declared = name + " " + column.type();
        if (column instanceof ColumnDefinition.Metadata metadata) {
            return declared + " METADATA FROM " + literal(metadata.key()) + (metadata.virtual() ? " VIRTUAL" : "");
        }
        return declared;
    }

    private static String names(List<String> names) {
        return names.stream().map(CreateTableText::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
