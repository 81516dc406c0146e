package io.sluice.runtime.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What the loop and the threads that hold its query tell each other. Thread-safe. */
public final class Signals {
    private boolean rung;
    private boolean stopped;
    private boolean ended;
    private boolean turned;
    private long drainedAsOf = System.nanoTime() - 1;

    /** There may be something to do. */
    public synchronized void ring() {
        rung = true;
        notifyAll();
    }

    /** The loop is to end after the batch that it is in. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    /** The query has ended, and all that it had open is closed. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    public synchronized boolean isEnded() {
        return ended;
    }

    /** Sleeps until the bell is rung, the loop is stopped, or the time is over; empty: without a limit. */
    synchronized void sleep(Optional<Duration> atMost) {
        long deadline = System.nanoTime() + atMost.map(Signals::nanos).orElse(0L);
        while (!rung && !stopped) {
            long left = deadline - System.nanoTime();
            if (atMost.isPresent() && left <= 0) {
                return;
            }
            await(atMost.isPresent() ? left : 0);
        }
        rung = false;
    }

    /** All that was in the sources at the instant {@code nanoTime} is committed and published. */
    synchronized void drained(long nanoTime) {
        if (nanoTime - drainedAsOf > 0) {
            drainedAsOf = nanoTime;
            notifyAll();
        }
    }

    /** Waits until all that is in the sources now is committed and published, or the query has ended. */
    public synchronized void awaitDrained() {
        long asked = System.nanoTime();
        ring();
        while (!ended && drainedAsOf - asked < 0) {
            await(0);
        }
    }

    /** The same, but no longer than that; false if the time was over before. */
    public synchronized boolean awaitDrained(Duration atMost) {
        long asked = System.nanoTime();
        ring();
        return await(Optional.of(atMost), () -> ended || drainedAsOf - asked >= 0);
    }

    /** A turn of the loop is over: a batch is published, or the sources had nothing. */
    synchronized void turned() {
        if (!turned) {
            turned = true;
            notifyAll();
        }
    }

    /** Waits for the first turn of the loop, or the end of the query; false if the time was over before. */
    public synchronized boolean awaitFirstTurn(Duration atMost) {
        return await(Optional.of(atMost), () -> turned || ended);
    }

    /** Waits for the end of the query; false if the time was over before. Empty: without a limit. */
    public synchronized boolean awaitEnd(Optional<Duration> atMost) {
        return await(atMost, () -> ended);
    }

    private boolean await(Optional<Duration> atMost, BooleanSupplier condition) {
        long deadline = System.nanoTime() + atMost.map(Signals::nanos).orElse(0L);
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (atMost.isPresent() && left <= 0) {
                return false;
            }
            await(atMost.isPresent() ? left : 0);
        }
        return true;
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(365)) > 0
                ? Duration.ofDays(365).toNanos()
                : duration.toNanos();
    }

    /** Waits to be notified; 0: without a limit. */
    private void await(long nanos) {
        try {
            if (nanos == 0) {
                wait();
            } else {
                wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the thread \"%s\" was interrupted while it waited"
                    .formatted(Thread.currentThread().getName()));
        }
    }
}
