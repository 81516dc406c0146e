package io.sluice.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Session;
import io.sluice.engine.Sluice;
import io.sluice.engine.law.LawOperators.InputKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The law: whatever the splits of the input and however often a job is started anew, what a query has written in any mode
 * adds up to what DuckDB answers over all rows. {@code -Dlaw.files=joins,sets} takes only some files of the catalogue.
 */
@Execution(ExecutionMode.CONCURRENT)
class LawTest {
    private static final int ROWS = 300;
    private static final long SEED = Long.getLong("law.seed", 20010101);
    private static final String MODES = System.getProperty("law.modes", "");
    private static final String FILES = System.getProperty("law.files", "");

    @TempDir
    private static Path directory;

    private static LawRig rig;

    @BeforeAll
    static void makeRows() throws Exception {
        rig = new LawRig(directory, SEED, ROWS);
    }

    @AfterAll
    static void close() throws Exception {
        rig.close();
    }

    static Stream<Arguments> runs() {
        Map<String, List<LawQuery>> files = LawCatalogue.read();
        if (!FILES.isEmpty()) {
            files.keySet().retainAll(List.of(FILES.split(",")));
        }
        List<Arguments> runs = new ArrayList<>();
        files.forEach((file, queries) -> {
            for (LawMode mode : LawMode.values()) {
                if (!MODES.isEmpty() && !List.of(MODES.split(",")).contains(mode.name())) {
                    continue;
                }
                runs.add(Arguments.of(mode, file, queries));
            }
        });
        return runs.stream();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("runs")
    void everyModeEqualsTheBatchAnswer(LawMode mode, String file, List<LawQuery> queries) throws Exception {
        rig.check(queries, mode);
    }

    /** All state goes to disk after each batch, and comes back shard by shard. */
    @ParameterizedTest
    @EnumSource(names = {"APPEND", "CHANGELOG"})
    void stateOnDiskGivesTheSame(LawMode mode) throws Exception {
        rig.check(oneForEachOperator(mode), mode, "0");
    }

    /** Those over rows that are taken back rather than others. */
    private static List<LawQuery> oneForEachOperator(LawMode mode) {
        List<LawQuery> chosen = new ArrayList<>();
        Set<String> operators = new HashSet<>();
        for (InputKind kind : List.of(InputKind.RETRACT, InputKind.UPDATE, InputKind.APPEND)) {
            for (LawQuery query : all()) {
                if (query.runsIn(mode)) {
                    List<String> found = LawOperators.of(
                                    rig.plan(query.sluice()).input())
                            .entrySet()
                            .stream()
                            .filter(operator -> operator.getValue().contains(kind))
                            .map(Map.Entry::getKey)
                            .toList();
                    if (operators.addAll(found)) {
                        chosen.add(query);
                    }
                }
            }
        }
        return chosen;
    }

    @Test
    void eachCellOfTheMatrixHasQueries() throws Exception {
        LawMatrix matrix = LawMatrix.of(all(), query -> rig.plan(query.sluice()).input());
        assertThat(matrix.queries()).isGreaterThanOrEqualTo(400);
        assertThat(matrix.gaps()).isEmpty();
        LawPage.check(matrix);
    }

    private static List<LawQuery> all() {
        return LawCatalogue.read().values().stream().flatMap(List::stream).toList();
    }

    @Test
    void boundedRunIsSorted() throws Exception {
        String sql = "SELECT k, name, v FROM t ORDER BY v DESC, name, k NULLS LAST";
        assertThat(rig.boundedRows(sql, "k INT, name STRING, v BIGINT")).containsExactlyElementsOf(rig.answer(sql));
    }

    @Test
    void sluiceOpensASessionInTheCurrentDirectory() {
        try (Session session = Sluice.open()) {
            assertThat(session.queries()).isEmpty();
        }
    }
}
