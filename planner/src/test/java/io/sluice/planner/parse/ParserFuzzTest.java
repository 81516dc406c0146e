package io.sluice.planner.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sluice.planner.GoldenFile;
import io.sluice.planner.PlanException;
import io.sluice.planner.Planner;
import io.sluice.planner.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Damaged statements: whatever is left of them is read, or reported with a place inside the text. */
class ParserFuzzTest {
    private static final long SEED = 20_261_121;
    private static final int ROUNDS = 3_000;
    private static final Pattern PIECES = Pattern.compile("\\w+|'[^']*'|\\s+|.", Pattern.DOTALL);

    private final List<List<String>> corpus = Stream.of("parse/statements.txt", "parse/mistakes.txt")
            .flatMap(file -> GoldenFile.open(file).cases().stream())
            .map(one ->
                    PIECES.matcher(one.input()).results().map(r -> r.group()).toList())
            .toList();

    @Test
    void damagedStatementsAreReadOrReported() {
        Random random = new Random(SEED);
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            int reported = 0;
            for (int i = 0; i < ROUNDS; i++) {
                reported += isReported(String.join("", damaged(random))) ? 1 : 0;
            }
            assertThat(reported).isBetween(ROUNDS / 4, ROUNDS - ROUNDS / 20);
        });
    }

    @Test
    void deepNestingIsReported() {
        assertThat(isReported("SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000)))
                .isTrue();
    }

    private List<String> damaged(Random random) {
        List<String> pieces = new ArrayList<>(corpus.get(random.nextInt(corpus.size())));
        for (int changes = 1 + random.nextInt(3); changes > 0 && !pieces.isEmpty(); changes--) {
            int at = random.nextInt(pieces.size());
            switch (random.nextInt(5)) {
                case 0 -> pieces.remove(at);
                case 1 -> pieces.add(at, pieces.get(at));
                case 2 -> pieces.subList(at, pieces.size()).clear();
                case 3 -> pieces.set(at, other(random));
                default -> pieces.add(at, " " + other(random) + " ");
            }
        }
        return pieces;
    }

    private String other(Random random) {
        List<String> from = corpus.get(random.nextInt(corpus.size()));
        return from.get(random.nextInt(from.size()));
    }

    private static boolean isReported(String text) {
        try {
            Planner.parse(new Script("fuzz.sql", text));
            return false;
        } catch (PlanException e) {
            assertThat(e.report()).contains(e.getMessage());
            assertThat(e.location()).as(text).isPresent();
            assertThat(e.location().get().position().line())
                    .as(text)
                    .isBetween(1, (int) text.lines().count() + 1);
            return true;
        } catch (RuntimeException | Error e) {
            return fail("on <" + text + ">", e);
        }
    }
}
