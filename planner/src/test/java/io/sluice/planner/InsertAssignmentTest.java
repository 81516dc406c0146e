package io.sluice.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.PlanNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InsertAssignmentTest {
    private static final List<String> TYPES = List.of(
            "BOOLEAN",
            "TINYINT",
            "INT",
            "BIGINT",
            "FLOAT",
            "DOUBLE",
            "DECIMAL(10, 2)",
            "STRING",
            "VARCHAR(3)",
            "DATE",
            "TIMESTAMP(3)",
            "TIMESTAMP(6)",
            "TIMESTAMP_LTZ(3)");

    /** For each type of the query, what becomes of its value in a column of each type of a table. */
    @TestFactory
    Stream<DynamicTest> valuesAreAssignedOrRefused() {
        return GoldenFile.open("plan/assignments.txt").tests(InsertAssignmentTest::assigned);
    }

    private static String assigned(String from) {
        return TYPES.stream()
                .map(to -> "%s -> %s: %s".formatted(from, to, assigned(from, to)))
                .collect(Collectors.joining("\n"));
    }

    private static String assigned(String from, String to) {
        String script =
                "CREATE TABLE a (x %s); CREATE TABLE b (y %s); INSERT INTO b SELECT x FROM a".formatted(from, to);
        try {
            PlannedQuery query = TestCatalog.standard().plan(script);
            return Planner.explain(query)
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith("Project "))
                    .findFirst()
                    .orElseThrow();
        } catch (PlanException e) {
            return "! " + e.getMessage();
        }
    }

    @Test
    void aListSaysWhichColumnsGetValues() {
        PlannedQuery query = TestCatalog.standard().plan("INSERT INTO files (b, a) SELECT page, url FROM clicks");
        PlanNode.Write write = query.outputs().get(0);
        assertThat(write.columns()).extracting(Column::name).containsExactly("a", "b");
        assertThat(Planner.explain(query)).contains("Project a = url, b = CAST(page AS BIGINT)");
    }

    @Test
    void aColumnThatCannotBeNullAfterAFilterFitsNotNull() {
        String sql = "INSERT INTO strict SELECT page, url FROM clicks WHERE page > 0";
        assertThat(TestCatalog.standard().plan(sql).warnings()).isEmpty();
    }

    @Test
    void virtualAndComputedColumnsAreNotWritten() {
        PlannedQuery query = TestCatalog.standard().plan("INSERT INTO strict SELECT n32, s FROM kinds");
        assertThat(query.outputs().get(0).columns()).extracting(Column::name).containsExactly("a", "b");
    }
}
