package io.sluice.sources.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.KnownTimes;
import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.ScanPredicate.Comparison;
import io.sluice.sources.ScanPredicate.Operator;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left out by statistics tells its greatest event time, or is not left out. */
class LeftOutTest {
    private static final long START = 1_704_067_200_000_000L;

    @TempDir
    Path folder;

    private static Scan scan(Operator operator, long literal) {
        return new Scan(
                List.of(0, 1), new ScanPredicate(List.of(new Comparison(0, operator, literal))), OptionalInt.of(1));
    }

    private List<Split> splits(SourceTable table, String time, Scan scan) throws Exception {
        Path file = folder.resolve("t.parquet");
        try (DuckDb duckDb = new DuckDb()) {
            duckDb.run("COPY (SELECT i, %s AS ts FROM range(10240) r(i)) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)"
                    .formatted(time, file));
        }
        return ParquetFiles.format(table, false).splits(ParquetFiles.dataFile(file), scan);
    }

    private static OptionalLong greatest(List<Split> splits) {
        return splits.stream()
                .flatMapToLong(split -> split.knownTimes().stream().mapToLong(KnownTimes::greatest))
                .max();
    }

    private static long rows(List<Split> splits) {
        return splits.stream().mapToLong(Split::estimatedRows).sum();
    }

    private static final String TIME = "TIMESTAMP '2024-01-01' + INTERVAL (i) SECOND";

    @Test
    void aFileWithoutAMatchStillTellsItsGreatestTime() throws Exception {
        SourceTable table = TestTable.of("i BIGINT", "ts TIMESTAMP");
        List<Split> splits = splits(table, TIME, scan(Operator.LESS, 0));
        assertThat(rows(splits)).isZero();
        assertThat(TestRows.of(splits, table)).isEmpty();
        assertThat(greatest(splits)).hasValue(START + 10_239_000_000L);
    }

    @Test
    void rowGroupsBehindTheLastMatchCount() throws Exception {
        SourceTable table = TestTable.of("i BIGINT", "ts TIMESTAMP");
        List<Split> splits = splits(table, TIME, scan(Operator.LESS, 100));
        assertThat(rows(splits)).isEqualTo(2048);
        assertThat(greatest(splits)).hasValue(START + 10_239_000_000L);
    }

    @Test
    void aTimeIsToldAsTheColumnHasIt() throws Exception {
        SourceTable table = TestTable.of("i BIGINT", "ts TIMESTAMP(0)");
        List<Split> splits = splits(
                table, "TIMESTAMP '1960-01-01' + INTERVAL (i * 1000000 + 1) MICROSECOND", scan(Operator.LESS, 0));
        assertThat(greatest(splits)).hasValue(-315_619_200_000_000L + 10_239_000_000L);
    }

    @Test
    void timesOfRowsThatAreReadAreToldWhereNoneIsNull() throws Exception {
        SourceTable table = TestTable.of("i BIGINT", "ts TIMESTAMP");
        for (String time : List.of(TIME, "CASE WHEN i = 5000 THEN NULL ELSE %s END".formatted(TIME))) {
            Scan scan = new Scan(List.of(0, 1), ScanPredicate.TRUE, OptionalInt.of(1));
            List<KnownTimes> times = splits(table, time, scan).stream()
                    .map(split -> split.knownTimes().orElseThrow())
                    .toList();
            assertThat(times.stream().allMatch(KnownTimes::complete)).isEqualTo(time.equals(TIME));
            assertThat(times.stream().reduce(KnownTimes::and))
                    .hasValue(new KnownTimes(START, START + 10_239_000_000L, time.equals(TIME)));
        }
    }

    @Test
    void aRowGroupWithANullTimeIsRead() throws Exception {
        SourceTable table = TestTable.of("i BIGINT", "ts TIMESTAMP");
        String time = "CASE WHEN i = 5000 THEN NULL ELSE %s END".formatted(TIME);
        List<Split> splits = splits(table, time, scan(Operator.LESS, 0));
        assertThat(rows(splits)).isEqualTo(2048);
    }

    @Test
    void digitsThatMayNotBeCutAreFoundByReading() throws Exception {
        SourceTable table = TestTable.of("i BIGINT", "ts TIMESTAMP");
        List<Split> splits = splits(
                table, "make_timestamp_ns(1704067200000000000 + i * 1000000 + i // 10239)", scan(Operator.LESS, 0));
        assertThat(rows(splits)).isEqualTo(2048);
    }

    /** When clocks are set back, the greatest instant is not that of the greatest wall clock. */
    @Test
    void timesOfAnotherZoneAreFoundByReading() throws Exception {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        for (String type : List.of("TIMESTAMP_LTZ", "TIMESTAMP")) {
            String time = type.equals("TIMESTAMP") ? "make_timestamptz(1704067200000000 + i)" : TIME;
            assertThat(rows(splits(TestTable.in(berlin, "i BIGINT", "ts " + type), time, scan(Operator.LESS, 0))))
                    .isEqualTo(10_240);
            assertThat(rows(splits(
                            TestTable.in(ZoneOffset.UTC, "i BIGINT", "ts " + type), time, scan(Operator.LESS, 0))))
                    .isZero();
        }
    }

    private Path written(boolean statistics) throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message m { required int64 i; required int64 ts (TIMESTAMP(MICROS,false)); required binary s (STRING); }");
        Path file = folder.resolve("p" + statistics + ".parquet");
        SimpleGroupFactory groups = new SimpleGroupFactory(schema);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withDictionaryEncoding(false)
                .withStatisticsEnabled(statistics)
                .withPageRowCountLimit(1000)
                .build()) {
            for (int i = 0; i < 10_000; i++) {
                writer.write(groups.newGroup()
                        .append("i", (long) i)
                        .append("ts", START + (i == 77 ? 5_000_000 : i))
                        .append("s", "value that is longer than the index keeps, " + "x".repeat(60) + i));
            }
        }
        return file;
    }

    @Test
    void aFileWithoutStatisticsIsRead() throws Exception {
        SourceTable table = TestTable.of("i BIGINT", "ts TIMESTAMP", "s STRING");
        List<Split> splits =
                ParquetFiles.format(table, false).splits(ParquetFiles.dataFile(written(false)), scan(Operator.LESS, 0));
        assertThat(rows(splits)).isEqualTo(10_000);
        assertThat(greatest(splits)).isEmpty();
    }

    @Test
    void pagesWithoutAMatchAreLeftOutAndTellTheirGreatestTime() throws Exception {
        SourceTable table = TestTable.of("i BIGINT", "ts TIMESTAMP", "s STRING");
        Path file = written(true);
        List<List<Object>> all = ParquetFiles.read(file, table);
        for (long literal : new long[] {0, 1, 999, 1000, 4321, 9999}) {
            Scan scan = new Scan(
                    List.of(0, 1, 2),
                    new ScanPredicate(List.of(
                            new Comparison(0, Operator.GREATER_OR_EQUAL, literal),
                            new Comparison(0, Operator.LESS, literal + 1500))),
                    OptionalInt.of(1));
            List<Split> splits = ParquetFiles.format(table, false).splits(ParquetFiles.dataFile(file), scan);
            long from = literal / 1000 * 1000;
            long to = Math.min(10_000, (literal + 1499) / 1000 * 1000 + 1000);
            assertThat(TestRows.of(splits, table)).isEqualTo(all.subList((int) from, (int) to));
            assertThat(greatest(splits)).hasValue(START + 5_000_000);
        }
    }
}
