package io.sluice.checkpoint;

import java.util.function.IntConsumer;

/** The threads of a query, for work that can be done side by side. */
public interface Tasks {
    /** One after another, on this thread. */
    Tasks ONE_BY_ONE = new Tasks() {
        @Override
        public int threads() {
            return 1;
        }

        @Override
        public void run(int count, IntConsumer task) {
            for (int i = 0; i < count; i++) {
                task.accept(i);
            }
        }
    };

    /** How many run at a time. */
    int threads();

    /** Runs tasks 0 to {@code count − 1}; returns when all are done. */
    void run(int count, IntConsumer task);
}
