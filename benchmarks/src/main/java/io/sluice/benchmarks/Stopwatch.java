package io.sluice.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Measures from when it is made on: the clock, and the processor's time of this process. */
public final class Stopwatch {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final long clock = System.nanoTime();
    private final long cpu = SYSTEM.getProcessCpuTime();

    /**
     * What has gone by.
     *
     * @param seconds by the clock
     * @param cpuSeconds of all threads together
     */
    public record Time(double seconds, double cpuSeconds) {}

    public Time time() {
        return new Time((System.nanoTime() - clock) / 1e9, (SYSTEM.getProcessCpuTime() - cpu) / 1e9);
    }
}
