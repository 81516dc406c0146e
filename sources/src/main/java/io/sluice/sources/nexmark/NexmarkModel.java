package io.sluice.sources.nexmark;

import io.sluice.sources.datagen.Randomness;

/**
 * The public model of an auction site. Events come in rounds: with the usual proportions a person, three auctions, 46
 * bids. People and auctions are numbered as they come, so what is there at an event follows from its number alone.
 *
 * <ul>
 *   <li>A seller, a bidder: mostly a hot one, the same for each hundred people; else one of the last thousand people, or of
 *       the next ten, who have not come yet.
 *   <li>The auction of a bid: mostly a hot one, the same for each hundred auctions; else one of the last hundred or so, or of
 *       the next ten.
 *   <li>A price: a power of ten from 100 to 100 million, even in its exponent.
 *   <li>An auction lasts, on average, until a hundred more are opened.
 * </ul>
 *
 * Each property has randomness of its own, entered by the number of the event. Thread-safe.
 */
final class NexmarkModel {
    static final int PERSON = 0;
    static final int AUCTION = 1;
    static final int BID = 2;

    private static final long FIRST_ID = 1000;
    private static final long FIRST_CATEGORY = 10;
    private static final int CATEGORIES = 5;
    private static final int HOT_BATCH = 100;
    private static final int AUCTIONS_IN_FLIGHT = 100;
    private static final int ACTIVE_PEOPLE = 1000;
    private static final int IDS_AHEAD = 10;

    private final long people;
    private final long auctions;
    private final long round;
    private final int hotAuctions;
    private final int hotBidders;
    private final int hotSellers;
    private final EventRate rate;
    private final long startMillis;

    private final Randomness isHotSeller;
    private final Randomness otherSeller;
    private final Randomness isHotBidder;
    private final Randomness otherBidder;
    private final Randomness isHotAuction;
    private final Randomness otherAuction;
    private final Randomness category;
    private final Randomness initialBid;
    private final Randomness reserve;
    private final Randomness length;
    private final Randomness price;

    NexmarkModel(NexmarkOptions options, long startMicros) {
        people = options.personProportion().orElse(1);
        auctions = options.auctionProportion().orElse(3);
        round = people + auctions + options.bidProportion().orElse(46);
        hotAuctions = options.bidHotRatioAuctions().orElse(2);
        hotBidders = options.bidHotRatioBidders().orElse(4);
        hotSellers = options.auctionHotRatioSellers().orElse(4);
        rate = EventRate.of(options);
        startMillis = Math.floorDiv(startMicros, 1000L);
        long seed = options.seed().orElse(0L);
        isHotSeller = Randomness.of(seed, "hot seller");
        otherSeller = Randomness.of(seed, "seller");
        isHotBidder = Randomness.of(seed, "hot bidder");
        otherBidder = Randomness.of(seed, "bidder");
        isHotAuction = Randomness.of(seed, "hot auction");
        otherAuction = Randomness.of(seed, "auction");
        category = Randomness.of(seed, "category");
        initialBid = Randomness.of(seed, "initial bid");
        reserve = Randomness.of(seed, "reserve");
        length = Randomness.of(seed, "length");
        price = Randomness.of(seed, "price");
    }

    EventRate rate() {
        return rate;
    }

    int kind(long event) {
        long place = event % round;
        return place < people ? PERSON : place < people + auctions ? AUCTION : BID;
    }

    /** Event time in microseconds, whole milliseconds. */
    long time(long event) {
        return millis(event) * 1000;
    }

    private long millis(long event) {
        return startMillis + rate.micros(event) / 1000;
    }

    /** The number of the last person who has come by an event, itself included; from 0. */
    private long lastPerson(long event) {
        return event / round * people + Math.min(event % round, people - 1);
    }

    /** The number of the last auction that was opened by an event, itself included; from 0, −1 for none. */
    private long lastAuction(long event) {
        long place = event % round - people;
        return event / round * auctions + (place < 0 ? -1 : Math.min(place, auctions - 1));
    }

    long person(long event) {
        return FIRST_ID + lastPerson(event);
    }

    long auction(long event) {
        return FIRST_ID + lastAuction(event);
    }

    long seller(long event) {
        long last = lastPerson(event);
        return FIRST_ID + (isHot(isHotSeller, event, hotSellers) ? hot(last) : somebody(otherSeller, event, last));
    }

    /** The hot bidder is the neighbour of the hot seller. */
    long bidder(long event) {
        long last = lastPerson(event);
        return FIRST_ID + (isHot(isHotBidder, event, hotBidders) ? hot(last) + 1 : somebody(otherBidder, event, last));
    }

    long auctionOfBid(long event) {
        long last = lastAuction(event);
        if (isHot(isHotAuction, event, hotAuctions)) {
            return FIRST_ID + hot(last);
        }
        long first = Math.max(0, last - AUCTIONS_IN_FLIGHT);
        return FIRST_ID + otherAuction.between(event, first, last + IDS_AHEAD);
    }

    /** In {@code ratio} − 1 of {@code ratio} cases. */
    private static boolean isHot(Randomness randomness, long event, int ratio) {
        return randomness.between(event, 0, ratio - 1) > 0;
    }

    private static long hot(long last) {
        return last / HOT_BATCH * HOT_BATCH;
    }

    private static long somebody(Randomness randomness, long event, long last) {
        long active = Math.min(last + 1, ACTIVE_PEOPLE);
        return last + 1 - active + randomness.between(event, 0, active + IDS_AHEAD - 1);
    }

    long category(long event) {
        return FIRST_CATEGORY + category.between(event, 0, CATEGORIES - 1);
    }

    long initialBid(long event) {
        return price(initialBid, event);
    }

    long reserve(long event) {
        return initialBid(event) + price(reserve, event);
    }

    long price(long event) {
        return price(price, event);
    }

    private static long price(Randomness randomness, long event) {
        return Math.round(StrictMath.pow(10, randomness.fraction(event) * 6) * 100);
    }

    /** When an auction closes, in microseconds. */
    long expires(long event) {
        long opened = millis(event);
        long most = 2 * (millis(event + AUCTIONS_IN_FLIGHT * round / auctions) - opened);
        return (opened + 1 + length.between(event, 0, Math.max(most, 1) - 1)) * 1000;
    }
}
