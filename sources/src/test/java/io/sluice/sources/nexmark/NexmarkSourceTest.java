package io.sluice.sources.nexmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceContract;
import io.sluice.sources.SourceException;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.TestClock;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class NexmarkSourceTest {
    private static final SourceTable TABLE = TestTable.of(
            "event_type INT",
            "person ROW<id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING,"
                    + " dateTime TIMESTAMP(3), extra STRING>",
            "auction ROW<id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT,"
                    + " dateTime TIMESTAMP(3), expires TIMESTAMP(3), seller BIGINT, category BIGINT, extra STRING>",
            "bid ROW<auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, dateTime TIMESTAMP(3),"
                    + " extra STRING>");

    /** 2015-07-15 00:00:00. */
    private static final long START = 1_436_918_400_000_000L;

    private static NexmarkOptions options(Map<String, ?> given) {
        Set<String> unused = new HashSet<>(given.keySet());
        RecordComponent[] components = NexmarkOptions.class.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> component
                        .getAccessor()
                        .getAnnotation(JsonProperty.class)
                        .value())
                .map(name -> {
                    unused.remove(name);
                    return Optional.ofNullable(given.get(name));
                })
                .toArray();
        assertThat(unused).isEmpty();
        try {
            return (NexmarkOptions) NexmarkOptions.class.getDeclaredConstructors()[0].newInstance(values);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw (RuntimeException) e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<List<Object>> rows(SourceTable table, Map<String, ?> options) {
        try (Source source = new NexmarkSourceFactory().open(table, options(options))) {
            return TestRows.all(source, table);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<List<Object>> events(List<List<Object>> rows, int kind) {
        return rows.stream()
                .filter(row -> row.get(0).equals((long) kind))
                .map(row -> (List<Object>) row.get(1 + kind))
                .toList();
    }

    private static long number(List<Object> row, int field) {
        return (Long) row.get(field);
    }

    private static double share(List<List<Object>> rows, java.util.function.Predicate<List<Object>> test) {
        return (double) rows.stream().filter(test).count() / rows.size();
    }

    @Test
    void aRoundIsAPersonThreeAuctionsAndBids() {
        List<List<Object>> rows = rows(TABLE, Map.of("events.num", 10_000L));
        assertThat(rows).hasSize(10_000);
        for (int i = 0; i < rows.size(); i++) {
            int place = i % 50;
            int kind = place == 0 ? 0 : place < 4 ? 1 : 2;
            assertThat(rows.get(i).get(0)).isEqualTo((long) kind);
            for (int other = 0; other < 3; other++) {
                assertThat(rows.get(i).get(1 + other) == null).isEqualTo(other != kind);
            }
        }
        assertThat(events(rows, 0)).extracting(person -> person.get(0)).startsWith(1000L, 1001L, 1002L);
        assertThat(events(rows, 1)).extracting(auction -> auction.get(0)).startsWith(1000L, 1001L, 1002L, 1003L);
    }

    @Test
    void otherProportionsAreKept() {
        List<List<Object>> rows = rows(
                TestTable.of("event_type INT"),
                Map.of("events.num", 12L, "person.proportion", 2, "auction.proportion", 1, "bid.proportion", 3));
        assertThat(rows).extracting(row -> row.get(0)).containsExactly(0L, 0L, 1L, 2L, 2L, 2L, 0L, 0L, 1L, 2L, 2L, 2L);
    }

    @Test
    void timesGoByTheRate() {
        List<List<Object>> bids = events(rows(TABLE, Map.of("events.num", 6_000L, "first-event.rate", 300L)), 2);
        assertThat(bids.get(0).get(5)).isEqualTo(START + 13_000);
        assertThat(bids.get(bids.size() - 1).get(5)).isEqualTo(START + 19_996_000);
    }

    @Test
    void ratesChangeInHalvesOfThePeriodOrAlongACosine() {
        Map<String, ?> square =
                Map.of("first-event.rate", 10L, "next-event.rate", 30L, "rate.period", Duration.ofSeconds(4));
        EventRate rate = EventRate.of(options(square));
        assertThat(IntStream.of(0, 19, 20, 79, 80, 100).mapToObj(rate::micros))
                .containsExactly(0L, 1_900_000L, 2_000_000L, 3_966_666L, 4_000_000L, 6_000_000L);
        for (long event = 0; event < 300; event++) {
            assertThat(rate.by(rate.micros(event))).isGreaterThan(event);
        }
        assertThat(rate.by(1_999_999)).isEqualTo(20);
        assertThat(rate.by(4_000_000)).isEqualTo(81);
        EventRate sine = EventRate.of(options(Map.of(
                "first-event.rate",
                100L,
                "next-event.rate",
                20L,
                "rate.shape",
                NexmarkOptions.RateShape.SINE,
                "rate.period",
                Duration.ofSeconds(10))));
        assertThat(sine.micros(100)).isEqualTo(1_000_000);
        assertThat(sine.by(999_999)).isEqualTo(100);
        assertThat(sine.micros(100 + 92 + 72)).isEqualTo(3_000_000);
    }

    @Test
    void halfTheBidsAreForTheHotAuctionAndThreeQuartersByTheHotBidder() {
        List<List<Object>> bids = events(rows(TABLE, Map.of("events.num", 50_000L)), 2);
        assertThat(share(bids, bid -> number(bid, 0) % 100 == 0)).isCloseTo(0.5, within(0.02));
        assertThat(share(bids, bid -> number(bid, 1) % 100 == 1)).isCloseTo(0.75, within(0.02));
        assertThat(share(bids, bid -> !bid.get(3).toString().startsWith("channel-")))
                .isCloseTo(0.5, within(0.02));
        assertThat(share(bids, bid -> bid.get(4).toString().contains("&channel_id=")))
                .isCloseTo(0.45, within(0.02));
        assertThat(bids).allSatisfy(bid -> {
            assertThat(bid.get(4).toString())
                    .matches("https://www\\.nexmark\\.com/[a-z_]{3,4}/[a-z_]{3,4}/[a-z_]{3,4}/item.*");
            assertThat(number(bid, 2)).isBetween(100L, 100_000_000L);
            assertThat(bid.get(6).toString()).matches("[a-z]{54,82}");
        });
        assertThat(share(bids, bid -> number(bid, 2) < 10_000)).isCloseTo(2 / 6.0, within(0.02));
        assertThat(share(bids, bid -> number(bid, 2) < 1_000_000)).isCloseTo(4 / 6.0, within(0.02));
    }

    @Test
    void auctionsReferToPeopleAndLastUntilAHundredOthersAreOpened() {
        List<List<Object>> auctions = events(rows(TABLE, Map.of("events.num", 50_000L)), 1);
        assertThat(share(auctions, auction -> number(auction, 7) % 100 == 0)).isCloseTo(0.75, within(0.02));
        assertThat(auctions).allSatisfy(auction -> {
            long people = number(auction, 0) / 3 + 700;
            assertThat(number(auction, 7)).isBetween(1000L, people);
            assertThat(number(auction, 8)).isBetween(10L, 14L);
            assertThat(number(auction, 4)).isGreaterThan(number(auction, 3));
            assertThat(number(auction, 6) - number(auction, 5)).isBetween(1000L, 333_000L);
        });
        assertThat(auctions.stream()
                        .mapToLong(auction -> number(auction, 6) - number(auction, 5))
                        .average()
                        .orElseThrow())
                .isCloseTo(167_000, within(8_000.0));
    }

    @Test
    void eventsHaveTheWantedSize() {
        List<List<Object>> rows = rows(
                TABLE,
                Map.of("events.num", 50_000L, "auction.avg-size", 300, "person.avg-size", 150, "bid.avg-size", 20));
        assertThat(size(events(rows, 0))).isCloseTo(150, within(3.0));
        assertThat(size(events(rows, 1))).isCloseTo(300, within(5.0));
        assertThat(events(rows, 2)).allSatisfy(bid -> assertThat(bid.get(6)).isEqualTo(""));
        assertThat(events(rows, 0)).allSatisfy(person -> {
            assertThat(person.get(1).toString()).matches("[A-Z][a-z]+ [A-Z][a-z]+");
            assertThat(person.get(2).toString()).matches("[a-z ]{0,6}@[a-z ]{0,4}\\.com");
            assertThat(person.get(3).toString()).matches("\\d{4} \\d{4} \\d{4} \\d{4}");
        });
    }

    /** Bytes of texts, and eight for each number; a time of a person does not count, nor the category of an auction. */
    private static double size(List<List<Object>> events) {
        boolean person = events.get(0).size() == 8;
        return events.stream()
                .mapToLong(event -> event.stream()
                                .filter(String.class::isInstance)
                                .mapToLong(text -> text.toString().length())
                                .sum()
                        + (person ? 8 : 48))
                .average()
                .orElseThrow();
    }

    @Test
    void aSeedMakesOtherEvents() {
        List<List<Object>> some = rows(TABLE, Map.of("events.num", 100L));
        assertThat(rows(TABLE, Map.of("events.num", 100L))).isEqualTo(some);
        assertThat(rows(TABLE, Map.of("events.num", 100L, "seed", 1L))).isNotEqualTo(some);
    }

    @Test
    void someRowsOfAColumnAreTheSameAsAll() {
        SourceTable table = TestTable.of("bid ROW<url STRING, price BIGINT>");
        try (Source source = new NexmarkSourceFactory().open(table, options(Map.of("events.num", 500L)))) {
            Offset end = source.next(Optional.empty(), ReadLimit.NONE).orElseThrow();
            Split split = source.splits(new OffsetRange(Optional.empty(), end), TestTable.scan(table))
                    .get(0);
            int[] wanted = IntStream.range(0, 100).map(i -> 5 * i + 1).toArray();
            try (SplitReader whole = split.open();
                    SplitReader some = split.open()) {
                assertThat(whole.next()).isEqualTo(500);
                assertThat(some.next()).isEqualTo(500);
                ColumnVector all = whole.column(0);
                ColumnVector few = some.column(0, wanted, wanted.length);
                for (int row : wanted) {
                    var type = TestTable.columns(table).get(0);
                    assertThat(TestRows.value(few, row, type)).isEqualTo(TestRows.value(all, row, type));
                }
            }
        }
    }

    @Test
    void limitedEventsComeByTheClock() {
        TestClock clock = new TestClock();
        Map<String, ?> limited =
                Map.of("rate.limited", true, "first-event.rate", 100L, "events.num", 150L, "keep-alive", true);
        NexmarkSourceFactory factory = new NexmarkSourceFactory(clock);
        assertThat(factory.isBounded(options(limited))).isFalse();
        try (Source source = factory.open(TABLE, options(limited))) {
            assertThat(source.next(Optional.empty(), ReadLimit.NONE)
                            .orElseThrow()
                            .json())
                    .startsWith("{\"rows\":1,");
            clock.advance(Duration.ofSeconds(1));
            Optional<Offset> second = source.next(Optional.empty(), ReadLimit.NONE);
            assertThat(second.orElseThrow().json()).startsWith("{\"rows\":101,");
            clock.advance(Duration.ofSeconds(1));
            Optional<Offset> last = source.next(second, ReadLimit.NONE);
            assertThat(last.orElseThrow().json()).startsWith("{\"rows\":150,");
            assertThat(source.isExhausted(last)).isFalse();
            source.freeze();
            assertThat(source.isExhausted(last)).isTrue();
        }
    }

    @Test
    void eventsWithoutEndHaveNoPresentEnd() {
        assertThat(options(Map.of("events.num", 0L)).isBounded()).isFalse();
        assertThat(options(Map.of("stop-at", 5L)).isBounded()).isTrue();
        try (Source source = new NexmarkSourceFactory().open(TABLE, options(Map.of()))) {
            assertThatThrownBy(source::freeze)
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("table \"t\" up to its present end");
        }
    }

    @Test
    void whatTheModelDoesNotHaveIsRefused() {
        refused(TestTable.of("price BIGINT"), "got price BIGINT");
        refused(TestTable.of("event_type BIGINT"), "got event_type BIGINT");
        refused(TestTable.of("bid ROW<price INT>"), "price BIGINT, ");
        refused(TestTable.of("person ROW<age INT>"), "got age INT");
        refused(TestTable.of("bid ROW<dateTime TIMESTAMP(0)>"), "dateTime TIMESTAMP(3)");
        assertThatThrownBy(() -> options(Map.of("auction.proportion", 0)))
                .hasMessageContaining("'auction.proportion' must be 1 or more");
        assertThatThrownBy(() -> options(Map.of("bid.hot-ratio.auctions", 0)))
                .hasMessage("'bid.hot-ratio.auctions' must be 1 to 2147483647, got 0");
        assertThatThrownBy(() -> rows(TABLE, Map.of("start-time", "noon"))).hasMessageContaining("got 'noon'");
    }

    private static void refused(SourceTable table, String part) {
        assertThatThrownBy(() -> rows(table, Map.of("events.num", 1L)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(part);
    }

    @Nested
    class Contract extends SourceContract {
        private static final SourceTable BIDS = TestTable.of("event_type INT", "bid ROW<price BIGINT, url STRING>");

        @Override
        protected SourceTable table() {
            return BIDS;
        }

        @Override
        protected Source open() {
            return new NexmarkSourceFactory().open(BIDS, options(Map.of("events.num", 145_000L)));
        }

        @Override
        protected void produce() {}
    }
}
