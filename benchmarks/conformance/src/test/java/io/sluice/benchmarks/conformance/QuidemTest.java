package io.sluice.benchmarks.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.benchmarks.conformance.Engine.Feed;
import io.sluice.benchmarks.conformance.IqScript.Command;
import io.sluice.benchmarks.conformance.Quidem.Outcome;
import io.sluice.benchmarks.conformance.Verdict.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The reader of the scripts and the judge of answers, and some scripts of the suite as a sample. */
class QuidemTest {
    private static final List<String> SAMPLE = List.of("scalar", "some", "outer", "set-op");

    private static final IqScript SCRIPT = IqScript.parse(
            "own",
            """
            # A comment
            !use scott
            !set outputformat mysql

            select ename, sal
            from emp where "EMP"."DEPTNO" = 10
            order by sal;
            +--------+---------+
            | ENAME  | SAL     |
            +--------+---------+
            | MILLER | 1300.00 |
            | CLARK  | 2450.00 |
            | KING   | 5000.00 |
            +--------+---------+
            (3 rows)

            !ok
            Some plan
            !plan
            select count(*) from emp;
            +--------+
            | EXPR$0 |
            +--------+
            | 15     |
            +--------+
            (1 row)

            !ok
            !if (false) {
            select nothing;
            !ok
            !}
            select ename from emp order by sal desc;
            ENAME
            A
            !error
            !set outputformat csv
            select deptno from scott.dept where deptno > 20 order by 1 desc;
            DEPTNO
            30
            40
            !ok
            select - cast(-2147483648 as int);
            Out of range
            !error
            """
                    .lines()
                    .toList());

    @Test
    void casesAreReadWithTheirDataSetAndLine() {
        assertThat(SCRIPT.cases()).extracting(IqScript.Case::line).containsExactly(5, 20, 33, 38, 43);
        assertThat(SCRIPT.cases()).extracting(IqScript.Case::dataSet).containsOnly("scott");
        assertThat(SCRIPT.cases())
                .extracting(IqScript.Case::command)
                .containsExactly(Command.OK, Command.OK, Command.ERROR, Command.OK, Command.ERROR);
    }

    @Test
    void rowsAndTheirOrderAreCompared() {
        List<Outcome> outcomes = Quidem.run(SCRIPT, "");
        assertThat(outcomes)
                .extracting(outcome -> outcome.worst().kind())
                .containsExactly(Kind.PASSED, Kind.WRONG, Kind.WRONG, Kind.WRONG, Kind.PASSED);
        assertThat(outcomes.get(1).worst().detail()).isEqualTo("14 for 15");
        assertThat(outcomes.get(3).verdicts().get(Feed.BOUNDED).detail()).startsWith("in another order");
        assertThat(outcomes.get(3).verdicts().get(Feed.FED).kind()).isEqualTo(Kind.PASSED);
    }

    @Test
    void aSampleHasNoWrongAnswer() throws IOException {
        List<Outcome> outcomes = Quidem.scripts(Optional.empty()).stream()
                .filter(script -> SAMPLE.contains(script.name()))
                .flatMap(script -> Quidem.run(script, "").stream())
                .toList();
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.worst().kind().compareTo(Kind.REFUSED) > 0)
                .isEmpty();
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.worst().kind() == Kind.PASSED)
                .hasSizeGreaterThan(60);
    }
}
