package io.sluice.planner;

import io.sluice.planner.TableDefinition.ColumnDefinition;
import io.sluice.planner.function.NestedValues;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.NonNulls;
import io.sluice.planner.validate.CastRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Assigns the columns of a query to those of a table: by place, or as a list says; columns that are not listed get NULL.
 * Any number goes into any number, times into times, text into text; all else needs a CAST in the query.
 */
final class InsertTarget {
    private final Statement.Insert insert;
    private final TableDefinition table;
    private final Script script;
    private final List<ColumnDefinition> columns;

    InsertTarget(Script script, Statement.Insert insert, TableDefinition table) {
        this.insert = insert;
        this.table = table;
        this.script = script;
        this.columns = table.connectorColumns().stream()
                .filter(column -> !(column instanceof ColumnDefinition.Metadata metadata && metadata.virtual()))
                .toList();
    }

    /** The query with exactly the columns that the table stores, in their order. */
    PlanNode assigned(PlanNode query) {
        int[] sources = sources(query);
        List<Expr> expressions = new ArrayList<>();
        List<Column> named = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnDefinition column = columns.get(i);
            Expr value = sources[i] < 0 ? missing(column) : assigned(query, sources[i], column);
            expressions.add(value);
            named.add(new Column(column.name(), value.type()));
        }
        return new PlanNode.Project(query, expressions, named);
    }

    /** Places of the columns of the primary key that the query may give as NULL. */
    List<Integer> nullableKeys(PlanNode assigned) {
        BitSet never = NonNulls.of(assigned);
        return keyPlaces().stream().filter(place -> !never.get(place)).toList();
    }

    /** Where the columns of the primary key are among those that are written. */
    List<Integer> keyPlaces() {
        return table.primaryKey().stream().map(this::place).toList();
    }

    private int place(String name) {
        return IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no column " + name + " in " + table.name()));
    }

    private PlanException failure(String message, String hint) {
        return new PlanException(
                message, hint, Optional.of(new PlanException.Location(script, insert.targetPosition())));
    }

    /** For each column of the table the one of the query; −1 for none. */
    private int[] sources(PlanNode query) {
        int given = query.columns().size();
        int[] sources = new int[columns.size()];
        if (insert.columns().isEmpty()) {
            checkCount(query, given, columns.size(), names());
            return IntStream.range(0, given).toArray();
        }
        checkCount(query, given, insert.columns().size(), insert.columns());
        Arrays.fill(sources, -1);
        for (int i = 0; i < given; i++) {
            sources[target(insert.columns().get(i))] = i;
        }
        return sources;
    }

    private List<String> names() {
        return columns.stream().map(ColumnDefinition::name).toList();
    }

    private void checkCount(PlanNode query, int given, int expected, List<String> names) {
        if (given != expected) {
            throw failure(
                    "the query for table \"%s\" has %d columns (%s): expected %d (%s)"
                            .formatted(
                                    table.name(),
                                    given,
                                    String.join(
                                            ", ",
                                            query.columns().stream()
                                                    .map(Column::name)
                                                    .toList()),
                                    expected,
                                    String.join(", ", names)),
                    "Select a value for each, or list the columns: INSERT INTO %s (a, b) SELECT …."
                            .formatted(table.name()));
        }
    }

    private int target(String name) {
        if (names().contains(name)) {
            return place(name);
        }
        boolean exists =
                table.columns().stream().anyMatch(column -> column.name().equals(name));
        throw exists
                ? failure(
                        "column \"%s\" of table \"%s\" is computed or only read: it cannot be written"
                                .formatted(name, table.name()),
                        "Leave it out of the list.")
                : failure(
                        "column \"%s\" is not in table \"%s\"".formatted(name, table.name()),
                        "The columns are %s.".formatted(String.join(", ", names())));
    }

    private Expr missing(ColumnDefinition column) {
        if (!column.type().nullable()) {
            throw failure(
                    "column \"%s\" of table \"%s\" is NOT NULL and gets no value"
                            .formatted(column.name(), table.name()),
                    "Add it to the list of columns.");
        }
        return new Expr.Literal(Optional.empty(), column.type());
    }

    private Expr assigned(PlanNode query, int source, ColumnDefinition column) {
        Column given = query.columns().get(source);
        Expr value = new Expr.Input(source, given.type());
        if (isNull(query, source)) {
            return missingOrNull(column);
        }
        if (!isAssignable(given.type(), column.type())) {
            throw failure(
                    "column \"%s\" of table \"%s\" is %s, but the query gives %s"
                            .formatted(
                                    column.name(),
                                    table.name(),
                                    column.type().withNullable(true),
                                    given.type().withNullable(true)),
                    CastRules.exists(given.type().kind(), column.type().kind())
                            ? "Write CAST(%s AS %s)."
                                    .formatted(given.name(), column.type().withNullable(true))
                            : "Compute the value with a function, or select another column.");
        }
        boolean isKey = table.primaryKey().contains(column.name());
        if (!NonNulls.of(query).get(source) && !column.type().nullable() && !isKey) {
            throw failure(
                    "column \"%s\" of table \"%s\" is NOT NULL, but the query may give NULL"
                            .formatted(column.name(), table.name()),
                    "Write COALESCE(%s, …), or declare the column without NOT NULL.".formatted(given.name()));
        }
        return isSame(given.type(), column.type())
                ? value
                : new Expr.Cast(value, column.type().withNullable(given.type().nullable()), false);
    }

    private Expr missingOrNull(ColumnDefinition column) {
        if (!column.type().nullable()) {
            throw failure(
                    "column \"%s\" of table \"%s\" is NOT NULL, but the query gives NULL"
                            .formatted(column.name(), table.name()),
                    "Select a value, or declare the column without NOT NULL.");
        }
        return new Expr.Literal(Optional.empty(), column.type());
    }

    private static boolean isNull(PlanNode query, int source) {
        return query instanceof PlanNode.Project project
                && project.expressions().get(source) instanceof Expr.Literal literal
                && literal.value().isEmpty();
    }

    /** Text is never cut when it is stored. */
    private static boolean isSame(DataType from, DataType to) {
        return from.withNullable(true).equals(to.withNullable(true))
                || from.kind() == TypeKind.STRING && to.kind() == TypeKind.STRING;
    }

    static boolean isAssignable(DataType from, DataType to) {
        if (from.kind().isNested() && to.kind().isNested()) {
            return NestedValues.isSame(from, to);
        }
        if (isNumber(from.kind()) && isNumber(to.kind()) || from.kind() == to.kind()) {
            return true;
        }
        return to.kind().isTimestamp()
                && (from.kind() == TypeKind.DATE || from.kind().isTimestamp());
    }

    private static boolean isNumber(TypeKind kind) {
        return kind.isInteger() || kind.isFloating() || kind == TypeKind.DECIMAL;
    }
}
