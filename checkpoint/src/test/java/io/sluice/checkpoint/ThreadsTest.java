package io.sluice.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    private int calls;

    /** As what blocks does at once where its thread is interrupted. */
    private static void block() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void waitsToTheEndInSpiteOfAnInterruptAndGivesItBack() {
        Thread.currentThread().interrupt();

        Threads.await(() -> {
            calls++;
            block();
        });

        assertThat(calls).isEqualTo(2);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatTheWaitThrowsIsThrownAndTheInterruptGivenBack() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Threads.await(() -> {
                    block();
                    throw new IOException("disk");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void daemonsHaveTheirNameAndKeepNoProcess() {
        Thread made = Threads.daemons("fold").newThread(() -> {});

        assertThat(made.getName()).isEqualTo("fold");
        assertThat(made.isDaemon()).isTrue();
    }

    @Test
    void failuresAreThrownAsTheyAreAndCheckedOnesWrapped() {
        RuntimeException failure = new IllegalArgumentException("a");
        Error error = new AssertionError("b");
        Exception checked = new IOException("c");

        assertThatThrownBy(() -> Threads.rethrow(failure)).isSameAs(failure);
        assertThatThrownBy(() -> Threads.rethrow(error)).isSameAs(error);
        assertThatThrownBy(() -> Threads.rethrow(checked))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(checked);
        assertThatCode(() -> Threads.rethrow(null)).doesNotThrowAnyException();
    }
}
