package io.sluice.benchmarks.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.benchmarks.conformance.SltFile.Query;
import io.sluice.benchmarks.conformance.SltFile.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reader of sqllogictest's files, the statements that change tables, and the judge of answers. */
class SqlLogicTestTest {
    private static final SltFile FILE = SltFile.parse(
            "own",
            """
            hash-threshold 8

            statement ok
            CREATE TABLE t1(a INTEGER PRIMARY KEY, b FLOAT, c VARCHAR(30))

            statement ok
            INSERT INTO t1 VALUES(1,2.5,'it''s')

            statement ok
            INSERT INTO t1(c,a) VALUES('',-2)

            statement ok
            INSERT INTO t1 SELECT a + 10, b, c FROM t1 WHERE a > 0

            statement ok
            UPDATE t1 SET b = 7 WHERE b IS NULL

            statement ok
            CREATE INDEX i ON t1(a)

            query IRT rowsort
            SELECT a, b, c FROM t1
            ----
            -2
            7.000
            (empty)
            1
            2.500
            it's
            11
            2.500
            it's

            statement ok
            DELETE FROM t1 WHERE c = ''

            onlyif mysql
            query I nosort
            SELECT 1 DIV 2
            ----
            0

            skipif postgresql # PostgreSQL has strict column usage for GROUP BY clauses
            query I nosort
            SELECT a FROM t1 GROUP BY b
            ----
            1

            query I nosort label-1
            SELECT a FROM t1 ORDER BY a DESC
            ----
            2 values hashing to 422ea83177f8c96346d4aa22b7dcfc1b

            query I valuesort
            SELECT COUNT(*) FROM t1
            ----
            3
            """
                    .lines()
                    .toList());

    @Test
    void recordsOfOtherEnginesAreLeftOut() {
        assertThat(FILE.items()).hasSize(10);
        assertThat(FILE.items()).filteredOn(Query.class::isInstance).hasSize(3);
    }

    @Test
    void statementsAreCarriedOutAndAnswersCompared() {
        Tables tables = new Tables();
        try (Engine engine = new Engine(tables, Instant.EPOCH)) {
            SltTables changes = new SltTables(engine, tables);
            List<String> differences = FILE.items().stream()
                    .map(item -> {
                        if (item instanceof Statement) {
                            changes.execute(ScriptDialect.translate(item.sql(), List.of()));
                            return "";
                        }
                        String sql = ScriptDialect.translate(item.sql(), List.of());
                        return SltAnswer.difference((Query) item, engine.query(sql, Engine.Feed.BOUNDED));
                    })
                    .filter(difference -> !difference.isEmpty())
                    .toList();
            assertThat(differences).containsExactly("2 for 3");
        }
    }
}
