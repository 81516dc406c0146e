package io.sluice.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.planner.TableDefinition.TableOption;
import io.sluice.planner.TableResolver.Relation;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableDeclarationTest {
    private final TestCatalog catalog = TestCatalog.standard();

    private TableDefinition define(String sql) {
        catalog.create(sql);
        return ((Relation.Table) catalog.find("t").orElseThrow()).definition();
    }

    private static List<String> columns(TableDefinition table) {
        return table.schema().stream()
                .map(column -> column.name() + " " + column.type())
                .toList();
    }

    @Test
    void computedColumnsGetTheirTypes() {
        TableDefinition table =
                define("CREATE TABLE t (a INT, b AS a + 1.5, c STRING METADATA VIRTUAL, d AS UPPER(c))");
        assertThat(columns(table)).containsExactly("a INT", "b DECIMAL(12, 1)", "c STRING", "d STRING");
    }

    @Test
    void columnsOfTheKeyAreNotNull() {
        TableDefinition table = define("CREATE TABLE t (a INT, b STRING, PRIMARY KEY (a) NOT ENFORCED)");
        assertThat(columns(table)).containsExactly("a INT NOT NULL", "b STRING");
    }

    @Test
    void partitionColumnsAreTakenOverByLike() {
        catalog.create("CREATE TABLE base (a INT, day DATE) PARTITIONED BY (day) WITH ('connector' = 'filesystem')");
        assertThat(define("CREATE TABLE t LIKE base").partitionKeys()).containsExactly("day");
        assertThat(define("CREATE TABLE t LIKE base (EXCLUDING PARTITIONS)").partitionKeys())
                .isEmpty();
        assertThatThrownBy(() -> define("CREATE TABLE t PARTITIONED BY (b) LIKE base"))
                .hasMessageContaining("column \"b\" of PARTITIONED BY is not a stored column of table \"t\"");
    }

    @Test
    void aTableIsLikeAnother() {
        TableDefinition table = define("CREATE TABLE t (extra INT) WITH ('path' = 'x') LIKE flights");
        assertThat(columns(table))
                .containsExactly(
                        "date STRING",
                        "delay INT",
                        "distance INT",
                        "origin STRING",
                        "destination STRING",
                        "flight_time TIMESTAMP(3)",
                        "extra INT");
        assertThat(table.watermark()).isPresent();
        assertThat(table.options())
                .extracting(TableOption::name)
                .containsExactly("connector", "source.monitor-interval", "path");
    }

    @Test
    void likeLeavesOutWhatItExcludes() {
        TableDefinition table = define("CREATE TABLE t WITH ('connector' = 'memory')"
                + " LIKE flights (EXCLUDING OPTIONS EXCLUDING WATERMARKS EXCLUDING GENERATED)");
        assertThat(table.schema()).extracting(Column::name).doesNotContain("flight_time");
        assertThat(table.watermark()).isEmpty();
        assertThat(table.options()).extracting(TableOption::value).containsExactly("memory");
    }

    @Test
    void ownOptionsWin() {
        TableDefinition table = define("CREATE TABLE t WITH ('source.monitor-interval' = '9 s') LIKE flights");
        assertThat(table.options()).extracting(TableOption::value).containsExactly("filesystem", "9 s");
    }

    @Test
    void aTableTakesTheColumnsOfItsQuery() {
        TableDefinition table = define("CREATE TABLE t WITH ('connector' = 'memory')"
                + " AS SELECT page, COUNT(*) AS n FROM clicks GROUP BY page");
        assertThat(table.schema())
                .containsExactly(
                        new Column("page", DataType.of(TypeKind.INT, true)),
                        new Column("n", DataType.of(TypeKind.BIGINT, false)));
    }

    @Test
    void aViewRenamesItsColumns() {
        Script script = new Script("job.sql", "CREATE VIEW v (a, b) AS SELECT page, url FROM clicks");
        Statement.CreateView view = (Statement.CreateView) Planner.parse(script).get(0);
        assertThat(catalog.planner().define(script, view))
                .extracting(Column::name)
                .containsExactly("a", "b");
    }
}
