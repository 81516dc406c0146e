package io.sluice.checkpoint;

import java.util.concurrent.ThreadFactory;

/** Threads that work beside a query, and waiting for them. */
public final class Threads {
    private Threads() {}

    /** Makes daemons of this name: they do not keep a process from ending. */
    public static ThreadFactory daemons(String name) {
        return work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        };
    }

    /** Something that blocks. */
    @FunctionalInterface
    public interface Wait<E extends Exception> {
        void run() throws InterruptedException, E;
    }

    /**
     * Waits to the end even when this thread is interrupted, which it then is afterwards: for work that uses memory or files
     * that go next. An interrupted wait is begun again.
     */
    public static <E extends Exception> void await(Wait<E> wait) throws E {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    wait.run();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Throws what has failed on another thread; null: nothing has. Checked exceptions, which no such work throws, are wrapped. */
    public static void rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }
}
