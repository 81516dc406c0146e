package io.sluice.sources.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.SourceException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists, maps and rows of any depth, as DuckDB reads them and as older writers wrote them. */
class NestedTest {
    @TempDir
    Path folder;

    /** Name, type in our table, how DuckDB makes it of {@code i} and {@code h}, a hash of it. */
    private static final String[][] COLUMNS = {
        {
            "numbers",
            "ARRAY<BIGINT>",
            "list_transform(range(h % 5), lambda x: CASE WHEN (x + h) % 4 = 0 THEN NULL ELSE x + i END)"
        },
        {"words", "ARRAY<STRING>", "list_transform(range(h % 4), lambda x: 'w' || (x + h) % 50)"},
        {"pairs", "ROW<a INT, b STRING>", "{'a': (h % 100)::INT, 'b': CASE WHEN h % 3 = 0 THEN NULL ELSE 'b' || i END}"
        },
        {"deep", "ARRAY<ARRAY<ARRAY<INT>>>", "[[[1], NULL, []], NULL, [[(h % 9)::INT, NULL]], []]"},
        {
            "rows",
            "ARRAY<ROW<x BIGINT, y ARRAY<DOUBLE>>>",
            "list_transform(range(h % 3), lambda x: CASE WHEN (x + i) % 5 = 0 THEN NULL ELSE {'x': x, 'y': [x / 2.0, NULL]} END)"
        },
        {
            "counts",
            "MAP<STRING, BIGINT>",
            "map_from_entries(list_transform(range(h % 4), lambda x: {'k': 'k' || x, 'v': CASE WHEN x = 2 THEN NULL ELSE x * i END}))"
        },
        {"nested_map", "MAP<BIGINT, ROW<m MAP<STRING, INT>>>", "MAP {i: {'m': MAP {'a': 1, 'b': NULL}}, i + 1: NULL}"},
        {
            "row_of_rows",
            "ROW<r ROW<s ROW<t BIGINT>>, u ARRAY<BOOLEAN>>",
            "{'r': CASE WHEN h % 4 = 0 THEN NULL ELSE {'s': CASE WHEN h % 4 = 1 THEN NULL ELSE {'t': h % 7} END} END, 'u': [h % 2 = 0]}"
        }
    };

    @ParameterizedTest
    @CsvSource({"V1, zstd, 2048", "V2, snappy, 5000", "V1, uncompressed, 100000"})
    void nestedColumnsAreReadAsDuckDbReadsThem(String version, String codec, int groupRows) throws Exception {
        Path file = folder.resolve("nested.parquet");
        StringBuilder select = new StringBuilder("SELECT i");
        for (String[] column : COLUMNS) {
            select.append(", CASE WHEN (h // 7) % 6 = 0 THEN NULL ELSE ")
                    .append(column[2])
                    .append(" END AS ")
                    .append(column[0]);
        }
        select.append(" FROM (SELECT i, (hash(i) % 1000000)::BIGINT AS h FROM range(9000) r(i))");
        try (DuckDb duckDb = new DuckDb()) {
            duckDb.run("COPY (%s) TO '%s' (FORMAT parquet, PARQUET_VERSION %s, COMPRESSION %s, ROW_GROUP_SIZE %d)"
                    .formatted(select, file, version, codec, groupRows));
            for (String[] column : COLUMNS) {
                List<List<Object>> rows = ParquetFiles.read(file, "i BIGINT", column[0] + " " + column[1]);
                assertThat(rows)
                        .as(column[0])
                        .isEqualTo(duckDb.rows("SELECT i, %s FROM '%s'".formatted(column[0], file)));
            }
        }
    }

    private Path write(String schema, WriterVersion version, List<Consumer<Group>> rows) throws Exception {
        Path file = folder.resolve("legacy.parquet");
        java.nio.file.Files.deleteIfExists(file);
        MessageType type = MessageTypeParser.parseMessageType("message m { " + schema + " }");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(type)
                .withWriterVersion(version)
                .build()) {
            for (Consumer<Group> row : rows) {
                Group group = new SimpleGroup(type);
                row.accept(group);
                writer.write(group);
            }
        }
        return file;
    }

    @ParameterizedTest
    @EnumSource
    void listsWithoutAGroupAroundTheElement(WriterVersion version) throws Exception {
        Path file = write(
                "repeated int64 plain; optional group l (LIST) { repeated int32 array; }"
                        + " optional group g (LIST) { repeated group array { required int32 a; } }"
                        + " optional group t (LIST) { repeated group t_tuple { required int32 a; } }"
                        + " optional group p (LIST) { repeated group bag { required int32 a; optional int32 b; } }",
                version,
                List.of(
                        row -> {
                            row.append("plain", 1L).append("plain", 2L);
                            row.addGroup("l").append("array", 3).append("array", 4);
                            row.addGroup("g").addGroup("array").append("a", 5);
                            row.addGroup("t").addGroup("t_tuple").append("a", 6);
                            row.addGroup("p").addGroup("bag").append("a", 7).append("b", 8);
                        },
                        row -> row.addGroup("l"),
                        row -> row.addGroup("p").addGroup("bag").append("a", 9)));
        assertThat(ParquetFiles.read(
                        file,
                        "plain ARRAY<BIGINT>",
                        "l ARRAY<INT>",
                        "g ARRAY<ROW<a INT>>",
                        "t ARRAY<ROW<a INT>>",
                        "p ARRAY<ROW<a INT, b INT>>"))
                .containsExactly(
                        List.of(
                                List.of(1L, 2L),
                                List.of(3L, 4L),
                                List.of(List.of(5L)),
                                List.of(List.of(6L)),
                                List.of(List.of(7L, 8L))),
                        Arrays.asList(List.of(), List.of(), null, null, null),
                        Arrays.asList(List.of(), null, null, null, List.of(Arrays.asList(9L, null))));
    }

    @Test
    void mapsByTheirOlderName() throws Exception {
        Path file = write(
                "optional group m (MAP_KEY_VALUE) { repeated group map { required binary k (STRING); optional int64 v; } }",
                WriterVersion.PARQUET_1_0,
                List.of(row -> {
                    Group entries = row.addGroup("m");
                    entries.addGroup("map").append("k", "a").append("v", 1L);
                    entries.addGroup("map").append("k", "b").append("v", 2L);
                }));
        assertThat(ParquetFiles.read(file, "m MAP<STRING, BIGINT>")).containsExactly(List.of(Map.of("a", 1L, "b", 2L)));
    }

    @Test
    void aNullWhereNoneMayBeIsAnError() throws Exception {
        Path file = folder.resolve("null.parquet");
        try (DuckDb duckDb = new DuckDb()) {
            duckDb.run("COPY (SELECT [1, NULL] AS a, {'x': NULL::INT} AS r) TO '%s' (FORMAT parquet)".formatted(file));
        }
        assertThatThrownBy(() -> ParquetFiles.read(file, "a ARRAY<INT NOT NULL>"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(
                        "column \"a\" of row group 1: expected a value of \"element\", which is NOT NULL");
        assertThatThrownBy(() -> ParquetFiles.read(file, "r ROW<x INT NOT NULL>"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("expected a value of \"x\", which is NOT NULL, got NULL");
    }

    @Test
    void anotherNestedTypeIsRefusedWithBoth() throws Exception {
        Path file = folder.resolve("other.parquet");
        try (DuckDb duckDb = new DuckDb()) {
            duckDb.run("COPY (SELECT [1] AS a, {'x': [1]} AS r) TO '%s' (FORMAT parquet)".formatted(file));
        }
        assertThatThrownBy(() -> ParquetFiles.read(file, "a ARRAY<STRING>"))
                .hasMessageContaining("column \"a.element\": expected STRING, got INT");
        assertThatThrownBy(() -> ParquetFiles.read(file, "a MAP<STRING, INT>"))
                .hasMessageContaining("column \"a\": expected MAP<STRING, INT>, got ARRAY<INT>");
        assertThatThrownBy(() -> ParquetFiles.read(file, "r ROW<x INT>"))
                .hasMessageContaining("column \"r.x\": expected INT, got ARRAY<INT>");
    }
}
