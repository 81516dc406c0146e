package io.sluice.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptVariablesTest {
    private static final Map<String, String> VALUES = Map.of("INPUT", "in/a", "OUTPUT", "out", "LIMIT", "5");

    private static String substitute(String text) {
        return ScriptVariables.substitute(new Script("job.sql", text), VALUES).text();
    }

    private static String report(String text) {
        try {
            return substitute(text);
        } catch (PlanException e) {
            return e.report();
        }
    }

    @Test
    void variablesAreReplacedEverywhereButInComments() {
        assertThat(substitute("SELECT ${LIMIT}, '${INPUT}', `${OUTPUT}` -- ${LIMIT}\n/* ${X} */ FROM ${OUTPUT}"))
                .isEqualTo("SELECT 5, 'in/a', `out` -- ${LIMIT}\n/* ${X} */ FROM out");
    }

    @Test
    void whatLooksLikeACommentInAStringIsNone() {
        assertThat(substitute("'-- ${INPUT}' /* ' ${X} */ '/* ${INPUT}'"))
                .isEqualTo("'-- in/a' /* ' ${X} */ '/* in/a'");
        assertThat(substitute("'it''s -- ${INPUT}'")).isEqualTo("'it''s -- in/a'");
    }

    @Test
    void twoDollarsMakeOne() {
        assertThat(substitute("$${LIMIT} $5 $ {x} '$${a}'")).isEqualTo("${LIMIT} $5 $ {x} '${a}'");
    }

    @Test
    void valuesAreNotSearchedAgain() {
        Script script = new Script("job.sql", "${A}");
        assertThat(ScriptVariables.substitute(script, Map.of("A", "${B}", "B", "x"))
                        .text())
                .isEqualTo("${B}");
    }

    @Test
    void unclosedQuotesAndCommentsAreLeftToTheParser() {
        assertThat(substitute("'${LIMIT}")).isEqualTo("'5");
        assertThat(substitute("/* ${X}")).isEqualTo("/* ${X}");
        assertThat(substitute("-- ${X}")).isEqualTo("-- ${X}");
    }

    @Test
    void aNameWithoutValueIsReportedWithTheNearest() {
        assertThat(report("SELECT 1;\nSELECT '${INPTU}'"))
                .isEqualTo(
                        """
                        job.sql:2:9: variable "INPTU" has no value
                          2 | SELECT '${INPTU}'
                            |         ^^^^^^^^
                          Did you mean INPUT? The defined ones are INPUT, LIMIT, OUTPUT.
                        """);
    }

    @Test
    void aNameFarFromAllIsReportedWithAllOfThem() {
        assertThat(report("${DIRECTORY}"))
                .contains("The defined ones are INPUT, LIMIT, OUTPUT; add --define DIRECTORY=VALUE.");
        assertThatThrownBy(() -> ScriptVariables.substitute(new Script("job.sql", "${A}"), Map.of()))
                .isInstanceOfSatisfying(PlanException.class, e -> assertThat(e.hint())
                        .isEqualTo("No variable is defined; add --define A=VALUE."));
    }

    @Test
    void anUnclosedVariableIsReported() {
        assertThat(report("SELECT ${LIMIT FROM t\n}"))
                .isEqualTo(
                        """
                        job.sql:1:8: variable is not closed: expected }
                          1 | SELECT ${LIMIT FROM t
                            |        ^^^^^^^^^^^^^^
                          Write ${NAME}, or $${ for ${ itself.
                        """);
    }
}
