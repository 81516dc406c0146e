package io.sluice.runtime.execution;

import io.sluice.checkpoint.Tasks;
import io.sluice.checkpoint.Threads;
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
        others = Executors.newFixedThreadPool(
                Math.max(1, threads - 1), work -> Threads.daemons("sluice-" + name + "-" + number.incrementAndGet())
                        .newThread(work));
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
        if (tasks == 0) {
            return;
        }
        Run run = new Run(tasks, task);
        int helpers = Math.min(threads, tasks) - 1;
        for (int i = 1; i <= helpers; i++) {
            int thread = i;
            others.execute(() -> run.take(thread));
        }
        run.take(0);
        run.await();
        Threads.rethrow(run.failure.get());
    }

    @Override
    public void run(int count, IntConsumer task) {
        run(count, (thread, index) -> task.accept(index));
    }

    /** Tasks that are taken by who comes. A thread that comes when all are taken finds nothing to do: nobody waits for it. */
    private static final class Run {
        private final int tasks;
        private final Task task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger left;
        private final CountDownLatch done = new CountDownLatch(1);
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        private Run(int tasks, Task task) {
            this.tasks = tasks;
            this.task = task;
            left = new AtomicInteger(tasks);
        }

        private void take(int thread) {
            for (int index = next.getAndIncrement(); index < tasks; index = next.getAndIncrement()) {
                if (failure.get() == null) {
                    run(thread, index);
                }
                if (left.decrementAndGet() == 0) {
                    done.countDown();
                }
            }
        }

        private void run(int thread, int index) {
            try {
                task.run(thread, index);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        }

        /** The tasks use memory of this batch, so they are waited for even when this thread is interrupted. */
        private void await() {
            Threads.await(done::await);
        }
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
