package io.sluice.planner.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.GoldenFile;
import io.sluice.planner.PlanException;
import io.sluice.planner.Planner;
import io.sluice.planner.Script;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CorpusTest {
    @TestFactory
    Stream<DynamicTest> rightStatementsAreRead() {
        return GoldenFile.open("parse/statements.txt").tests(CorpusTest::read);
    }

    @TestFactory
    Stream<DynamicTest> wrongStatementsAreReported() {
        return GoldenFile.open("parse/mistakes.txt").tests(CorpusTest::read);
    }

    @Test
    void onlyMistakesAreReported() {
        assertThat(GoldenFile.open("parse/statements.txt").cases())
                .hasSizeGreaterThan(120)
                .noneMatch(one -> one.output().startsWith("job.sql:"));
        assertThat(GoldenFile.open("parse/mistakes.txt").cases())
                .hasSizeGreaterThan(100)
                .allMatch(one -> one.output().startsWith("job.sql:"));
    }

    private static String read(String text) {
        try {
            return StatementText.of(Planner.parse(new Script("job.sql", text)));
        } catch (PlanException e) {
            return e.report();
        }
    }
}
