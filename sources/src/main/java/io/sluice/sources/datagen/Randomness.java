package io.sluice.sources.datagen;

/** A stream of random bits that can be entered at any position: a counter, mixed (as in SplittableRandom). */
public record Randomness(long seed) {
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    /** A stream of its own for a name. */
    public static Randomness of(long seed, String name) {
        long hash = seed;
        for (int i = 0; i < name.length(); i++) {
            hash = mix(hash + STEP + name.charAt(i));
        }
        return new Randomness(mix(hash));
    }

    public long bits(long position) {
        return mix(seed + position * STEP);
    }

    /** Evenly from {@code min} to {@code max}, both included. */
    public long between(long position, long min, long max) {
        long span = max - min + 1;
        long bits = bits(position);
        return span == 0 ? bits : min + multiplyHigh(bits, span);
    }

    /** Evenly from 0 to 1, without 1. */
    public double fraction(long position) {
        return (bits(position) >>> 11) * 0x1.0p-53;
    }

    /** The upper half of the product of two unsigned numbers. */
    private static long multiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}
