package io.sluice.engine.cli;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.engine.StatementResult;
import io.sluice.planner.Script;
import io.sluice.planner.StateTableName;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A query over the state of another one, which it sees as the table {@code state}. */
final class StateQuery {
    private static final String RESULT = "result of the query";

    private final StateTableName state;

    StateQuery(Path checkpoint, String operator, Optional<String> table, Optional<Long> batch) {
        requireNonNull(checkpoint, "checkpoint");
        this.state = new StateTableName(
                checkpoint.toAbsolutePath().toString(),
                operator,
                table,
                batch.map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    /** Prints all rows of the result. */
    void print(String sql, PrintStream output) {
        Path scratch = scratch();
        SessionConfig config = SessionConfig.in(Path.of(""))
                .withSettings(Map.of(
                        "execution.runtime-mode",
                        "batch",
                        "execution.checkpointing.dir",
                        scratch.toString(),
                        "checkpoint.durable",
                        "false"));
        try (Session session = Sluice.open(config)) {
            session.execute(
                    new Script("<state>", "CREATE VIEW state AS SELECT * FROM TABLE(%s);".formatted(state.text())));
            String query = "CREATE TABLE `%s` WITH ('connector' = 'memory') AS\n%s".formatted(RESULT, stripped(sql));
            session.execute(new Script("<query>", query));
            session.awaitAll();
            print(session, output);
        } finally {
            delete(scratch);
        }
    }

    private static void print(Session session, PrintStream output) {
        StatementResult.Rows described =
                (StatementResult.Rows) session.execute(new Script("<columns>", "DESCRIBE `%s`;".formatted(RESULT)))
                        .get(0);
        List<List<String>> rows = session.memoryTable(RESULT).orElseThrow().integrated().stream()
                .map(row -> row.values().stream().map(String::valueOf).toList())
                .toList();
        List<String> columns = described.rows().stream().map(row -> row.get(0)).toList();
        ResultPrinter.print(new StatementResult.Rows(columns, rows), output);
        output.printf("%d row%s%n", rows.size(), rows.size() == 1 ? "" : "s");
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("sluice-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary directory", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the temporary directory " + directory, e);
        }
    }

    private static String stripped(String sql) {
        String text = sql.strip();
        return text.endsWith(";") ? text : text + ";";
    }
}
