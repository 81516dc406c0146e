package io.sluice.sources.datagen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.ReplayableSourceContract;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.TestClock;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatagenSourceTest {
    private static final long NOON = 1_709_294_400_000_000L;

    private final TestClock clock = new TestClock();

    private static DatagenOptions options(long rate, Optional<Long> rows, Map<String, String> fields) {
        return new DatagenOptions(
                Optional.of(rate), rows, Optional.empty(), Optional.empty(), Optional.empty(), fields, Map.of());
    }

    private static DatagenOptions withStart(String start, Map<String, String> fields) {
        return new DatagenOptions(
                Optional.of(1000L),
                Optional.of(5L),
                Optional.empty(),
                Optional.of(7L),
                Optional.of(start),
                fields,
                Map.of());
    }

    @Test
    void nestedValuesAreFunctionsOfTheRow() {
        SourceTable table = TestTable.of(
                "a ARRAY<INT>",
                "m MAP<STRING, ARRAY<TINYINT>>",
                "r ROW<x BOOLEAN, y ROW<z DECIMAL(20, 2)>>",
                "b MAP<BOOLEAN, INT>");
        Map<String, String> fields = Map.of(
                "fields.a.length", "3",
                "fields.a.element.min", "5",
                "fields.a.element.max", "9",
                "fields.a.element.null-rate", "0.3",
                "fields.m.length", "4",
                "fields.m.var-len", "true",
                "fields.m.key.length", "2",
                "fields.m.value.length", "2",
                "fields.r.y.z.min", "1",
                "fields.r.y.null-rate", "0.5");
        DatagenOptions options = options(1000, Optional.of(20_000L), fields);
        List<List<Object>> rows = rows(table, options);
        assertThat(rows).hasSize(20_000);
        boolean nullElement = false;
        boolean emptyMap = false;
        boolean nullRow = false;
        for (List<Object> row : rows) {
            List<?> array = (List<?>) row.get(0);
            assertThat(array).hasSize(3);
            for (Object element : array) {
                nullElement |= element == null;
                assertThat(element == null || (Long) element >= 5 && (Long) element <= 9)
                        .isTrue();
            }
            Map<?, ?> map = (Map<?, ?>) row.get(1);
            emptyMap |= map.isEmpty();
            assertThat(map.size()).isLessThanOrEqualTo(4);
            map.forEach((key, value) -> {
                assertThat(key.toString()).hasSize(2);
                assertThat((List<?>) value).hasSize(2);
            });
            List<?> inner = (List<?>) ((List<?>) row.get(2)).get(1);
            nullRow |= inner == null;
            assertThat(inner == null || ((BigDecimal) inner.get(0)).signum() > 0)
                    .isTrue();
            assertThat(((Map<?, ?>) row.get(3)).size()).as("each key once").isBetween(1, 2);
        }
        assertThat(nullElement && emptyMap && nullRow).isTrue();
        assertThat(rows(table, options)).isEqualTo(rows);
    }

    @Test
    void optionsOfNestedValuesAreChecked() {
        SourceTable table = TestTable.of("a ARRAY<ARRAY<INT>>");
        assertThatThrownBy(() -> rows(table, options(10, Optional.of(1L), Map.of("fields.a.length", "10001"))))
                .hasMessage(
                        "cannot read datagen table \"t\": option 'fields.a.length': expected 1 to 10000 elements (10000 in a row, with those of outer levels), got 10001");
        assertThatThrownBy(() -> rows(
                        table,
                        options(
                                10,
                                Optional.of(1L),
                                Map.of("fields.a.length", "500", "fields.a.element.length", "21"))))
                .hasMessageContaining("option 'fields.a.element.length': expected 1 to 20 elements");
        assertThatThrownBy(() -> rows(table, options(10, Optional.of(1L), Map.of("fields.a.element.min", "1"))))
                .hasMessage(
                        "cannot read datagen table \"t\": column \"a.element\" of type ARRAY<INT> has no option 'min'");
        assertThatThrownBy(() -> rows(table, options(10, Optional.of(1L), Map.of("fields.a.key.min", "1"))))
                .hasMessageContaining("has no option 'key.min'");
    }

    @Test
    void batchTakesNoMoreRowsThanItIsAllowed() {
        DatagenOptions options = new DatagenOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.of(3L),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of());
        assertThat(new DatagenSourceFactory(clock).readLimit(options).maxRows()).isEqualTo(3);
    }

    private Source open(SourceTable table, DatagenOptions options) {
        return new DatagenSourceFactory(clock).open(table, options);
    }

    /** Opens, lets time pass until all rows are there, and reads them. */
    private List<List<Object>> rows(SourceTable table, DatagenOptions options) {
        try (Source source = open(table, options)) {
            source.next(Optional.empty(), ReadLimit.NONE);
            clock.advance(Duration.ofDays(1));
            return TestRows.all(source, table);
        }
    }

    private List<List<Object>> rows(String column, long rows, String... fields) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            map.put("fields.c." + fields[i], fields[i + 1]);
        }
        return rows(TestTable.of(column), options(1000, Optional.of(rows), map));
    }

    @Nested
    class Contract extends ReplayableSourceContract {
        @Override
        protected SourceTable table() {
            return TestTable.of(
                    "id BIGINT", "n INT", "word STRING", "price DECIMAL(30, 2)", "ts TIMESTAMP(3)", "ok BOOLEAN");
        }

        @Override
        protected Source open() {
            DatagenOptions options = new DatagenOptions(
                    Optional.of(1_000_000L),
                    Optional.of(150_000L),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("2024-01-01 00:00:00"),
                    Map.of(
                            "fields.id.kind", "sequence",
                            "fields.id.start", "5",
                            "fields.id.end", "1000000",
                            "fields.word.length", "4",
                            "fields.word.var-len", "true",
                            "fields.n.null-rate", "0.5",
                            "fields.ts.max-past", "1 min"),
                    Map.of("scan.parallelism", "2"));
            Source source = DatagenSourceTest.this.open(table(), options);
            source.next(Optional.empty(), SMALL);
            clock.advance(Duration.ofSeconds(1));
            return source;
        }

        @Override
        protected void produce() {}
    }

    @Test
    void rowsComeAtTheRate() {
        SourceTable table = TestTable.of("c INT");
        try (Source source = open(table, options(500, Optional.empty(), Map.of()))) {
            assertThat(source.next(Optional.empty(), ReadLimit.NONE)).isEmpty();
            clock.advance(Duration.ofMillis(10));
            Optional<Offset> first = source.next(Optional.empty(), ReadLimit.NONE);
            assertThat(first).contains(new Offset("{\"rows\":5,\"start\":%d}".formatted(NOON)));
            assertThat(source.next(first, ReadLimit.NONE)).isEmpty();
            clock.advance(Duration.ofHours(1));
            assertThat(source.next(first, new ReadLimit(1, 1, 100)))
                    .contains(new Offset("{\"rows\":105,\"start\":%d}".formatted(NOON)));
            assertThat(source.latest()).contains(new Offset("{\"rows\":1800005,\"start\":%d}".formatted(NOON)));
            assertThat(source.isExhausted(first)).isFalse();
        }
    }

    @Test
    void theHighestRateForAHundredYearsDoesNotOverflow() {
        try (Source source = open(TestTable.of("c INT"), options(1_000_000_000, Optional.empty(), Map.of()))) {
            source.next(Optional.empty(), ReadLimit.NONE);
            clock.advance(Duration.ofDays(36_500));
            assertThat(source.next(Optional.empty(), ReadLimit.NONE))
                    .contains(new Offset("{\"rows\":3153600000000000000,\"start\":%d}".formatted(NOON)));
            clock.advance(Duration.ofDays(365_000));
            assertThat(source.next(Optional.empty(), ReadLimit.NONE)).isPresent();
        }
    }

    @Test
    void aTableWithANumberOfRowsEnds() {
        SourceTable table = TestTable.of("c INT");
        try (Source source = open(table, options(1000, Optional.of(10L), Map.of()))) {
            source.next(Optional.empty(), ReadLimit.NONE);
            source.freeze();
            clock.advance(Duration.ofSeconds(1));
            Optional<Offset> end = source.next(Optional.empty(), ReadLimit.NONE);
            assertThat(end).contains(new Offset("{\"rows\":10,\"start\":%d}".formatted(NOON)));
            assertThat(source.isExhausted(end)).isTrue();
            assertThat(source.isExhausted(Optional.empty())).isFalse();
        }
    }

    @Test
    void aSequenceEndsTheTableAtItsEnd() {
        assertThat(options(1, Optional.empty(), Map.of("fields.c.kind", "sequence"))
                        .isBounded())
                .isTrue();
        assertThat(rows("c INT", 100, "kind", "sequence", "start", "-1", "end", "2"))
                .containsExactly(List.of(-1L), List.of(0L), List.of(1L), List.of(2L));
    }

    @Test
    void aFrozenTableEndsAtThatMoment() {
        SourceTable table = TestTable.of("c INT");
        try (Source source = open(table, options(1000, Optional.empty(), Map.of()))) {
            source.next(Optional.empty(), ReadLimit.NONE);
            clock.advance(Duration.ofMillis(5));
            source.freeze();
            clock.advance(Duration.ofHours(1));
            Optional<Offset> end = source.next(Optional.empty(), ReadLimit.NONE);
            assertThat(end).contains(new Offset("{\"rows\":5,\"start\":%d}".formatted(NOON)));
            assertThat(source.isExhausted(end)).isTrue();
        }
    }

    @Test
    void aPinnedEndIsThatOfTheFirstRun() {
        SourceTable table = TestTable.of("c INT");
        Offset end;
        try (Source source = open(table, options(1000, Optional.empty(), Map.of()))) {
            assertThat(source.end(Optional.empty())).isEmpty();
            clock.advance(Duration.ofMillis(5));
            source.freeze();
            end = source.end(Optional.empty()).orElseThrow();
        }
        clock.advance(Duration.ofHours(1));
        try (Source source = open(table, options(1000, Optional.empty(), Map.of()))) {
            source.freeze(end);
            assertThat(source.next(Optional.empty(), ReadLimit.NONE)).contains(end);
            assertThat(source.isExhausted(Optional.of(end))).isTrue();
            assertThat(source.end(Optional.of(end))).contains(end);
        }
    }

    @Test
    void splitsHaveAtLeast64KRowsOrAllOfThem() {
        SourceTable table = TestTable.of("c INT");
        try (Source source = open(table, options(1000, Optional.empty(), Map.of()))) {
            OffsetRange range = new OffsetRange(Optional.empty(), new Offset("{\"rows\":200000,\"start\":0}"));
            List<Split> splits = source.splits(range, TestTable.scan(table));
            assertThat(splits).extracting(Split::estimatedRows).containsExactly(65_536L, 65_536L, 68_928L);
            OffsetRange small = new OffsetRange(Optional.empty(), new Offset("{\"rows\":3,\"start\":0}"));
            assertThat(source.splits(small, TestTable.scan(table))).singleElement();
        }
    }

    @Test
    void timestampsAdvanceWithTheRowsFromTheFirstStart() {
        SourceTable table = TestTable.of("c TIMESTAMP", "d TIMESTAMP_LTZ(3)", "e DATE");
        List<List<Object>> rows = rows(table, options(4, Optional.of(3L), Map.of()));
        assertThat(rows)
                .containsExactly(
                        List.of(NOON, NOON, 19_783L),
                        List.of(NOON + 250_000, NOON + 250_000, 19_783L),
                        List.of(NOON + 500_000, NOON + 500_000, 19_783L));
    }

    @Test
    void timestampsBeginAtTheStartTime() {
        SourceTable table = TestTable.in(ZoneOffset.ofHours(2), "c TIMESTAMP", "d TIMESTAMP_LTZ");
        assertThat(rows(table, withStart("1970-01-01 02:00:00", Map.of())).get(1))
                .isEqualTo(List.of(7_200_000_000L + 1000, 1000L));
    }

    @Test
    void maxPastMovesTimestampsBackAtRandom() {
        SourceTable table = TestTable.of("c TIMESTAMP");
        List<List<Object>> rows = rows(table, options(1, Optional.of(1000L), Map.of("fields.c.max-past", "10 s")));
        for (int i = 0; i < 1000; i++) {
            long late = NOON + i * 1_000_000L - (Long) rows.get(i).get(0);
            assertThat(late).isBetween(0L, 10_000_000L);
        }
        assertThat(rows.stream().distinct()).hasSizeGreaterThan(990);
    }

    @ParameterizedTest
    @CsvSource({"TINYINT,-128,127", "SMALLINT,-32768,32767", "INT,-2147483648,2147483647"})
    void integersFillTheirRangeUnlessBounded(String type, long min, long max) {
        List<List<Object>> rows = rows("c " + type, 20_000);
        assertThat(rows).allSatisfy(row -> assertThat((Long) row.get(0)).isBetween(min, max));
        long low = rows.stream().filter(row -> (Long) row.get(0) < min / 2).count();
        long high = rows.stream().filter(row -> (Long) row.get(0) > max / 2).count();
        assertThat(low).isBetween(4_500L, 5_500L);
        assertThat(high).isBetween(4_500L, 5_500L);
        assertThat(rows("c " + type, 1000, "min", "3", "max", "5"))
                .allSatisfy(row -> assertThat((Long) row.get(0)).isBetween(3L, 5L));
        assertThat(new HashSet<>(rows("c " + type, 1000, "min", "3", "max", "5")))
                .hasSize(3);
    }

    @Test
    void bigintsUseAllBits() {
        List<List<Object>> rows = rows("c BIGINT", 10_000);
        assertThat(new HashSet<>(rows)).hasSize(10_000);
        assertThat(rows.stream().filter(row -> (Long) row.get(0) < 0).count()).isBetween(4_700L, 5_300L);
        assertThat(rows("c BIGINT", 1000, "min", "-9223372036854775808", "max", "9223372036854775806"))
                .hasSize(1000);
    }

    @Test
    void otherTypesStayInTheirBounds() {
        assertThat(rows("c DOUBLE", 1000, "min", "-2", "max", "2.5"))
                .allSatisfy(row -> assertThat((Double) row.get(0)).isBetween(-2.0, 2.5));
        assertThat(rows("c FLOAT", 1000))
                .allSatisfy(row -> assertThat((Double) row.get(0)).isBetween(0.0, 1.0));
        assertThat(rows("c DECIMAL(5, 2)", 1000, "min", "1.5", "max", "2"))
                .allSatisfy(row ->
                        assertThat((BigDecimal) row.get(0)).isBetween(new BigDecimal("1.50"), new BigDecimal("2.00")));
        assertThat(rows("c DECIMAL(38, 0)", 1000)).anySatisfy(row -> assertThat(((BigDecimal) row.get(0)).precision())
                .isEqualTo(38));
        assertThat(rows("c STRING", 1000, "length", "20"))
                .allSatisfy(row -> assertThat((String) row.get(0)).matches("[0-9a-f]{20}"));
        assertThat(rows("c STRING", 10).get(0).get(0).toString()).hasSize(100);
        assertThat(new HashSet<>(rows("c BOOLEAN", 100))).hasSize(2);
    }

    @Test
    void sequencesHaveNumbersAndTheirTexts() {
        assertThat(rows("c STRING", 2, "kind", "sequence", "start", "9", "end", "99"))
                .containsExactly(List.of("9"), List.of("10"));
        assertThat(rows("c DECIMAL(20, 1)", 1, "kind", "sequence", "start", "9", "end", "99"))
                .containsExactly(List.of(new BigDecimal("9.0")));
        assertThat(rows("c DOUBLE", 1, "kind", "sequence", "start", "9", "end", "99"))
                .containsExactly(List.of(9.0));
    }

    @Test
    void nullsComeAtTheirRate() {
        List<List<Object>> rows = rows("c STRING", 10_000, "null-rate", "0.25", "length", "3");
        assertThat(rows.stream().filter(row -> row.get(0) == null).count()).isBetween(2_300L, 2_700L);
        assertThat(rows("c INT", 10, "null-rate", "1"))
                .allSatisfy(row -> assertThat(row.get(0)).isNull());
    }

    @Test
    void anotherSeedGivesOtherRows() {
        SourceTable table = TestTable.of("c BIGINT", "d BIGINT");
        List<List<Object>> rows = rows(table, withStart("2024-01-01", Map.of()));
        assertThat(rows(table, withStart("2025-01-01", Map.of()))).isEqualTo(rows);
        assertThat(rows(table, options(1000, Optional.of(5L), Map.of()))).isNotEqualTo(rows);
        assertThat(rows).allSatisfy(row -> assertThat(row.get(0)).isNotEqualTo(row.get(1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INT | kind | both | option 'fields.c.kind': expected 'random' or 'sequence', got both",
                "INT | kind | sequence | option 'fields.c.end': expected a whole number, since 'kind' is 'sequence', got no such option",
                "INT | min | x | option 'fields.c.min': expected a whole number, got x",
                "TINYINT | max | 128 | option 'fields.c.max': expected TINYINT, got 128",
                "INT | length | 5 | column \"c\" of type INT has no option 'length'",
                "STRING | length | 0 | option 'fields.c.length': expected 1 to 100000 characters, got 0",
                "INT | null-rate | 2 | option 'fields.c.null-rate': expected a number from 0 to 1, got 2.0",
                "INT NOT NULL | null-rate | 0.1 | option 'fields.c.null-rate': expected 0, since the column is NOT NULL, got 0.1",
                "TIMESTAMP | max-past | soon | option 'fields.c.max-past': expected a duration such as '10 s', got soon",
                "STRING | var-len | maybe | option 'fields.c.var-len': expected 'true' or 'false', got maybe"
            })
    void optionsThatDoNotFitAreNamed(String type, String option, String value, String message) {
        DatagenOptions options = options(1, Optional.of(1L), Map.of("fields.c." + option, value));
        assertThatThrownBy(() -> open(TestTable.of("c " + type), options))
                .isInstanceOf(SourceException.class)
                .hasMessage("cannot read datagen table \"t\": " + message);
    }

    @Test
    void optionsOfAColumnThatIsNotThereAreRefused() {
        assertThatThrownBy(() -> open(TestTable.of("c INT"), options(1, Optional.empty(), Map.of("fields.x.min", "1"))))
                .hasMessage("cannot read datagen table \"t\": there is no column \"x\" for the option 'fields.x.…'");
        assertThatThrownBy(() -> open(TestTable.of("c TIMESTAMP"), withStart("noon", Map.of())))
                .hasMessageContaining("option 'start-time': expected 'yyyy-MM-dd HH:mm:ss[.SSSSSS]', got 'noon'");
        assertThatThrownBy(() -> options(0, Optional.empty(), Map.of()))
                .hasMessage("'rows-per-second' must be between 1 and 1000000000, got 0");
        assertThatThrownBy(() -> options(1, Optional.of(-1L), Map.of()))
                .hasMessage("'number-of-rows' must be 0 or more, got -1");
    }
}
