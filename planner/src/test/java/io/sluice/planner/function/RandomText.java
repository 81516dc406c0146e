package io.sluice.planner.function;

import java.util.Random;

/** Short random text over characters of one to four bytes. */
final class RandomText {
    private static final int[] LETTERS = {'a', 'b', '%', '_', '\n', '.', 'é', '日', 0x1F600};

    private RandomText() {}

    static String of(Random random, int longest) {
        return of(random, longest, LETTERS);
    }

    static String of(Random random, int longest, int... letters) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    /** The text between other bytes, so that reading beyond its ends shows. */
    static Utf8 inside(String text) {
        Utf8 out = new Utf8();
        out.append("a%日").append(text).append("a%日");
        int edge = Utf8.of("a%日").length;
        return new Utf8(out.bytes, edge, out.length - 2 * edge);
    }
}
