package io.sluice.planner.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.planner.GoldenFile;
import io.sluice.planner.ParsedQuery;
import io.sluice.planner.PlanException;
import io.sluice.planner.Planner;
import io.sluice.planner.Position;
import io.sluice.planner.Script;
import io.sluice.planner.Statement;
import io.sluice.planner.TableDefinition.ColumnDefinition;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.junit.jupiter.api.Test;

class StreamParserTest {
    private static final Script TABLE = new Script(
            "job.sql",
            """
            SET 'a' = 'b';
            CREATE TABLE t (
              a INT, -- a comment
              b AS a
                + CAST(c AS INT),
              c STRING
            );
            """);

    private static ColumnDefinition.Computed computed() {
        Statement.CreateTable create =
                (Statement.CreateTable) Planner.parse(TABLE).get(1);
        return (ColumnDefinition.Computed) create.table().columns().get(1);
    }

    @Test
    void anExpressionKeepsItsPlaceInTheScript() {
        Position position = computed().position();
        assertThat(position).isEqualTo(new Position(4, 8, 5, 20));
        SqlNode tree = StreamParser.expression(TABLE, position);
        assertThat(tree).hasToString("`a` + CAST(`c` AS INTEGER)");
        SqlParserPos pos = tree.getParserPosition();
        assertThat(new Position(pos.getLineNum(), pos.getColumnNum(), pos.getEndLineNum(), pos.getEndColumnNum()))
                .isEqualTo(position);
    }

    @Test
    void aMistakeInAnExpressionIsShownInTheScript() {
        Script script = new Script("job.sql", "x\n  a + \"b\", c");
        PlanException e = catchThrowableOfType(
                PlanException.class, () -> StreamParser.expression(script, new Position(2, 3, 2, 9)));
        assertThat(e.report())
                .isEqualTo(
                        """
                        job.sql:2:7: expected a name or a value, got "b" in double quotes
                          2 |   a + "b"
                            |       ^^^
                          Write `b` for a name, 'b' for a string.
                        """);
    }

    @Test
    void wordsOfTypesAreTypesWithinAMap() {
        for (String type : new String[] {
            "MAP<STRING, ROW<a INT, b DATE>>",
            "ROW<m MAP<STRING, ARRAY<ROW<a INT>>>, n MAP<INT, ROW<z FLOAT>>>",
            "MAP<STRING, DATE NOT NULL>",
            "MAP<STRING, TIMESTAMP>"
        }) {
            assertThat(Planner.parse(new Script("s", "CREATE TABLE t (v " + type + ") WITH ('connector' = 'memory');")))
                    .hasSize(1);
        }
        assertThat(Planner.parse(new Script("s", "SELECT a, row < 3, date > b, date FROM t;")))
                .hasSize(1);
        assertThat(Planner.parse(new Script("s", "SELECT CAST(r AS ROW<row ROW<a INT>>) AS row FROM t;")))
                .hasSize(1);
    }

    @Test
    void aQueryOfAViewIsReadAlone() {
        Script script = new Script("v", "SELECT a FROM t -- all");
        assertThat(StreamParser.query(script).text()).isEqualTo("SELECT a FROM t");
        PlanException e = catchThrowableOfType(
                PlanException.class, () -> StreamParser.query(new Script("v", "SELECT a FROM t;")));
        assertThat(e).hasMessageEndingWith("got \";\"");
    }

    @Test
    void theTextOfAQueryGivesTheSameQueryAgain() {
        List<ParsedQuery> queries = GoldenFile.open("parse/statements.txt").cases().stream()
                .flatMap(one -> Planner.parse(new Script("job.sql", one.input())).stream())
                .flatMap(StreamParserTest::queries)
                .toList();
        assertThat(queries).hasSizeGreaterThan(60).allSatisfy(query -> {
            ParsedQuery again = StreamParser.query(new Script("v", query.text()));
            assertThat(again.text()).isEqualTo(query.text());
            assertThat(((SqlNode) again.tree()).equalsDeep((SqlNode) query.tree(), Litmus.IGNORE))
                    .as(query.text())
                    .isTrue();
        });
    }

    private static Stream<ParsedQuery> queries(Statement statement) {
        if (statement instanceof Statement.Select select) {
            return Stream.of(select.query());
        }
        if (statement instanceof Statement.Insert insert) {
            return Stream.of(insert.query());
        }
        return statement instanceof Statement.CreateView view ? Stream.of(view.query()) : Stream.empty();
    }

    @Test
    void aQuotedOrContextualNameIsAColumnAndNoFunction() {
        Script script = new Script("v", "SELECT user, `user`, t.user FROM t");
        assertThat(StreamParser.query(script).tree().toString().replace('\n', ' '))
                .isEqualTo("SELECT `user`, `user`, `t`.`user` FROM `t`");
    }

    @Test
    void theFirstMistakeIsReportedAndNothingBehindIt() {
        PlanException e = catchThrowableOfType(
                PlanException.class, () -> Planner.parse(new Script("a.sql", "SELECT 1;\nFOO;\nBAR")));
        assertThat(e).hasMessage("expected a statement, got \"FOO\"");
    }
}
