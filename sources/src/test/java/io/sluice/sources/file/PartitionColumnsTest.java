package io.sluice.sources.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.ScanPredicate.Comparison;
import io.sluice.sources.ScanPredicate.Operator;
import io.sluice.sources.Source;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import java.nio.file.Files;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Columns whose values are in the names of folders. */
class PartitionColumnsTest extends FilesFixture {
    /** A table whose partition columns are all but the first. */
    private static SourceTable table(String... columns) {
        SourceTable plain = TestTable.in(ZoneId.of("Europe/Berlin"), columns);
        List<Integer> partitions = IntStream.range(1, columns.length).boxed().toList();
        return new SourceTable(plain.name(), plain.schema(), partitions, plain.zone());
    }

    private List<List<Object>> rows(SourceTable table, TestOptions options) {
        try (Source source = new FileSourceFactory(clock).open(table, options.build())) {
            return TestRows.all(source, table);
        }
    }

    @Test
    void valuesHaveTheTypesOfTheirColumns() throws Exception {
        write(
                "i=-7/b=TRUE/d=2024-02-29/n=1.50/t=2024-01-31 12%3A30%3A00.25/z=2024-07-01 12%3A00%3A00/s=a b/f=1.5/w=9/a.json",
                1, 30);
        SourceTable table = table(
                "id BIGINT",
                "i INT",
                "b BOOLEAN",
                "d DATE",
                "n DECIMAL(5, 2)",
                "t TIMESTAMP",
                "z TIMESTAMP_LTZ",
                "s STRING",
                "f DOUBLE",
                "w DECIMAL(30, 1)");
        assertThat(rows(table, json()))
                .containsExactly(Arrays.asList(
                        1L,
                        -7L,
                        true,
                        19_782L,
                        new java.math.BigDecimal("1.50"),
                        1_706_704_200_250_000L,
                        1_719_828_000_000_000L,
                        "a b",
                        1.5,
                        new java.math.BigDecimal("9.0")));
    }

    @Test
    void textIsDecodedAndNullHasAName() throws Exception {
        write("k=a%2Fb%25%C3%A4/a.json", 1, 50);
        write("k=100%/a.json", 2, 40);
        write("k=__HIVE_DEFAULT_PARTITION__/a.json", 3, 30);
        write("k=__DEFAULT_PARTITION__/a.json", 4, 20);
        write("k=/a.json", 5, 10);
        SourceTable table = table("id BIGINT", "k STRING");
        assertThat(rows(table, json()))
                .containsExactly(
                        List.of(1L, "a/b%ä"),
                        List.of(2L, "100%"),
                        Arrays.asList(3L, null),
                        Arrays.asList(4L, null),
                        List.of(5L, ""));
        assertThat(rows(table, json().nullName("100%")))
                .contains(Arrays.asList(2L, null), List.of(3L, "__HIVE_DEFAULT_PARTITION__"));
        assertThatThrownBy(() -> rows(table("id BIGINT", "k STRING NOT NULL"), json()))
                .hasMessageContaining("partition column \"k\": expected STRING NOT NULL, got the folder for NULL");
    }

    @Test
    void foldersMayComeInAnyOrderAmongOthersAndDeep() throws Exception {
        write("region=eu/x/k=1/part=9/a.json", 1, 50);
        write("k=2/region=us/a.json", 2, 40);
        assertThat(rows(table("id BIGINT", "k INT", "region STRING"), json()))
                .containsExactly(List.of(1L, 1L, "eu"), List.of(2L, 2L, "us"));
        assertThat(rows(table("id BIGINT", "k INT", "region STRING"), json().recursive(false)))
                .as("x and part=9 are no folders of a partition")
                .containsExactly(List.of(2L, 2L, "us"));
    }

    @Test
    void whatDoesNotFitIsNamedWithItsFile() throws Exception {
        write("k=1/a.json", 1, 50);
        write("stray.json", 2, 40);
        assertThatThrownBy(() -> rows(table("id BIGINT", "k INT"), json()))
                .hasMessage(
                        "cannot read filesystem table \"t\" from %s: expected a folder \"k=…\" in its path, since the table is PARTITIONED BY (k), got stray.json"
                                .formatted(folder.resolve("stray.json")));
        Files.delete(folder.resolve("stray.json"));
        write("k=300/a.json", 3, 40);
        assertThatThrownBy(() -> rows(table("id BIGINT", "k TINYINT"), json()))
                .hasMessage(
                        "cannot read filesystem table \"t\" from %s: partition column \"k\": expected TINYINT, got '300'"
                                .formatted(folder.resolve("k=300/a.json")));
    }

    @Test
    void filesOfOtherPartitionsAreNotOpened() throws Exception {
        write("k=1/a.json", 1, 50);
        Files.writeString(write("k=2/a.json", 2, 40), "this is not JSON");
        Files.writeString(write("k=__HIVE_DEFAULT_PARTITION__/a.json", 3, 30), "nor is this");
        SourceTable table = table("id BIGINT", "k INT");
        for (Comparison comparison : List.of(
                new Comparison(1, Operator.EQUAL, 1L),
                new Comparison(1, Operator.LESS, 2L),
                new Comparison(1, Operator.LESS_OR_EQUAL, 1L))) {
            assertThat(rows(table, comparison)).containsExactly(List.of(1L, 1L));
        }
        assertThat(rows(table, new Comparison(1, Operator.GREATER, 2L))).isEmpty();
        assertThat(rows(table, new Comparison(1, Operator.GREATER_OR_EQUAL, 3L)))
                .isEmpty();
        assertThat(rows(table("id BIGINT", "k STRING"), new Comparison(1, Operator.EQUAL, "1")))
                .containsExactly(List.of(1L, "1"));
        assertThatThrownBy(() -> rows(table, new Comparison(1, Operator.IS_NOT_NULL, "")))
                .hasMessageContaining(folder.resolve("k=2/a.json").toString());
    }

    private List<List<Object>> rows(SourceTable table, Comparison comparison) {
        try (Source source = new FileSourceFactory(clock).open(table, json().build())) {
            Scan scan = new Scan(List.of(0, 1), new ScanPredicate(List.of(comparison)));
            return TestRows.of(splits(source, scan), table);
        }
    }

    private static List<Split> splits(Source source, Scan scan) {
        Offset end = source.next(Optional.empty(), ReadLimit.NONE).orElseThrow();
        return source.splits(new OffsetRange(Optional.empty(), end), scan);
    }

    @Test
    void timesOfOtherPartitionsStillCount() throws Exception {
        Files.createDirectories(folder.resolve("k=2"));
        Files.writeString(folder.resolve("k=2/a.json"), "{\"ts\":\"2024-01-01 00:00:00\"}\n");
        SourceTable table = table("ts TIMESTAMP", "k INT");
        try (Source source = new FileSourceFactory(clock).open(table, json().build())) {
            Scan scan = new Scan(
                    List.of(0, 1),
                    new ScanPredicate(List.of(new Comparison(1, Operator.EQUAL, 1L))),
                    OptionalInt.of(0));
            assertThat(TestRows.of(splits(source, scan), table)).hasSize(1);
        }
    }
}
