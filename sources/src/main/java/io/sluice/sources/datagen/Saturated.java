package io.sluice.sources.datagen;

/** Sums and products of numbers that are not negative; what does not fit is {@code Long.MAX_VALUE}. */
final class Saturated {
    private Saturated() {}

    static long product(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }

    static long sum(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }
}
