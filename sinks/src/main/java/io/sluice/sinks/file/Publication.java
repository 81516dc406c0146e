package io.sluice.sinks.file;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How the staged files of committed batches become visible. Used by one thread at a time. */
interface Publication {
    /** As {@link io.sluice.sinks.Sink#recover}. */
    void recover(OptionalLong lastCommitted) throws IOException;

    /** The files of a batch are whole: gives what is to be staged of them, which may be other files. */
    default List<PartOutput> seal(long batch, List<PartOutput> outputs) throws IOException {
        return outputs;
    }

    /** The part is staged by this process, which forces it before it is published: its content needs no second look. */
    void expect(Receipt.Part part);

    /** Whether files that are staged or in the making for a later batch are left alone by {@link #publish} and {@link #sync}. */
    default boolean leavesLater() {
        return false;
    }

    /** Idempotent. */
    void publish(long batch, Receipt receipt) throws IOException;

    void sync() throws IOException;

    /** As {@link io.sluice.sinks.Sink#advance}. */
    default void advance(Instant now, long watermark) throws IOException {}

    /** As {@link io.sluice.sinks.Sink#nextDue}. */
    default Optional<Instant> nextDue() {
        return Optional.empty();
    }

    /** Makes visible what is committed and was to wait. */
    default void close() throws IOException {}
}
