package io.sluice.planner.parse;

import io.sluice.planner.Nearest;
import io.sluice.planner.ParsedQuery;
import io.sluice.planner.Position;
import io.sluice.planner.Statement;
import io.sluice.planner.TableDefinition;
import io.sluice.planner.TableDefinition.ColumnDefinition;
import io.sluice.planner.TableDefinition.TableOption;
import io.sluice.planner.TableDefinition.WatermarkDefinition;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;

/**
 * The clauses of one CREATE TABLE in the order of the script; checks each against those before it, and all together at the
 * end. Columns that come from LIKE or AS are not known here: what refers to them is left to the planner.
 */
final class TableClauses {
    /** Until the planner knows the type of a computed column. */
    private static final DataType UNKNOWN = DataType.of(TypeKind.STRING, true);

    private final GrammarActions actions;
    private final String name;
    private final Map<String, ColumnDefinition> columns = new LinkedHashMap<>();
    private final Set<String> declaredNullable = new HashSet<>();
    private final Map<String, TableOption> options = new LinkedHashMap<>();
    private final Map<String, Position> keyPositions = new HashMap<>();
    private final List<String> primaryKey = new ArrayList<>();
    private final Map<String, Position> partitionKeys = new LinkedHashMap<>();
    private Optional<WatermarkDefinition> watermark = Optional.empty();
    private Position watermarkPosition = Position.START;
    private Optional<String> comment = Optional.empty();
    private Optional<Statement.Like> like = Optional.empty();
    private Optional<ParsedQuery> query = Optional.empty();

    TableClauses(GrammarActions actions, String name) {
        this.actions = actions;
        this.name = name;
    }

    void physical(SqlIdentifier column, SqlDataTypeSpec type, Optional<Boolean> nullable) {
        add(column, new ColumnDefinition.Physical(column.getSimple(), type(column, type, nullable)));
    }

    void metadata(
            SqlIdentifier column,
            SqlDataTypeSpec type,
            Optional<Boolean> nullable,
            Optional<String> key,
            boolean virtual) {
        String id = column.getSimple();
        add(column, new ColumnDefinition.Metadata(id, type(column, type, nullable), key.orElse(id), virtual));
    }

    void computed(SqlIdentifier column, String expression, Position position) {
        add(column, new ColumnDefinition.Computed(column.getSimple(), UNKNOWN, expression, position));
    }

    private DataType type(SqlIdentifier column, SqlDataTypeSpec type, Optional<Boolean> nullable) {
        if (nullable.equals(Optional.of(true))) {
            declaredNullable.add(column.getSimple());
        }
        String place = " of column \"%s\"".formatted(column.getSimple());
        return new ColumnTypes(actions, place).of(type, nullable.orElse(true));
    }

    private void add(SqlIdentifier column, ColumnDefinition definition) {
        if (columns.putIfAbsent(definition.name(), definition) != null) {
            throw actions.failure(
                    GrammarActions.position(column.getParserPosition()),
                    "column \"%s\" of table \"%s\" is declared twice".formatted(definition.name(), name),
                    "Rename one of them.");
        }
    }

    void primaryKey(Position position, List<SqlIdentifier> names) {
        if (!primaryKey.isEmpty()) {
            throw actions.failure(
                    position,
                    "table \"%s\" has two primary keys: the first is (%s)"
                            .formatted(name, String.join(", ", primaryKey)),
                    "A key of several columns is written PRIMARY KEY (a, b) NOT ENFORCED.");
        }
        for (SqlIdentifier column : names) {
            Position place = GrammarActions.position(column.getParserPosition());
            if (keyPositions.put(column.getSimple(), place) != null) {
                throw actions.failure(
                        place,
                        "column \"%s\" is twice in the primary key of table \"%s\"".formatted(column, name),
                        "Leave one of them out.");
            }
            primaryKey.add(column.getSimple());
        }
    }

    void partitionedBy(List<SqlIdentifier> names) {
        for (SqlIdentifier column : names) {
            Position place = GrammarActions.position(column.getParserPosition());
            if (partitionKeys.put(column.getSimple(), place) != null) {
                throw actions.failure(
                        place,
                        "column \"%s\" is twice in PARTITIONED BY of table \"%s\"".formatted(column, name),
                        "Leave one of them out.");
            }
        }
    }

    void watermark(Position position, SqlIdentifier column, String expression, Position expressionPosition) {
        if (watermark.isPresent()) {
            throw actions.failure(
                    position,
                    "table \"%s\" has two watermarks: the first is for column \"%s\""
                            .formatted(name, watermark.get().column()),
                    "A table has one watermark; declare the other one in a second table over the same data.");
        }
        watermarkPosition = GrammarActions.position(column.getParserPosition());
        if (!column.isSimple()) {
            throw actions.failure(
                    watermarkPosition,
                    "watermark for the nested field \"%s\" is not supported".formatted(column),
                    "Add a computed column, such as ts AS %s, and declare the watermark for it.".formatted(column));
        }
        watermark = Optional.of(new WatermarkDefinition(column.getSimple(), expression, expressionPosition));
    }

    void option(String key, Position keyPosition, String value, Position valuePosition) {
        if (options.putIfAbsent(key, new TableOption(key, value, valuePosition)) != null) {
            throw actions.failure(
                    keyPosition,
                    "option '%s' of table \"%s\" is given twice".formatted(key, name),
                    "Leave one of them out.");
        }
    }

    void comment(String text) {
        comment = Optional.of(text);
    }

    void like(Statement.Like clause) {
        like = Optional.of(clause);
    }

    void query(ParsedQuery asQuery) {
        query = Optional.of(asQuery);
    }

    Statement statement(Position position, boolean ifNotExists) {
        primaryKey.forEach(this::checkKeyColumn);
        partitionKeys.forEach(this::checkPartitionColumn);
        watermark.ifPresent(declared -> checkDeclared(declared.column(), watermarkPosition, "the watermark"));
        TableDefinition definition = new TableDefinition(
                name,
                columns.values().stream().map(this::withoutNullsInKey).toList(),
                primaryKey,
                List.copyOf(partitionKeys.keySet()),
                watermark,
                List.copyOf(options.values()),
                comment);
        return new Statement.CreateTable(position, ifNotExists, definition, like, query);
    }

    /** Called when the statement has ended, so that a mistake in its text is told first. */
    void checkColumns(Position position) {
        if (columns.isEmpty() && like.isEmpty() && query.isEmpty()) {
            throw actions.failure(
                    position,
                    "table \"%s\" has no columns".formatted(name),
                    "Declare them: CREATE TABLE %s (a INT, …) WITH (…).".formatted(name));
        }
    }

    private void checkKeyColumn(String column) {
        Position place = keyPositions.get(column);
        checkDeclared(column, place, "the primary key");
        if (declaredNullable.contains(column)) {
            throw actions.failure(
                    place,
                    "column \"%s\" is in the primary key of table \"%s\" and cannot be NULL".formatted(column, name),
                    "Declare it NOT NULL, or leave NULL out.");
        }
        checkStored(column, place, "the primary key", "A key consists of columns that the connector stores.");
    }

    private void checkPartitionColumn(String column, Position place) {
        checkDeclared(column, place, "PARTITIONED BY");
        checkStored(
                column, place, "PARTITIONED BY", "Declare it as a column with a type: the folders give its values.");
    }

    private void checkStored(String column, Position place, String clause, String hint) {
        ColumnDefinition definition = columns.get(column);
        if (definition != null && !(definition instanceof ColumnDefinition.Physical)) {
            throw actions.failure(
                    place,
                    "column \"%s\" cannot be in %s of table \"%s\": expected a stored column, got a %s one"
                            .formatted(
                                    column,
                                    clause,
                                    name,
                                    definition instanceof ColumnDefinition.Computed ? "computed" : "metadata"),
                    hint);
        }
    }

    private void checkDeclared(String column, Position place, String clause) {
        if (columns.containsKey(column) || like.isPresent() || query.isPresent()) {
            return;
        }
        List<String> nearest = Nearest.of(column, columns.keySet());
        throw actions.failure(
                place,
                "column \"%s\" of %s is not in table \"%s\"".formatted(column, clause, name),
                (nearest.isEmpty() ? "" : "Did you mean %s? ".formatted(nearest.get(0)))
                        + "The columns are %s.".formatted(String.join(", ", columns.keySet())));
    }

    private ColumnDefinition withoutNullsInKey(ColumnDefinition column) {
        return primaryKey.contains(column.name()) && column instanceof ColumnDefinition.Physical
                ? new ColumnDefinition.Physical(column.name(), column.type().withNullable(false))
                : column;
    }
}
