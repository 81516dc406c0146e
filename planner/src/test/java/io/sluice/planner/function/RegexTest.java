package io.sluice.planner.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found is what Java's own search finds, though most of a text is not looked at. */
class RegexTest {
    private static final List<String> PARTS = List.of(
            "a",
            "b",
            "ab",
            "ba",
            "(a|b)",
            "(&|^)",
            "[ab]",
            "[^a]*",
            "a?",
            "b+",
            "(ab)?",
            "(?:b|ab)",
            ".",
            "a{0,1}",
            "b{2}",
            "\\w",
            "$",
            "^",
            "é",
            "aé",
            "(a*)b",
            "\\.",
            "a{1}",
            "b*?");
    private static final String LETTERS = "aabb&.é😀";

    @Test
    void findsWhatJavaFinds() {
        Random random = new Random(11);
        for (int i = 0; i < 4000; i++) {
            StringBuilder regex = new StringBuilder();
            for (int parts = 1 + random.nextInt(5); parts > 0; parts--) {
                regex.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            Regex prepared = new Regex(regex.toString());
            for (int texts = 0; texts < 10; texts++) {
                check(prepared, Pattern.compile(regex.toString()), text(random));
            }
        }
    }

    private static String text(Random random) {
        int[] letters = LETTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(9); left > 0; left--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private static void check(Regex regex, Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        boolean found = matcher.find();
        Utf8 out = new Utf8();
        boolean extracted = RegexFunctions.regexpExtract(Utf8.of(text), regex, 0, out);
        assertThat(extracted).as("%s in %s", pattern, text).isEqualTo(found);
        assertThat(RegexFunctions.regexp(Utf8.of(text), regex)).isEqualTo(found);
        if (found) {
            assertThat(out.toString()).as("%s in %s", pattern, text).isEqualTo(matcher.group());
        }
        long at = found ? text.codePointCount(0, matcher.start()) + 1L : 0;
        assertThat(RegexFunctions.regexpInstr(Utf8.of(text), regex))
                .as("%s in %s", pattern, text)
                .isEqualTo(at);
        Utf8 replaced = new Utf8();
        RegexFunctions.regexpReplace(Utf8.of(text), regex, Utf8.of("x"), replaced);
        assertThat(replaced.toString())
                .isEqualTo(Utf8.of(pattern.matcher(text).replaceAll("x")).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "(&|^)channel_id=([^&]*), channel_id=, 1",
        "^https?://, http, 0",
        "b?at*://, ://, " + RequiredText.ANY,
        "[0-9]+items, items, " + RequiredText.ANY,
        "a\\.bc?d, a.b, 0",
        "'(x{2,3}y){2}end', end, 8"
    })
    void partsThatStandForThemselvesAreRequired(String regex, String text, int before) {
        assertThat(RequiredText.of(regex)).isEqualTo(Optional.of(new RequiredText(text, before)));
    }

    @ParameterizedTest
    @CsvSource({"abc|def", "(?i)abc", "(abc)?", "\\Qabc\\E", "(a)\\1", "(?=abc)", "a*", "[[ab]c]"})
    void othersHaveNone(String regex) {
        assertThat(RequiredText.of(regex)).isEmpty();
    }
}
