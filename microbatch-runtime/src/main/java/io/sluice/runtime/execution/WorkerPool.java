package io.sluice.runtime.execution;

import io.sluice.checkpoint.Tasks;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * The threads of a query: the caller's, and daemons that wait. Tasks are taken in order, one by one; the first failure is
 * thrown and keeps the tasks that have not begun from beginning.
 */
final class WorkerPool implements Tasks, AutoCloseable {
    private final int threads;
    private final ExecutorService others;

    WorkerPool(int threads, String name) {
        this.threads = threads;
        AtomicInteger number = new AtomicInteger();
        others = Executors.newFixedThreadPool(Math.max(1, threads - 1), run -> {
            Thread thread = new Thread(run, "sluice-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public int threads() {
        return threads;
    }

    /** A piece of work; {@code thread} counts from 0, the caller's. */
    interface Task {
        void run(int thread, int index);
    }

    /** Runs tasks 0 to {@code tasks − 1}; returns when all are done. A single one is run here and now. */
    void run(int tasks, Task task) {
        int helpers = Math.min(threads, tasks) - 1;
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(Math.max(0, helpers));
        for (int i = 1; i <= helpers; i++) {
            int thread = i;
            others.execute(() -> {
                take(thread, tasks, next, task, failure);
                done.countDown();
            });
        }
        take(0, tasks, next, task, failure);
        await(done);
        rethrow(failure.get());
    }

    @Override
    public void run(int count, IntConsumer task) {
        run(count, (thread, index) -> task.accept(index));
    }

    private static void take(int thread, int tasks, AtomicInteger next, Task task, AtomicReference<Throwable> failure) {
        for (int index = next.getAndIncrement(); index < tasks; index = next.getAndIncrement()) {
            if (failure.get() != null) {
                return;
            }
            try {
                task.run(thread, index);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                return;
            }
        }
    }

    /** The threads use memory of this batch, so they are waited for even when this thread is interrupted. */
    private static void await(CountDownLatch done) {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
