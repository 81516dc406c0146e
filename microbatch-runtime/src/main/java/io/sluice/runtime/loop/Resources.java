package io.sluice.runtime.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What a query has open, closed in the reverse order. All are closed, even if one fails. */
final class Resources implements AutoCloseable {
    private final Deque<Runnable> closers = new ArrayDeque<>();

    void add(Runnable closer) {
        closers.push(closer);
    }

    /** Throws the first failure, with the others added to it. */
    @Override
    public void close() {
        Optional<Throwable> failure = closeAll();
        if (failure.isPresent()) {
            rethrow(failure.get());
        }
    }

    /** Closes after a failure; what fails now is added to it. */
    void closeAfter(Throwable cause) {
        closeAll().ifPresent(cause::addSuppressed);
    }

    private Optional<Throwable> closeAll() {
        Optional<Throwable> first = Optional.empty();
        while (!closers.isEmpty()) {
            try {
                closers.pop().run();
            } catch (RuntimeException | Error e) {
                first.ifPresent(earlier -> earlier.addSuppressed(e));
                first = first.or(() -> Optional.of(e));
            }
        }
        return first;
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
