package io.sluice.sources.nexmark;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.datagen.Randomness;
import io.sluice.sources.nexmark.Texts.WordList;
import java.util.Arrays;

/**
 * The texts of events: slices of what {@link Texts} holds. How long the last property of an event is goes by how long its
 * others are, so that events have the wanted size on average.
 */
final class EventTexts {
    private static final int SHORTEST = 3;
    private static final int EMAIL_END = 4;
    private static final int CARD = 19;
    private static final int DIGITS = 4;
    private static final int WORD_BYTES = 8;

    private final Randomness name;
    private final Randomness city;
    private final Randomness state;
    private final Randomness card;
    private final Slice mailbox;
    private final Slice host;
    private final Slice item;
    private final Slice description;
    private final Randomness isHotChannel;
    private final Randomness channel;
    private final Randomness extra;
    private final Randomness extraLength;
    private final int personSize;
    private final int auctionSize;
    private final int bidSize;

    EventTexts(NexmarkOptions options) {
        long seed = options.seed().orElse(0L);
        name = Randomness.of(seed, "name");
        city = Randomness.of(seed, "city");
        state = Randomness.of(seed, "state");
        card = Randomness.of(seed, "card");
        mailbox = new Slice(seed, "mailbox", 7);
        host = new Slice(seed, "host", 5);
        item = new Slice(seed, "item", 20);
        description = new Slice(seed, "description", 100);
        isHotChannel = Randomness.of(seed, "hot channel");
        channel = Randomness.of(seed, "channel");
        extra = Randomness.of(seed, "extra");
        extraLength = Randomness.of(seed, "extra length");
        personSize = options.personAvgSize().orElse(200);
        auctionSize = options.auctionAvgSize().orElse(500);
        bidSize = options.bidAvgSize().orElse(100);
    }

    /** A random piece of {@link Texts#WORDS}, three to {@code limit} − 1 letters, without blanks at its ends. */
    private record Slice(Randomness start, Randomness length, int limit) {
        Slice(long seed, String name, int limit) {
            this(Randomness.of(seed, name + " start"), Randomness.of(seed, name + " length"), limit);
        }

        /** Start in the upper, length in the lower half. */
        long of(long event) {
            int from = (int) start.between(event, 0, Texts.POOL - limit);
            int to = from + (int) length.between(event, SHORTEST, limit - 1);
            while (from < to && Texts.WORDS[from] == ' ') {
                from++;
            }
            while (from < to && Texts.WORDS[to - 1] == ' ') {
                to--;
            }
            return (long) from << 32 | (to - from);
        }

        int length(long event) {
            return (int) of(event);
        }

        void fill(long first, int[] rows, int count, ColumnVector out) {
            out.bytes = Texts.WORDS;
            for (int i = 0; i < count; i++) {
                long slice = of(first + rows[i]);
                out.starts[rows[i]] = (int) (slice >>> 32);
                out.lengths[rows[i]] = (int) slice;
            }
        }
    }

    private static int choice(Randomness randomness, long event, WordList words) {
        return (int) randomness.between(event, 0, words.size() - 1);
    }

    private static Field.Values choices(Randomness randomness, WordList words) {
        return (first, rows, count, out) -> {
            describe(words, out);
            for (int i = 0; i < count; i++) {
                put(choice(randomness, first + rows[i], words), words, out, rows[i]);
            }
        };
    }

    private static void describe(WordList words, ColumnVector out) {
        out.bytes = words.bytes;
        out.lasting = words.lasting;
        out.dictionarySize = words.size();
        out.dictionaryStarts = words.starts;
        out.dictionaryLengths = words.lengths;
        out.dictionaryVersion = 1;
    }

    private static void put(int word, WordList words, ColumnVector out, int row) {
        out.ids[row] = word;
        out.starts[row] = words.starts[word];
        out.lengths[row] = words.lengths[word];
    }

    Field.Values names() {
        return choices(name, Texts.NAMES);
    }

    Field.Values cities() {
        return choices(city, Texts.CITIES);
    }

    Field.Values states() {
        return choices(state, Texts.STATES);
    }

    Field.Values items() {
        return item::fill;
    }

    Field.Values descriptions() {
        return description::fill;
    }

    Field.Values channels() {
        return ofChannel(Texts.CHANNELS);
    }

    Field.Values urls() {
        return ofChannel(Texts.URLS);
    }

    private Field.Values ofChannel(WordList words) {
        return (first, rows, count, out) -> {
            describe(words, out);
            for (int i = 0; i < count; i++) {
                put(channel(first + rows[i]), words, out, rows[i]);
            }
        };
    }

    private int channel(long event) {
        return (int)
                (isHotChannel.bits(event) < 0
                        ? channel.between(event, 0, Texts.HOT_CHANNELS - 1)
                        : channel.between(event, Texts.HOT_CHANNELS, Texts.HOT_CHANNELS + Texts.OTHER_CHANNELS - 1));
    }

    /** {@code mailbox@host.com}. */
    Field.Values emails() {
        return (first, rows, count, out) -> {
            int most = (mailbox.limit + host.limit + EMAIL_END) * count;
            reserve(out, most);
            int at = 0;
            for (int i = 0; i < count; i++) {
                int start = at;
                at = copy(mailbox.of(first + rows[i]), out.bytes, at);
                out.bytes[at++] = '@';
                at = copy(host.of(first + rows[i]), out.bytes, at);
                for (int k = 0; k < EMAIL_END; k++) {
                    out.bytes[at++] = (byte) ".com".charAt(k);
                }
                out.starts[rows[i]] = start;
                out.lengths[rows[i]] = at - start;
            }
        };
    }

    private static int copy(long slice, byte[] to, int at) {
        System.arraycopy(Texts.WORDS, (int) (slice >>> 32), to, at, (int) slice);
        return at + (int) slice;
    }

    private int emailLength(long event) {
        return mailbox.length(event) + 1 + host.length(event) + EMAIL_END;
    }

    /** Four times four digits. */
    Field.Values cards() {
        return (first, rows, count, out) -> {
            reserve(out, CARD * count);
            for (int i = 0; i < count; i++) {
                long bits = card.bits(first + rows[i]) >>> 1;
                int at = i * CARD;
                for (int k = 0; k < CARD; k++) {
                    boolean gap = k % (DIGITS + 1) == DIGITS;
                    out.bytes[at + k] = gap ? (byte) ' ' : (byte) ('0' + bits % 10);
                    bits = gap ? bits : bits / 10;
                }
                out.starts[rows[i]] = at;
                out.lengths[rows[i]] = CARD;
            }
        };
    }

    /** The bytes of a vector that has its own. */
    private static void reserve(ColumnVector out, int bytes) {
        if (out.bytes.length < bytes) {
            out.bytes = Arrays.copyOf(out.bytes, bytes);
        }
    }

    Field.Values personExtras() {
        return extras(event -> personSize - personOthers(event));
    }

    private int personOthers(long event) {
        return WORD_BYTES
                + Texts.NAMES.lengths[choice(name, event, Texts.NAMES)]
                + emailLength(event)
                + CARD
                + Texts.CITIES.lengths[choice(city, event, Texts.CITIES)]
                + Texts.STATES.lengths[choice(state, event, Texts.STATES)];
    }

    Field.Values auctionExtras() {
        return extras(event -> auctionSize - 6 * WORD_BYTES - item.length(event) - description.length(event));
    }

    Field.Values bidExtras() {
        return extras(event -> bidSize - 4 * WORD_BYTES);
    }

    /** Letters, four to six fifths of what is missing. */
    private Field.Values extras(Field.Number missing) {
        return (first, rows, count, out) -> {
            out.bytes = Texts.LETTERS;
            for (int i = 0; i < count; i++) {
                long event = first + rows[i];
                int average = (int) Math.max(0, missing.of(event));
                int part = (average + 2) / 5;
                int length = average - part + (part == 0 ? 0 : (int) extraLength.between(event, 0, 2 * part - 1));
                out.starts[rows[i]] = (int) extra.between(event, 0, Texts.POOL - length);
                out.lengths[rows[i]] = length;
            }
        };
    }
}
