package io.sluice.runtime.loop;

import io.sluice.checkpoint.Threads;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Commits and publishes batches beside the loop, one after the other; for tests on the loop's thread, at once. Used by the loop's thread. */
final class CommitThread implements AutoCloseable {
    private final String name;
    private final boolean background;
    private Optional<ExecutorService> thread = Optional.empty();

    CommitThread(String query, boolean background) {
        this.name = "sluice-" + query + "-commit";
        this.background = background;
    }

    /** Does the work after all that it was given before; the thread is made for the first one. */
    Future<?> begin(Runnable work) {
        if (!background) {
            FutureTask<?> task = new FutureTask<>(work, null);
            task.run();
            return task;
        }
        thread = thread.or(() -> Optional.of(Executors.newSingleThreadExecutor(Threads.daemons(name))));
        return thread.get().submit(work);
    }

    /** Waits for the end of such work, even when this thread is interrupted; throws what it has thrown. */
    static void await(Future<?> work) {
        try {
            Threads.await(work::get);
        } catch (ExecutionException e) {
            Threads.rethrow(e.getCause());
        }
    }

    /** Lets the thread end after what it was given. */
    @Override
    public void close() {
        thread.ifPresent(ExecutorService::shutdown);
    }
}
