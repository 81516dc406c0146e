package io.sluice.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a sink promises beside that loses no committed row and shows no other one. */
public abstract class ExactlyOnceSinkContract extends SinkContract {
    @Test
    void stagedRowsAreNotSeen() {
        try (Sink sink = start()) {
            write(sink, 0, 0, 1);
            sink.stage(0);
            assertThat(seen()).isEmpty();
        }
    }

    @Test
    void stagedAttemptThatIsAbortedLeavesNothing() {
        try (Sink sink = start()) {
            write(sink, 0, 0, 1);
            sink.stage(0);
            sink.abort(0);
        }
        assertThat(seen()).isEmpty();
    }

    @Test
    void committedBatchIsPublishedAfterARestart() {
        byte[] receipt;
        try (Sink sink = start()) {
            write(sink, 0, 0, 1, 2);
            receipt = sink.stage(0);
            sink.force(0);
        }
        try (Sink sink = open()) {
            sink.recover(OptionalLong.of(0));
            sink.publish(0, receipt);
            sink.sync();
        }
        assertThat(seen()).containsExactly(1L, 2L);
    }

    @Test
    void uncommittedBatchIsGoneAfterARestart() {
        try (Sink sink = start()) {
            runBatch(sink, 0, 1);
            write(sink, 1, 0, 2, 3);
            write(sink, 1, 1, 4);
            sink.stage(1);
        }
        try (Sink sink = open()) {
            sink.recover(OptionalLong.of(0));
            assertThat(seen()).containsExactly(1L);
            runBatch(sink, 1, 5);
        }
        assertThat(seen()).containsExactly(1L, 5L);
    }

    @Test
    void publishedBatchIsSeenOnceWhenItIsPublishedAfterARestart() {
        byte[] receipt;
        try (Sink sink = start()) {
            write(sink, 0, 0, 1);
            receipt = sink.stage(0);
            sink.force(0);
            sink.publish(0, receipt);
        }
        try (Sink sink = open()) {
            sink.recover(OptionalLong.of(0));
            sink.publish(0, receipt);
        }
        assertThat(seen()).containsExactly(1L);
    }
}
