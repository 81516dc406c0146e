package io.sluice.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Session;
import io.sluice.engine.Sluice;
import io.sluice.engine.law.LawQueries.LawQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The law for {@link LawQueries} and {@link SetQueries}; those that answer at the end only are run bounded. */
class LawTest {
    private static final int ROWS = 1500;
    private static final long SEED = 20010101;
    private static final String[] NAMES = {"anna", "bob", "carla", "", "zoë", "a'b\\\"c"};

    @TempDir
    private static Path directory;

    private static LawRig rig;

    @BeforeAll
    static void makeRows() throws Exception {
        rig = new LawRig(directory, SEED, ROWS);
    }

    static String row(Random random) {
        int key = (int) Math.abs(random.nextGaussian() * 3);
        return "{\"k\":%s,\"name\":%s,\"v\":%s,\"d\":%s,\"price\":%s,\"ts\":%s,\"day\":%s}"
                .formatted(
                        maybe(random, Integer.toString(key)),
                        maybe(random, "\"" + NAMES[random.nextInt(NAMES.length)] + "\""),
                        maybe(random, Integer.toString(random.nextInt(2000) - 1000)),
                        maybe(random, String.format(Locale.ROOT, "%.3f", random.nextDouble())),
                        maybe(random, String.format(Locale.ROOT, "%.2f", random.nextDouble() * 200 - 100)),
                        maybe(
                                random,
                                "\"2026-01-%02d %02d:%02d:%02d.%03d\""
                                        .formatted(
                                                1 + random.nextInt(3),
                                                random.nextInt(24),
                                                random.nextInt(60),
                                                random.nextInt(60),
                                                random.nextInt(1000))),
                        maybe(random, "\"19%02d-0%d-15\"".formatted(random.nextInt(90) + 10, 1 + random.nextInt(9))));
    }

    private static String maybe(Random random, String value) {
        return random.nextInt(12) == 0 ? "null" : value;
    }

    @AfterAll
    static void close() throws Exception {
        rig.close();
    }

    private static Stream<LawQuery> queries() {
        return Stream.of(LawQueries.ALL, SetQueries.ALL, SetQueries.VALUES).flatMap(List::stream);
    }

    @ParameterizedTest
    @EnumSource
    void everyModeEqualsTheBatchAnswer(LawRig.Mode mode) throws Exception {
        Stream<LawQuery> last = mode == LawRig.Mode.BOUNDED ? LawQueries.AT_THE_END.stream() : Stream.empty();
        rig.check(Stream.concat(queries(), last).toList(), mode);
    }

    @Test
    void sluiceOpensASessionInTheCurrentDirectory() {
        try (Session session = Sluice.open()) {
            assertThat(session.queries()).isEmpty();
        }
    }
}
