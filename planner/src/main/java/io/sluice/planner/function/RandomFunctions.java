package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.plan.TypeKind.DOUBLE;
import static io.sluice.planner.plan.TypeKind.INT;
import static io.sluice.planner.plan.TypeKind.STRING;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Chance: another value for each row and each call. With a seed, each worker has the same sequence. */
public final class RandomFunctions {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_SHIFT = 12;
    private static final long VERSION = 4;

    private RandomFunctions() {}

    static List<ScalarFunction> all() {
        Parameter seed = integer("seed").as(STRING).asLiteral();
        return Entry.all(
                "Chance",
                RandomFunctions.class,
                entry("RAND", "rand")
                        .notDeterministic()
                        .gives(DOUBLE)
                        .says("RAND([seed])", "A number from 0 up to, and without, 1.")
                        .shows("RAND() < 1", "TRUE"),
                entry("RAND/SEED", "randOfSeed")
                        .notDeterministic()
                        .takes(seed)
                        .prepares(0, SeededRandom.class)
                        .gives(DOUBLE)
                        .says("RAND([seed])", "")
                        .shows("RAND(1)", "0.7308781907032909"),
                entry("RAND_INTEGER", "randInteger")
                        .notDeterministic()
                        .takes(integer("bound"))
                        .gives(INT)
                        .says("RAND_INTEGER([seed,] bound)", "A whole number from 0 up to, and without, the bound.")
                        .shows("RAND_INTEGER(1)", "0"),
                entry("RAND_INTEGER/SEED", "randIntegerOfSeed")
                        .notDeterministic()
                        .takes(seed, integer("bound"))
                        .prepares(0, SeededRandom.class)
                        .gives(INT)
                        .says("RAND_INTEGER([seed,] bound)", "")
                        .shows("RAND_INTEGER(1, 10)", "5"),
                entry("UUID", "uuid")
                        .notDeterministic()
                        .gives(STRING)
                        .says("UUID()", "A random UUID of version 4.")
                        .shows("CHAR_LENGTH(UUID())", "36"));
    }

    public static double rand() {
        return ThreadLocalRandom.current().nextDouble();
    }

    public static double randOfSeed(SeededRandom random) {
        return random.nextDouble();
    }

    public static long randInteger(long bound) {
        return ThreadLocalRandom.current().nextInt(checked(bound));
    }

    public static long randIntegerOfSeed(SeededRandom random, long bound) {
        return random.nextInt(checked(bound));
    }

    private static int checked(long bound) {
        if (bound <= 0 || bound > Integer.MAX_VALUE) {
            throw new RowException(
                    "the bound of RAND_INTEGER must be 1 to 2147483647, got " + bound, "Give another bound.");
        }
        return (int) bound;
    }

    public static void uuid(Utf8 out) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & ~(0xFL << VERSION_SHIFT) | VERSION << VERSION_SHIFT;
        long low = random.nextLong() & Long.MAX_VALUE >> 1 | Long.MIN_VALUE;
        out.reserve(36);
        hex(high >>> 32, 8, out);
        hex(high >>> 16 & 0xFFFF, 4, out.append((byte) '-'));
        hex(high & 0xFFFF, 4, out.append((byte) '-'));
        hex(low >>> 48, 4, out.append((byte) '-'));
        hex(low & 0xFFFF_FFFF_FFFFL, 12, out.append((byte) '-'));
    }

    private static void hex(long value, int digits, Utf8 out) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            out.append(HEX[(int) (value >>> shift) & 15]);
        }
    }
}
