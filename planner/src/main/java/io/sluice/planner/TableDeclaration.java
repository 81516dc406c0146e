package io.sluice.planner;

import io.sluice.planner.TableDefinition.ColumnDefinition;
import io.sluice.planner.TableDefinition.TableOption;
import io.sluice.planner.TableDefinition.WatermarkDefinition;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.validate.Names;
import io.sluice.planner.validate.TableExpressions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Completes what a CREATE TABLE says: takes over what LIKE names, finds the types of computed columns, checks the rest. */
final class TableDeclaration {
    private final Script script;
    private final Statement.CreateTable statement;
    private final TableResolver resolver;

    TableDeclaration(Script script, Statement.CreateTable statement, TableResolver resolver) {
        this.script = script;
        this.statement = statement;
        this.resolver = resolver;
    }

    /** @param columnsOf gives the columns of a query, for AS */
    TableDefinition complete(Function<ParsedQuery, List<Column>> columnsOf) {
        TableDefinition own = statement
                .query()
                .map(query -> withColumns(statement.table(), columnsOf.apply(query)))
                .orElse(statement.table());
        TableDefinition whole =
                statement.like().map(like -> withLike(own, like)).orElse(own);
        checkKey(whole);
        checkPartitions(whole);
        TableDefinition typed = withComputedTypes(whole);
        typed.watermark().ifPresent(watermark -> checkWatermark(typed, watermark));
        return typed;
    }

    private PlanException failure(Position position, String message, String hint) {
        return new PlanException(message, hint, Optional.of(new PlanException.Location(script, position)));
    }

    private TableDefinition withColumns(TableDefinition table, List<Column> columns) {
        if (!table.columns().isEmpty()) {
            throw failure(
                    statement.position(),
                    "table \"%s\" has columns and AS: expected one of them".formatted(table.name()),
                    "Leave the columns out; they are those of the query.");
        }
        List<ColumnDefinition> all = columns.stream()
                .<ColumnDefinition>map(column -> new ColumnDefinition.Physical(column.name(), column.type()))
                .toList();
        return with(table, all, table.primaryKey(), table.partitionKeys(), table.watermark(), table.options());
    }

    private static TableDefinition with(
            TableDefinition table,
            List<ColumnDefinition> columns,
            List<String> primaryKey,
            List<String> partitionKeys,
            Optional<WatermarkDefinition> watermark,
            List<TableOption> options) {
        return new TableDefinition(
                table.name(), columns, primaryKey, partitionKeys, watermark, options, table.comment());
    }

    private TableDefinition withLike(TableDefinition table, Statement.Like like) {
        TableDefinition base = base(like);
        Map<String, ColumnDefinition> columns = new LinkedHashMap<>();
        base.columns().stream()
                .filter(column -> isTaken(column, like))
                .map(TableDeclaration::withoutPosition)
                .forEach(column -> columns.put(column.name(), column));
        for (ColumnDefinition column : table.columns()) {
            if (columns.put(column.name(), column) != null) {
                throw failure(
                        like.position(),
                        "column \"%s\" of table \"%s\" is in table \"%s\" too"
                                .formatted(column.name(), table.name(), like.table()),
                        "Leave it out, or rename it.");
            }
        }
        List<String> key = table.primaryKey().isEmpty() && like.constraints() ? base.primaryKey() : table.primaryKey();
        List<String> partitions =
                table.partitionKeys().isEmpty() && like.partitions() ? base.partitionKeys() : table.partitionKeys();
        return with(
                table,
                List.copyOf(columns.values()),
                key,
                partitions,
                watermark(table, base, like),
                options(table, base, like));
    }

    private TableDefinition base(Statement.Like like) {
        TableResolver.Relation relation = resolver.find(like.table())
                .orElseThrow(() -> failure(
                        like.position(),
                        "table \"%s\" of LIKE does not exist%s"
                                .formatted(like.table(), Names.nearest(like.table(), resolver.names())),
                        Names.all("tables and views", resolver.names(), "SHOW TABLES lists what there is.")));
        if (relation instanceof TableResolver.Relation.Table found) {
            return found.definition();
        }
        throw failure(
                like.position(),
                "\"%s\" of LIKE is a view: expected a table".formatted(like.table()),
                "List the columns.");
    }

    private static boolean isTaken(ColumnDefinition column, Statement.Like like) {
        if (column instanceof ColumnDefinition.Computed) {
            return like.computed();
        }
        return !(column instanceof ColumnDefinition.Metadata) || like.metadata();
    }

    /** A place in another script would mislead. */
    private static ColumnDefinition withoutPosition(ColumnDefinition column) {
        return column instanceof ColumnDefinition.Computed computed
                ? new ColumnDefinition.Computed(computed.name(), computed.type(), computed.expression())
                : column;
    }

    private static Optional<WatermarkDefinition> watermark(
            TableDefinition table, TableDefinition base, Statement.Like like) {
        return table.watermark().isPresent() || !like.watermarks()
                ? table.watermark()
                : base.watermark().map(taken -> new WatermarkDefinition(taken.column(), taken.expression()));
    }

    private List<TableOption> options(TableDefinition table, TableDefinition base, Statement.Like like) {
        if (!like.options()) {
            return table.options();
        }
        Map<String, TableOption> options = new LinkedHashMap<>();
        base.options().forEach(option -> options.put(option.name(), option));
        for (TableOption option : table.options()) {
            if (options.put(option.name(), option) != null && !like.overwriteOptions()) {
                throw failure(
                        option.position(),
                        "option '%s' is in table \"%s\" too".formatted(option.name(), like.table()),
                        "Leave it out, or write LIKE %s (OVERWRITING OPTIONS).".formatted(like.table()));
            }
        }
        return List.copyOf(options.values());
    }

    private void checkKey(TableDefinition table) {
        for (String key : table.primaryKey()) {
            boolean stored = table.columns().stream()
                    .anyMatch(column -> column.name().equals(key) && column instanceof ColumnDefinition.Physical);
            if (!stored) {
                throw failure(
                        statement.position(),
                        "column \"%s\" of the primary key is not a stored column of table \"%s\""
                                .formatted(key, table.name()),
                        columns(table));
            }
        }
    }

    private void checkPartitions(TableDefinition table) {
        for (String key : table.partitionKeys()) {
            boolean stored = table.columns().stream()
                    .anyMatch(column -> column.name().equals(key) && column instanceof ColumnDefinition.Physical);
            if (!stored) {
                throw failure(
                        statement.position(),
                        "column \"%s\" of PARTITIONED BY is not a stored column of table \"%s\""
                                .formatted(key, table.name()),
                        columns(table));
            }
        }
    }

    private static String columns(TableDefinition table) {
        return "The columns are %s."
                .formatted(String.join(
                        ", ",
                        table.columns().stream().map(ColumnDefinition::name).toList()));
    }

    private TableDefinition withComputedTypes(TableDefinition table) {
        Iterator<DataType> types = new TableExpressions(table, Optional.of(script), resolver)
                .computedTypes()
                .iterator();
        List<ColumnDefinition> columns = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            columns.add(
                    column instanceof ColumnDefinition.Computed computed
                            ? new ColumnDefinition.Computed(
                                    computed.name(), types.next(), computed.expression(), computed.position())
                            : withKeyNotNull(column, table.primaryKey()));
        }
        return with(table, columns, table.primaryKey(), table.partitionKeys(), table.watermark(), table.options());
    }

    private static ColumnDefinition withKeyNotNull(ColumnDefinition column, List<String> key) {
        return column instanceof ColumnDefinition.Physical physical && key.contains(column.name())
                ? new ColumnDefinition.Physical(physical.name(), physical.type().withNullable(false))
                : column;
    }

    private void checkWatermark(TableDefinition table, WatermarkDefinition watermark) {
        TableExpressions expressions = new TableExpressions(table, Optional.of(script), resolver);
        Column column = table.schema().stream()
                .filter(candidate -> candidate.name().equals(watermark.column()))
                .findFirst()
                .orElseThrow(() -> failure(
                        watermark.position(),
                        "column \"%s\" of the watermark is not in table \"%s\""
                                .formatted(watermark.column(), table.name()),
                        columns(table)));
        if (!column.type().kind().isTimestamp()) {
            throw failure(
                    watermark.position(),
                    "column \"%s\" of table \"%s\" cannot carry a watermark: expected TIMESTAMP or TIMESTAMP_LTZ, got %s"
                            .formatted(
                                    column.name(), table.name(), column.type().withNullable(true)),
                    "Add a computed column, such as ts AS TO_TIMESTAMP(%s), and declare the watermark for it."
                            .formatted(column.name()));
        }
        DataType type = expressions.watermarkType(watermark);
        if (type.kind() != column.type().kind()) {
            throw expressions.failure(
                    watermark.expression(),
                    watermark.position(),
                    "the watermark for column \"%s\" is %s: expected %s as the column"
                            .formatted(
                                    column.name(),
                                    type.withNullable(true),
                                    column.type().kind()),
                    "Write it such as %1$s - INTERVAL '10' SECOND.".formatted(column.name()));
        }
    }
}
