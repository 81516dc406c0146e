package io.sluice.checkpoint.state;

import io.sluice.checkpoint.Threads;
import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.file.Trouble;
import io.sluice.checkpoint.file.WriterFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Folds tables and deletes files, on a thread of its own or, for tests, at once. What goes wrong is thrown by the next
 * {@link #takeResults}: the commit that caused the work is durable already and must not seem to have failed.
 *
 * <p>A snapshot in the background is written in chunks, each forced, at a pace that leaves the disk to the commits.
 */
final class Folder implements AutoCloseable {
    private static final long BYTES_PER_SECOND = 48L << 20;

    private final Fold fold;
    private final Durability durability;
    private final WriterFolder writer;
    private final Optional<ExecutorService> thread;
    private final Queue<StateChange.Snapshot> results = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean closing;
    private long chunkStart;

    Folder(Fold fold, Durability durability, WriterFolder writer, boolean background) {
        this.fold = fold;
        this.durability = durability;
        this.writer = writer;
        this.thread = background
                ? Optional.of(Executors.newSingleThreadExecutor(Threads.daemons("sluice-checkpoint-fold")))
                : Optional.empty();
    }

    void fold(Fold.Input input) {
        run(() -> {
            if (closing) {
                return;
            }
            chunkStart = System.nanoTime();
            fold.run(input, thread.isPresent() ? this::pause : StateOutput.Pace.NONE, () -> closing)
                    .ifPresent(results::add);
        });
    }

    /** Deletes files in their order, while the checkpoint is the writer's; those that are gone already do not matter. */
    void delete(List<Path> files) {
        if (!files.isEmpty()) {
            run(() -> deleteAll(files));
        }
    }

    /** The folds that have ended since the last call; throws what went wrong in any of them. */
    List<StateChange.Snapshot> takeResults() {
        Threads.rethrow(failure.get());
        List<StateChange.Snapshot> taken = new ArrayList<>();
        for (StateChange.Snapshot next = results.poll(); next != null; next = results.poll()) {
            taken.add(next);
        }
        return taken;
    }

    private void run(Runnable task) {
        if (thread.isPresent()) {
            thread.get().execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                }
            });
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void deleteAll(List<Path> files) {
        for (Path file : files) {
            try {
                writer.delete("deleted", file);
            } catch (IOException e) {
                throw Trouble.with("delete", file, e);
            }
        }
    }

    private void pause(FileChannel channel, int bytes) throws IOException {
        durability.file(channel);
        long due = chunkStart + bytes * TimeUnit.SECONDS.toNanos(1) / BYTES_PER_SECOND;
        for (long now = System.nanoTime(); now < due && !closing; now = System.nanoTime()) {
            LockSupport.parkNanos(due - now);
        }
        chunkStart = System.nanoTime();
    }

    /** Folds are dropped, since no commit would name what they write, and begin anew after the next start. Waits for deletes. */
    @Override
    public void close() {
        closing = true;
        if (thread.isEmpty()) {
            return;
        }
        thread.get().shutdown();
        Threads.await(() -> thread.get().awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
    }
}
