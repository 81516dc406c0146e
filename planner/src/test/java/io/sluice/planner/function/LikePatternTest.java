package io.sluice.planner.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LikePatternTest {
    private static final int ROUNDS = 200_000;

    @Test
    void likeIsTheRegularExpressionThatItStandsFor() {
        Random random = new Random(1);
        int matches = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String pattern = RandomText.of(random, 5, 'a', 'b', '%', '_', 'é', '日', 0x1F600);
            String text = RandomText.of(random, 6);
            boolean expected = regex(pattern, 0).matcher(text).matches();
            matches += expected ? 1 : 0;
            assertThat(new LikePattern(pattern).matches(RandomText.inside(text)))
                    .as("'%s' LIKE '%s'", text, pattern)
                    .isEqualTo(expected);
        }
        assertThat(matches).isBetween(ROUNDS / 100, ROUNDS / 2);
    }

    @Test
    void likeWithEscapeIsTheRegularExpressionThatItStandsFor() {
        Random random = new Random(2);
        int matches = 0;
        for (int i = 0; i < ROUNDS; i++) {
            int escape = random.nextBoolean() ? '#' : 'é';
            String pattern = escaped(random, escape);
            String text = RandomText.of(random, 6, 'a', 'b', '%', '_', escape, '日', 0x1F600);
            boolean expected = regex(pattern, escape).matcher(text).matches();
            matches += expected ? 1 : 0;
            assertThat(LikePattern.matches(
                            RandomText.inside(text),
                            RandomText.inside(pattern),
                            RandomText.inside(Character.toString(escape))))
                    .as("'%s' LIKE '%s' ESCAPE '%c'", text, pattern, escape)
                    .isEqualTo(expected);
        }
        assertThat(matches).isBetween(ROUNDS / 100, ROUNDS / 2);
    }

    private static String escaped(Random random, int escape) {
        StringBuilder pattern = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            if (random.nextInt(4) == 0) {
                pattern.appendCodePoint(escape);
                pattern.appendCodePoint(new int[] {'%', '_', escape}[random.nextInt(3)]);
            } else {
                pattern.appendCodePoint(new int[] {'a', 'b', '%', '%', '_', '日', 0x1F600}[random.nextInt(7)]);
            }
        }
        return pattern.toString();
    }

    private static Pattern regex(String pattern, int escape) {
        StringBuilder regex = new StringBuilder();
        int[] letters = pattern.codePoints().toArray();
        for (int i = 0; i < letters.length; i++) {
            boolean escaped = letters[i] == escape;
            int letter = escaped ? letters[++i] : letters[i];
            String wild = letter == '%' ? ".*" : letter == '_' ? "." : Pattern.quote(Character.toString(letter));
            regex.append(escaped ? Pattern.quote(Character.toString(letter)) : wild);
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
