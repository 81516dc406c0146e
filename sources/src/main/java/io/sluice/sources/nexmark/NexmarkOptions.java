package io.sluice.sources.nexmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of a {@code nexmark} table, named as Flink's.
 *
 * @param eventsNum where the events end; absent or 0 for ones that do not
 * @param stopAt ends them earlier; absent or negative for not
 * @param keepAlive the table does not end with its events
 * @param rateLimited events come by the clock, at their rate
 * @param maxEmitSpeed false means {@code rateLimited}
 * @param rateShape how the rate goes between the first and the next one, over {@code ratePeriod}
 * @param startTime event time of the first event, {@code yyyy-MM-dd HH:mm:ss}
 * @param maxRowsPerTrigger how many events a batch takes at most
 * @param seed other seeds give other events
 */
public record NexmarkOptions(
        @JsonProperty("events.num") Optional<Long> eventsNum,
        @JsonProperty("stop-at") Optional<Long> stopAt,
        @JsonProperty("keep-alive") Optional<Boolean> keepAlive,
        @JsonProperty("rate.limited") Optional<Boolean> rateLimited,
        @JsonProperty("max-emit-speed") Optional<Boolean> maxEmitSpeed,
        @JsonProperty("rate.shape") Optional<RateShape> rateShape,
        @JsonProperty("rate.period") Optional<Duration> ratePeriod,
        @JsonProperty("first-event.rate") Optional<Long> firstEventRate,
        @JsonProperty("next-event.rate") Optional<Long> nextEventRate,
        @JsonProperty("person.proportion") Optional<Integer> personProportion,
        @JsonProperty("auction.proportion") Optional<Integer> auctionProportion,
        @JsonProperty("bid.proportion") Optional<Integer> bidProportion,
        @JsonProperty("person.avg-size") Optional<Integer> personAvgSize,
        @JsonProperty("auction.avg-size") Optional<Integer> auctionAvgSize,
        @JsonProperty("bid.avg-size") Optional<Integer> bidAvgSize,
        @JsonProperty("bid.hot-ratio.auctions") Optional<Integer> bidHotRatioAuctions,
        @JsonProperty("bid.hot-ratio.bidders") Optional<Integer> bidHotRatioBidders,
        @JsonProperty("auction.hot-ratio.sellers") Optional<Integer> auctionHotRatioSellers,
        @JsonProperty("start-time") Optional<String> startTime,
        @JsonProperty("maxRowsPerTrigger") Optional<Long> maxRowsPerTrigger,
        @JsonProperty("seed") Optional<Long> seed) {
    /** How the rate changes: in two halves of the period, or in ten steps along a cosine. */
    public enum RateShape {
        SQUARE,
        SINE
    }

    private static final long MAX_RATE = 1_000_000_000L;
    private static final int MAX_PROPORTION = 1_000_000;
    private static final int MAX_SIZE = 100_000;

    public NexmarkOptions {
        between("events.num", eventsNum, 0, Long.MAX_VALUE);
        between("first-event.rate", firstEventRate, 1, MAX_RATE);
        between("next-event.rate", nextEventRate, 1, MAX_RATE);
        between("rate.period", ratePeriod.map(Duration::toSeconds), 1, 1_000_000);
        between("maxRowsPerTrigger", maxRowsPerTrigger, 1, Long.MAX_VALUE);
        between("person.proportion", wide(personProportion), 0, MAX_PROPORTION);
        between("auction.proportion", wide(auctionProportion), 0, MAX_PROPORTION);
        between("bid.proportion", wide(bidProportion), 0, MAX_PROPORTION);
        between("person.avg-size", wide(personAvgSize), 0, MAX_SIZE);
        between("auction.avg-size", wide(auctionAvgSize), 0, MAX_SIZE);
        between("bid.avg-size", wide(bidAvgSize), 0, MAX_SIZE);
        between("bid.hot-ratio.auctions", wide(bidHotRatioAuctions), 1, Integer.MAX_VALUE);
        between("bid.hot-ratio.bidders", wide(bidHotRatioBidders), 1, Integer.MAX_VALUE);
        between("auction.hot-ratio.sellers", wide(auctionHotRatioSellers), 1, Integer.MAX_VALUE);
        if (personProportion.equals(Optional.of(0)) || auctionProportion.equals(Optional.of(0))) {
            throw new IllegalArgumentException(
                    "'person.proportion' and 'auction.proportion' must be 1 or more, since bids and auctions refer to both");
        }
    }

    private static Optional<Long> wide(Optional<Integer> value) {
        return value.map(Integer::longValue);
    }

    private static void between(String option, Optional<Long> value, long min, long max) {
        if (value.isPresent() && (value.get() < min || value.get() > max)) {
            throw new IllegalArgumentException(
                    max == Long.MAX_VALUE
                            ? "'%s' must be %d or more, got %d".formatted(option, min, value.get())
                            : "'%s' must be %d to %d, got %d".formatted(option, min, max, value.get()));
        }
    }

    /** The number of events; {@code Long.MAX_VALUE} if they do not end. */
    long end() {
        long events = eventsNum.filter(number -> number > 0).orElse(Long.MAX_VALUE);
        return Math.min(events, stopAt.filter(number -> number >= 0).orElse(Long.MAX_VALUE));
    }

    boolean isBounded() {
        return end() < Long.MAX_VALUE && !keepAlive.orElse(false);
    }

    boolean comesByTheClock() {
        return rateLimited.orElse(false) || !maxEmitSpeed.orElse(true);
    }
}
