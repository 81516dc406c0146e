package io.sluice.planner.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The functions over UTF-8 bytes against the same over code points of a String. */
class TextFunctionsTest {
    private static final int ROUNDS = 50_000;

    private final Random random = new Random(5);

    @Test
    void lengthsAndPositionsCountCodePoints() {
        for (int i = 0; i < ROUNDS; i++) {
            String text = RandomText.of(random, 20);
            String wanted = RandomText.of(random, 2);
            int at = text.indexOf(wanted);
            Utf8 utf8 = RandomText.inside(text);
            assertThat(StringFunctions.charLength(utf8)).isEqualTo(text.codePointCount(0, text.length()));
            assertThat(SearchFunctions.position(RandomText.inside(wanted), utf8, 1))
                    .isEqualTo(at < 0 ? 0 : text.codePointCount(0, at) + 1);
            assertThat(SearchFunctions.startsWith(utf8, RandomText.inside(wanted)))
                    .isEqualTo(text.startsWith(wanted));
            assertThat(SearchFunctions.endsWith(utf8, RandomText.inside(wanted)))
                    .isEqualTo(text.endsWith(wanted));
        }
    }

    @Test
    void partsOfTextCountCodePoints() {
        for (int i = 0; i < ROUNDS; i++) {
            String text = RandomText.of(random, 8);
            int[] letters = text.codePoints().toArray();
            int from = random.nextInt(24) - 12;
            int length = random.nextInt(12);
            Utf8 utf8 = RandomText.inside(text);
            assertThat(run(out -> StringFunctions.substring(utf8, from, length, out)))
                    .as("SUBSTRING('%s', %d, %d)", text, from, length)
                    .isEqualTo(substring(letters, from, length));
            assertThat(run(out -> StringFunctions.left(utf8, length, out)))
                    .isEqualTo(new String(letters, 0, Math.min(length, letters.length)));
            int tail = Math.min(length, letters.length);
            assertThat(run(out -> StringFunctions.right(utf8, length, out)))
                    .isEqualTo(new String(letters, letters.length - tail, tail));
            assertThat(run(out -> StringFunctions.reverse(utf8, out)))
                    .isEqualTo(new StringBuilder(text).reverse().toString());
        }
    }

    private static String substring(int[] letters, int from, int length) {
        int start = from > 0 ? from - 1 : from == 0 ? 0 : letters.length + from;
        if (start < 0 || start >= letters.length) {
            return "";
        }
        return new String(letters, start, Math.min(length, letters.length - start));
    }

    @Test
    void replacementsAreThoseOfStrings() {
        for (int i = 0; i < ROUNDS; i++) {
            String text = RandomText.of(random, 8);
            String from = RandomText.of(random, 2);
            String to = RandomText.of(random, 2);
            if (from.isEmpty()) {
                continue;
            }
            assertThat(run(out -> StringFunctions.replace(
                            RandomText.inside(text), RandomText.inside(from), RandomText.inside(to), out)))
                    .isEqualTo(text.replace(from, to));
        }
    }

    @Test
    void paddedTextHasItsLength() {
        for (int i = 0; i < ROUNDS; i++) {
            String text = RandomText.of(random, 6);
            String pad = RandomText.of(random, 3);
            int length = random.nextInt(10);
            if (pad.isEmpty()) {
                continue;
            }
            String left =
                    run(out -> PaddingFunctions.padLeft(RandomText.inside(text), length, RandomText.inside(pad), out));
            String right =
                    run(out -> PaddingFunctions.padRight(RandomText.inside(text), length, RandomText.inside(pad), out));
            assertThat(left.codePointCount(0, left.length())).isEqualTo(length);
            assertThat(right.codePointCount(0, right.length())).isEqualTo(length);
            boolean fits = text.codePointCount(0, text.length()) <= length;
            assertThat(
                            fits
                                    ? left.endsWith(text) && right.startsWith(text)
                                    : text.startsWith(left) && left.equals(right))
                    .isTrue();
        }
    }

    @Test
    void trimmedTextHasNoneOfTheCharactersAtItsEnds() {
        for (int i = 0; i < ROUNDS; i++) {
            String text = RandomText.of(random, 8);
            String characters = RandomText.of(random, 2);
            String set = "[" + characters.replace("\n", "\\n") + "]";
            String expected = characters.isEmpty() ? text : text.replaceAll("\\A" + set + "+|" + set + "+\\z", "");
            assertThat(run(out ->
                            PaddingFunctions.trimBoth(RandomText.inside(text), RandomText.inside(characters), out)))
                    .isEqualTo(expected);
        }
    }

    private static String run(Consumer<Utf8> function) {
        Utf8 out = new Utf8();
        function.accept(out);
        return out.toString();
    }
}
