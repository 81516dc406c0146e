package io.sluice.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Plans;
import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.TestSessions;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.PlanNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@link LawTables} in a directory and in DuckDB. Many queries are run as one statement set over the files, a portion of
 * them to each of several sessions, and what each query has written is compared with DuckDB's answer over all rows.
 */
final class LawRig implements AutoCloseable {
    private static final String MEMORY = System.getProperty("law.memory", "1 gb");

    private final Path directory;
    private final LawTables tables;
    private final Connection duckdb;
    private final Plans plans;
    private final Map<String, List<String>> answers = new ConcurrentHashMap<>();
    private final Map<String, PlanNode.Write> planned = new ConcurrentHashMap<>();
    private final Map<String, String> columns = new ConcurrentHashMap<>();

    /** @param rows of each table */
    LawRig(Path directory, long seed, int rows) throws IOException, SQLException {
        this.directory = directory;
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        tables = new LawTables(directory, seed, rows);
        tables.make(duckdb);
        plans = new Plans(directory, LawTables.declarations());
    }

    /** What a query is planned to, for a changelog of its rows. */
    PlanNode.Write plan(String sql) {
        return planned.computeIfAbsent(
                sql, text -> plans.plan(text + " EMIT CHANGELOG").outputs().get(0));
    }

    Plans plans() {
        return plans;
    }

    /** Runs those of the queries that are legal in a mode. */
    void check(List<LawQuery> all, LawMode mode) throws IOException, SQLException {
        check(all, mode, MEMORY);
    }

    /** @param memory for the state of all of them */
    void check(List<LawQuery> all, LawMode mode, String memory) throws IOException, SQLException {
        List<LawQuery> queries =
                all.stream().filter(query -> query.runsIn(mode)).toList();
        if (queries.isEmpty()) {
            return;
        }
        IntegratedSinkFactory sink = new IntegratedSinkFactory();
        run(queries, mode, memory, sink);
        for (int i = 0; i < queries.size(); i++) {
            LawQuery query = queries.get(i);
            assertThat(sorted(sink.rows("r" + i)))
                    .as("%s, %s:\n%s", query.name(), mode, query.sluice())
                    .isEqualTo(sorted(answer(query.duckdb())));
        }
    }

    /** The rows of one query in the order in which a bounded run has written them. */
    List<String> boundedRows(String sql, String declared) throws IOException {
        IntegratedSinkFactory sink = new IntegratedSinkFactory();
        columns.put(sql, declared);
        run(List.of(new LawQuery("", sql, sql, Set.of())), LawMode.BOUNDED, MEMORY, sink);
        return sink.rows("r0");
    }

    private void run(List<LawQuery> queries, LawMode mode, String memory, IntegratedSinkFactory sink)
            throws IOException {
        Path home = Files.createTempDirectory(directory, "run");
        String script = "SET 'pipeline.name' = 'law'; SET 'checkpoint.durable' = 'false'; SET 'parallelism.default' = '"
                + mode.threads() + "'; SET 'table.exec.state.memory-budget' = '" + memory + "';"
                + script(queries, mode);
        for (int session = 0; session < mode.sessions(); session++) {
            tables.copyPortion(home, session, mode.sessions());
            SessionConfig config = SessionConfig.in(home).withSettings(mode.settings());
            try (Session open = TestSessions.open(config, sink)) {
                open.sql(script).awaitTermination();
            }
        }
    }

    private String script(List<LawQuery> queries, LawMode mode) {
        StringBuilder script = new StringBuilder(LawTables.declarations());
        StringBuilder inserts = new StringBuilder();
        for (int i = 0; i < queries.size(); i++) {
            String sql = queries.get(i).sluice();
            script.append("CREATE TABLE r%d (%s) WITH ('connector' = 'integrated');\n".formatted(i, columns(sql)));
            inserts.append("INSERT INTO r%d %s EMIT %s;\n".formatted(i, sql, mode.emit()));
        }
        return script + "EXECUTE STATEMENT SET BEGIN\n" + inserts + "END;";
    }

    private String columns(String sql) {
        return columns.computeIfAbsent(sql, text -> {
            List<String> declared = new ArrayList<>();
            for (Column column : plan(text).columns()) {
                declared.add("c%d %s".formatted(declared.size(), column.type().withNullable(true)));
            }
            return String.join(", ", declared);
        });
    }

    private static List<String> sorted(List<String> rows) {
        return rows.stream().sorted().toList();
    }

    /** What DuckDB answers. */
    List<String> answer(String sql) throws SQLException {
        List<String> known = answers.get(sql);
        if (known == null) {
            known = ask(sql);
            answers.put(sql, known);
        }
        return known;
    }

    private synchronized List<String> ask(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int width = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int column = 1; column <= width; column++) {
                    cells.add(Cells.text(result.getObject(column)));
                }
                rows.add(String.join("|", cells));
            }
        } catch (SQLException e) {
            throw new SQLException(e.getMessage() + "\n" + sql, e);
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        duckdb.close();
    }
}
