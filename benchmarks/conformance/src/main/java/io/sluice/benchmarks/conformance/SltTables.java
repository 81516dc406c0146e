package io.sluice.benchmarks.conformance;

import io.sluice.benchmarks.conformance.Engine.Feed;
import io.sluice.planner.PlanException;
import io.sluice.planner.TableDefinition.ColumnDefinition;
import io.sluice.sinks.memory.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Carries out the statements of sqllogictest that change tables. Streaming tables have no UPDATE and DELETE: those rows are
 * computed by queries.
 */
final class SltTables {
    private static final Pattern LITERALS = Pattern.compile(
            "(?is)INSERT\\s+INTO\\s+(\\w+)\\s*(?:\\(([\\w\\s,]+)\\)\\s*)?VALUES\\s*\\(((?:\\s*(?:'(?:[^']|'')*'|[-+.\\dE]+|NULL)\\s*,?)+)\\)");
    private static final Pattern LITERAL = Pattern.compile("(?i)'((?:[^']|'')*)'|([-+.\\dE]+)|(NULL)");
    private static final Pattern INLINE_KEY = Pattern.compile("(?i)\\s+(PRIMARY\\s+KEY|UNIQUE)(?=\\s*[,)])");
    private static final Pattern DELETE = Pattern.compile("(?is)DELETE\\s+FROM\\s+(\\w+)(?:\\s+WHERE\\s+(.*))?");
    private static final Pattern UPDATE =
            Pattern.compile("(?is)UPDATE\\s+(\\w+)\\s+SET\\s+(\\w+)\\s*=\\s*(.*?)(?:\\s+WHERE\\s+(.*))?");

    private final Engine engine;
    private final Tables tables;

    SltTables(Engine engine, Tables tables) {
        this.engine = engine;
        this.tables = tables;
    }

    /** Fails with a {@link PlanException} or another exception if the statement cannot be carried out. */
    void execute(String statement) {
        String sql = ScriptDialect.translate(statement, List.of());
        String first = sql.strip().split("\\s+")[0];
        switch (first) {
            case "CREATE" -> create(sql);
            case "INSERT" -> insert(sql);
            case "DELETE" -> delete(sql);
            case "UPDATE" -> update(sql);
            case "DROP" -> drop(sql);
            default -> throw refused("statement " + first);
        }
    }

    private static PlanException refused(String what) {
        return new PlanException(what + " is not supported", "", Optional.empty());
    }

    private void create(String sql) {
        if (sql.matches("(?is)CREATE\\s+(UNIQUE\\s+)?INDEX\\s.*")) {
            return;
        }
        Matcher name =
                Pattern.compile("(?is)CREATE\\s+(?:TABLE|VIEW)\\s+(\\w+).*").matcher(sql);
        if (name.matches() && tables.contains(name.group(1))) {
            throw refused("a second table of the same name");
        }
        String declared = INLINE_KEY.matcher(sql).replaceAll(" NOT NULL");
        // The suite's types are SQLite's: its FLOAT has 64 bits.
        engine.execute(declared.replaceAll("\\bTEXT\\b", "STRING").replaceAll("\\b(FLOAT|REAL)\\b", "DOUBLE"));
    }

    private void insert(String sql) {
        Matcher literals = LITERALS.matcher(sql);
        if (!literals.matches() || !tables.contains(literals.group(1))) {
            engine.execute(sql);
            return;
        }
        StoredTable table = tables.table(literals.group(1));
        List<ColumnDefinition> columns = table.definition().columns();
        List<String> named = literals.group(2) == null
                ? columns.stream().map(ColumnDefinition::name).toList()
                : Arrays.stream(literals.group(2).split(",")).map(String::strip).toList();
        Object[] values = new Object[columns.size()];
        Matcher literal = LITERAL.matcher(literals.group(3));
        for (String name : named) {
            if (!literal.find()) {
                throw refused("INSERT with fewer values than columns");
            }
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).name().equals(name)) {
                    values[i] = value(literal, columns.get(i));
                }
            }
        }
        table.add(Row.of(values));
    }

    private static Object value(Matcher literal, ColumnDefinition column) {
        if (literal.group(3) != null) {
            return null;
        }
        String text = literal.group(1) != null ? literal.group(1).replace("''", "'") : literal.group(2);
        return switch (column.type().kind()) {
            case INT -> Integer.valueOf(text);
            case FLOAT, DOUBLE -> Double.valueOf(text);
            case STRING -> text;
            default -> throw refused("a column of type " + column.type());
        };
    }

    private void delete(String sql) {
        Matcher matcher = DELETE.matcher(sql);
        if (!matcher.matches()) {
            throw refused("this form of DELETE");
        }
        StoredTable table = tables.table(matcher.group(1));
        if (matcher.group(2) == null) {
            table.clear();
            return;
        }
        replace(table, "SELECT * FROM %s WHERE (%s) IS NOT TRUE".formatted(matcher.group(1), matcher.group(2)));
    }

    private void update(String sql) {
        Matcher matcher = UPDATE.matcher(sql);
        if (!matcher.matches()) {
            throw refused("this form of UPDATE");
        }
        StoredTable table = tables.table(matcher.group(1));
        List<String> columns = new ArrayList<>();
        boolean found = false;
        for (ColumnDefinition column : table.definition().columns()) {
            boolean changed = column.name().equals(matcher.group(2));
            found |= changed;
            String condition = matcher.group(4) == null ? "TRUE" : matcher.group(4);
            columns.add(
                    changed
                            ? "CASE WHEN %s THEN %s ELSE %s END".formatted(condition, matcher.group(3), column.name())
                            : column.name());
        }
        if (!found) {
            throw refused("UPDATE of a column that there is not");
        }
        replace(table, "SELECT %s FROM %s".formatted(String.join(", ", columns), matcher.group(1)));
    }

    private void replace(StoredTable table, String query) {
        List<Row> rows = engine.query(query, Feed.BOUNDED).rows();
        table.clear();
        rows.forEach(table::add);
    }

    private void drop(String sql) {
        String[] words = sql.strip().replaceFirst(";$", "").split("\\s+");
        if (words[1].equals("INDEX")) {
            return;
        }
        String name = words[words.length - 1];
        if (!tables.contains(name)) {
            throw refused("DROP of what is not there");
        }
        tables.remove(name);
    }
}
