package io.sluice.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
    @Test
    void eachTaskIsRunOnce() {
        try (WorkerPool pool = new WorkerPool(4, "test")) {
            AtomicIntegerArray runs = new AtomicIntegerArray(1000);
            pool.run(runs.length(), (thread, index) -> runs.incrementAndGet(index));
            for (int i = 0; i < runs.length(); i++) {
                assertThat(runs.get(i)).isEqualTo(1);
            }
        }
    }

    @Test
    void tasksRunOnAllThreads() {
        try (WorkerPool pool = new WorkerPool(3, "test")) {
            Set<Integer> threads = ConcurrentHashMap.newKeySet();
            CyclicBarrier all = new CyclicBarrier(3);
            pool.run(3, (thread, index) -> {
                threads.add(thread);
                await(all);
            });
            assertThat(threads).containsExactlyInAnyOrder(0, 1, 2);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSingleTaskRunsOnTheCallersThread() {
        try (WorkerPool pool = new WorkerPool(3, "test")) {
            Thread caller = Thread.currentThread();
            pool.run(1, (thread, index) -> assertThat(Thread.currentThread()).isSameAs(caller));
        }
    }

    @Test
    void theFirstFailureIsThrownAndLaterTasksDoNotBegin() {
        try (WorkerPool pool = new WorkerPool(1, "test")) {
            Set<Integer> begun = ConcurrentHashMap.newKeySet();
            assertThatThrownBy(() -> pool.run(10, (thread, index) -> {
                        begun.add(index);
                        if (index == 2) {
                            throw new IllegalArgumentException("task 2");
                        }
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("task 2");
            assertThat(begun).containsExactlyInAnyOrder(0, 1, 2);
        }
    }

    @Test
    void aFailureOnAnotherThreadReachesTheCaller() {
        try (WorkerPool pool = new WorkerPool(2, "test")) {
            CyclicBarrier both = new CyclicBarrier(2);
            assertThatThrownBy(() -> pool.run(2, (thread, index) -> {
                        await(both);
                        if (thread == 1) {
                            throw new IllegalArgumentException("elsewhere");
                        }
                    }))
                    .hasMessage("elsewhere");
        }
    }

    @Test
    void aThreadThatIsBusyIsNotWaitedFor() throws InterruptedException {
        try (WorkerPool pool = new WorkerPool(2, "test")) {
            CountDownLatch begun = new CountDownLatch(2);
            CountDownLatch end = new CountDownLatch(1);
            Thread other = new Thread(() -> pool.run(2, (thread, index) -> {
                begun.countDown();
                await(end);
            }));
            other.start();
            begun.await();
            AtomicIntegerArray runs = new AtomicIntegerArray(100);
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> pool.run(runs.length(), (thread, index) -> runs.incrementAndGet(index)));
            end.countDown();
            other.join();
            for (int i = 0; i < runs.length(); i++) {
                assertThat(runs.get(i)).isEqualTo(1);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
