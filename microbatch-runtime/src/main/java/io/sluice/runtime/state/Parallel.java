package io.sluice.runtime.state;

import java.util.function.IntConsumer;

/** Runs tasks 0 to {@code count − 1}, several at a time if it likes; returns when all are done. */
@FunctionalInterface
public interface Parallel {
    /** One after another, on this thread. */
    Parallel ONE_BY_ONE = (count, task) -> {
        for (int i = 0; i < count; i++) {
            task.accept(i);
        }
    };

    void run(int count, IntConsumer task);
}
