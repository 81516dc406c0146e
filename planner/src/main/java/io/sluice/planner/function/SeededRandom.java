package io.sluice.planner.function;

import java.util.Random;

/** The random numbers of a seed, prepared from its digits. */
public final class SeededRandom {
    private final Random random;

    public SeededRandom(String seed) {
        random = new Random(Long.parseLong(seed));
    }

    double nextDouble() {
        return random.nextDouble();
    }

    int nextInt(int bound) {
        return random.nextInt(bound);
    }
}
