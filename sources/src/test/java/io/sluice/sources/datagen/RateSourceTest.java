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
import io.sluice.sources.TestClock;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RateSourceTest {
    private static final long NOON = 1_709_294_400_000_000L;
    private static final SourceTable TABLE = TestTable.of("timestamp TIMESTAMP_LTZ(6)", "value BIGINT");

    private final TestClock clock = new TestClock();

    private static RateOptions options(long rate, Duration rampUp) {
        return new RateOptions(Optional.of(rate), Optional.of(rampUp), Optional.empty());
    }

    private List<List<Object>> rowsAfter(RateOptions options, Duration time) {
        try (Source source = new RateSourceFactory(clock).open(TABLE, options)) {
            source.next(Optional.empty(), ReadLimit.NONE);
            clock.advance(time);
            Offset to = source.next(Optional.empty(), ReadLimit.NONE).orElseThrow();
            return TestRows.of(source.splits(new OffsetRange(Optional.empty(), to), TestTable.scan(TABLE)), TABLE);
        }
    }

    @Test
    void rowsAreNumberedAndSpreadOverTheSecond() {
        assertThat(rowsAfter(options(4, Duration.ZERO), Duration.ofMillis(1500)))
                .containsExactly(
                        List.of(NOON, 0L),
                        List.of(NOON + 250_000, 1L),
                        List.of(NOON + 500_000, 2L),
                        List.of(NOON + 750_000, 3L),
                        List.of(NOON + 1_000_000, 4L),
                        List.of(NOON + 1_250_000, 5L));
    }

    /** Rate 6 in 2 seconds: second 0 has none, each next one 2 more. */
    @Test
    void rateGoesUpStepByStep() {
        List<List<Object>> rows = rowsAfter(options(6, Duration.ofSeconds(2)), Duration.ofSeconds(4));
        assertThat(rows)
                .extracting(row -> ((Long) row.get(0) - NOON) / 1_000_000)
                .containsExactly(0L, 0L, 1L, 1L, 1L, 1L, 2L, 2L, 2L, 2L, 2L, 2L, 3L, 3L, 3L, 3L, 3L, 3L);
        assertThat(rows).extracting(row -> row.get(1)).startsWith(0L, 1L).endsWith(17L);
    }

    @Test
    void nothingIsThereBeforeTheFirstRow() {
        try (Source source = new RateSourceFactory(clock).open(TABLE, options(1, Duration.ZERO))) {
            assertThat(source.next(Optional.empty(), ReadLimit.NONE)).isEmpty();
            clock.advance(Duration.ofMillis(999));
            assertThat(source.next(Optional.empty(), ReadLimit.NONE)).isEmpty();
        }
    }

    @Test
    void batchIsCutIntoPartitions() {
        RateOptions options = new RateOptions(Optional.of(100L), Optional.empty(), Optional.of(3L));
        try (Source source = new RateSourceFactory(clock).open(TABLE, options)) {
            source.next(Optional.empty(), ReadLimit.NONE);
            clock.advance(Duration.ofSeconds(1));
            Offset to = source.next(Optional.empty(), ReadLimit.NONE).orElseThrow();
            assertThat(source.splits(new OffsetRange(Optional.empty(), to), TestTable.scan(TABLE)))
                    .hasSize(3);
        }
    }

    @Test
    void otherColumnsAreRefused() {
        SourceTable table = TestTable.of("timestamp TIMESTAMP(3)", "id BIGINT");
        assertThatThrownBy(() -> new RateSourceFactory(clock).open(table, options(1, Duration.ZERO)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("rate table \"t\"")
                .hasMessageContaining("got \"id\" BIGINT");
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> options(0, Duration.ZERO)).hasMessageContaining("'rowsPerSecond'");
        assertThatThrownBy(() -> options(1, Duration.ofMillis(1500))).hasMessageContaining("'rampUpTime'");
        assertThatThrownBy(() -> new RateOptions(Optional.empty(), Optional.empty(), Optional.of(0L)))
                .hasMessageContaining("'numPartitions'");
        assertThatThrownBy(() -> new RateMicroBatchOptions(0, Optional.empty(), Optional.empty(), Optional.empty()))
                .hasMessageContaining("'rowsPerBatch'");
        assertThatThrownBy(() -> new RateMicroBatchOptions(1, Optional.of(-1L), Optional.empty(), Optional.empty()))
                .hasMessageContaining("'startTimestamp'");
    }

    private static Source microBatches(long rows) {
        return new RateMicroBatchSourceFactory()
                .open(
                        TABLE,
                        new RateMicroBatchOptions(rows, Optional.of(5000L), Optional.of(60_000L), Optional.empty()));
    }

    @Test
    void eachMicroBatchHasItsRowsAndItsTime() {
        try (Source source = microBatches(2)) {
            Offset first = source.next(Optional.empty(), ReadLimit.NONE).orElseThrow();
            Offset second = source.next(Optional.of(first), ReadLimit.NONE).orElseThrow();
            OffsetRange range = new OffsetRange(Optional.of(first), second);
            assertThat(TestRows.of(source.splits(range, TestTable.scan(TABLE)), TABLE))
                    .containsExactly(List.of(65_000_000L, 2L), List.of(65_000_000L, 3L));
            assertThat(second.json()).isEqualTo("{\"offset\":4,\"timestamp\":125000}");
        }
    }

    @Test
    void frozenMicroBatchesHaveOneMore() {
        try (Source source = microBatches(2)) {
            Optional<Offset> first = source.next(Optional.empty(), ReadLimit.NONE);
            source.freeze();
            assertThat(source.isExhausted(first)).isFalse();
            Optional<Offset> second = source.next(first, ReadLimit.NONE);
            assertThat(second).isPresent();
            assertThat(source.isExhausted(second)).isTrue();
            assertThat(source.next(second, ReadLimit.NONE)).isEmpty();
        }
    }

    @Nested
    class Rate extends ReplayableSourceContract {
        @Override
        protected SourceTable table() {
            return TABLE;
        }

        @Override
        protected Source open() {
            TestClock own = new TestClock();
            Source source = new RateSourceFactory(own).open(TABLE, options(100_000, Duration.ofSeconds(1)));
            source.next(Optional.empty(), SMALL);
            own.advance(Duration.ofSeconds(3));
            return source;
        }

        @Override
        protected void produce() {}
    }
}
