package io.sluice.benchmarks.micro;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Nothing of the engine: what the machine does meanwhile, by which the other figures are put right. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Yardstick {
    private static final int STEPS = 1 << 16;
    private static final int TABLE = 1 << 21;

    private long[] table;

    @Setup
    public void fill() {
        table = new Random(1).longs(TABLE).toArray();
    }

    /** Mixing, and a look at 16 MB of memory, for each step. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public long lookAndMix() {
        long sum = 0;
        for (int i = 0; i < STEPS; i++) {
            long k = i * 0x9E3779B97F4A7C15L;
            k ^= k >>> 32;
            sum += table[(int) k & TABLE - 1] ^ k;
        }
        return sum;
    }
}
