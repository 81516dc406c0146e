package io.sluice.sources.nexmark;

import io.sluice.sources.LastingTexts;
import io.sluice.sources.datagen.Randomness;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What texts are cut from: the same for all tables, made once, never changed. Random letters are slices of a long row of
 * them, and what comes from a short list is a list with its bytes one after the other, so that no text is made for a row.
 */
final class Texts {
    static final int POOL = 1 << 20;

    /** The letters a to z. */
    static final byte[] LETTERS = letters("letters", (byte) 0);

    /** The same with a blank in the place of every 13th. */
    static final byte[] WORDS = letters("words", (byte) ' ');

    static final WordList NAMES = new WordList(names());
    static final WordList CITIES = new WordList(List.of(
            "Phoenix",
            "Los Angeles",
            "San Francisco",
            "Boise",
            "Portland",
            "Bend",
            "Redmond",
            "Seattle",
            "Kent",
            "Cheyenne"));
    static final WordList STATES = new WordList(List.of("AZ", "CA", "ID", "OR", "WA", "WY"));

    /** Of these half the bids come. */
    static final int HOT_CHANNELS = 4;

    static final int OTHER_CHANNELS = 10_000;

    /** The hot ones first. */
    static final WordList CHANNELS = new WordList(channels());

    /** Where each channel is. */
    static final WordList URLS = new WordList(urls());

    private Texts() {}

    private static byte[] letters(String name, byte special) {
        Randomness randomness = Randomness.of(0, name);
        byte[] bytes = new byte[POOL];
        for (int i = 0; i < POOL; i++) {
            int letter = (int) randomness.between(i, 0, 26 * 13 - 1);
            bytes[i] = special != 0 && letter < 26 ? special : (byte) ('a' + letter % 26);
        }
        return bytes;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (String first : "Ada,Boris,Clara,Dora,Emil,Frida,Georg,Hanna,Igor,Jana,Kurt".split(",")) {
            for (String last : "Adler,Berg,Conti,Dietz,Engel,Fuchs,Graf,Hahn,Jung".split(",")) {
                names.add(first + " " + last);
            }
        }
        return names;
    }

    private static List<String> channels() {
        List<String> channels = new ArrayList<>(List.of("Google", "Facebook", "Baidu", "Apple"));
        for (int i = 0; i < OTHER_CHANNELS; i++) {
            channels.add("channel-" + i);
        }
        return channels;
    }

    /** Three folders of three or four characters; nine of ten of the other channels have a number of their own. */
    private static List<String> urls() {
        Randomness randomness = Randomness.of(0, "urls");
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < HOT_CHANNELS + OTHER_CHANNELS; i++) {
            StringBuilder url = new StringBuilder("https://www.nexmark.com/");
            for (int folder = 0; folder < 3; folder++) {
                long at = 4L * i + folder;
                int length = (int) randomness.between(at << 8, 3, 4);
                for (int k = 1; k <= length; k++) {
                    long letter = randomness.between((at << 8) + k, 0, 26 * 13 - 1);
                    url.append(letter < 26 ? '_' : (char) ('a' + letter % 26));
                }
                url.append('/');
            }
            url.append("item.htm?query=1");
            if (i >= HOT_CHANNELS && randomness.between((4L * i + 3) << 8, 0, 9) > 0) {
                url.append("&channel_id=").append(Math.abs(Integer.reverse(i - HOT_CHANNELS)));
            }
            urls.add(url.toString());
        }
        return urls;
    }

    /** Texts that rows choose from, as a dictionary. */
    static final class WordList {
        final byte[] bytes;
        final int[] starts;
        final int[] lengths;
        final LastingTexts lasting = new LastingTexts();

        WordList(List<String> words) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            starts = new int[words.size()];
            lengths = new int[words.size()];
            for (int i = 0; i < words.size(); i++) {
                byte[] word = words.get(i).getBytes(StandardCharsets.UTF_8);
                starts[i] = all.size();
                lengths[i] = word.length;
                all.writeBytes(word);
            }
            bytes = all.toByteArray();
        }

        int size() {
            return starts.length;
        }
    }
}
