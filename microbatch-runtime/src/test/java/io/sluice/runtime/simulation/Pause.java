package io.sluice.runtime.simulation;

import io.sluice.checkpoint.simulation.DiskHook;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Two starts of a job, each on its thread, of which one runs at a time: the first stops before a call, as by SIGSTOP; the
 * second takes over, and before one of its calls, or when it has ended, lets the first go on to its end.
 */
final class Pause {
    private final Object disk;
    private boolean firstIsStopped;
    private boolean firstGoesOn;
    private boolean firstHasEnded;

    /** @param disk whose monitor the calls have */
    Pause(Object disk) {
        this.disk = disk;
    }

    /** The calls of the first start, which stops before the n-th. */
    DiskHook first(DiskHook faults, long n) {
        long[] left = {n};
        return (operation, path, bytes) -> {
            if (isPlaceToStop(path) && --left[0] == 0) {
                stop();
            }
            return faults.before(operation, path, bytes);
        };
    }

    /** While it looks for the lock, a start has the register of the locks of this process, which both are. */
    private static boolean isPlaceToStop(Path path) {
        String name = path.getFileName() == null ? "" : path.getFileName().toString();
        return !name.startsWith("lock") && !name.equals("checkpoint");
    }

    private void stop() {
        firstIsStopped = true;
        disk.notifyAll();
        await(() -> firstGoesOn);
    }

    /** The calls of both from now on; the second start, on this thread, lets the first go on before its n-th. */
    DiskHook second(DiskHook faults, long n) {
        long[] left = {n};
        Thread second = Thread.currentThread();
        return new DiskHook() {
            @Override
            public boolean before(Operation operation, Path path, ByteBuffer bytes) throws IOException {
                if (Thread.currentThread() == second && isPlaceToStop(path) && --left[0] == 0) {
                    letFirstEnd();
                }
                return faults.before(operation, path, bytes);
            }
        };
    }

    /** Waits until the first start has stopped, or ended; whether it has stopped. */
    boolean awaitStop() {
        synchronized (disk) {
            await(() -> firstIsStopped || firstHasEnded);
            return !firstHasEnded;
        }
    }

    void letFirstEnd() {
        synchronized (disk) {
            firstGoesOn = true;
            disk.notifyAll();
            await(() -> firstHasEnded);
        }
    }

    void firstHasEnded() {
        synchronized (disk) {
            firstHasEnded = true;
            disk.notifyAll();
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition) {
        try {
            while (!condition.holds()) {
                disk.wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
