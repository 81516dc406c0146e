package io.sluice.sinks;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the rows of a query go. One batch goes through these steps, on the loop's thread but for the writers and where {@link #writesAhead}:
 *
 * <ol>
 *   <li>{@link #begin} opens writers, each used by one thread, which take rows and are finished;
 *   <li>{@link #stage} ends what they made, which is not visible, and returns a receipt;
 *   <li>{@link #force} makes it durable;
 *   <li>the loop commits the batch and, with it, the receipt;
 *   <li>{@link #publish} makes the staged rows visible. It is called again with the same receipt after a crash, so it
 *       must be idempotent; it need not be durable;
 *   <li>now and then {@link #sync} makes all that was published durable; the loop then forgets those receipts.
 * </ol>
 *
 * An attempt that is never committed is dropped: by {@link #abort} if the process lives, by {@link #recover} if not.
 * All failures are {@link SinkException}s.
 */
public interface Sink extends AutoCloseable {
    /**
     * Called before {@link #recover}: what an earlier start of the query has open must not be able to change anything from
     * now on, should it go on, nor what it is about to make visible.
     *
     * @param check fails if a later start has done so already
     */
    default void claim(Runnable check) {}

    /**
     * Called once, before anything else: batches up to {@code lastCommitted} (empty: none) are committed; whatever is
     * staged for later ones is left from a crash and is removed. Publishing of the last batches follows.
     */
    void recover(OptionalLong lastCommitted);

    /** Opens a writer for part {@code part} of a batch; parts are numbered from 0. */
    SinkWriter begin(long batch, int part);

    /** All writers of the batch are finished: returns what {@link #publish} needs. */
    byte[] stage(long batch);

    /** Makes a committed batch visible; idempotent. */
    void publish(long batch, byte[] receipt);

    /** Whether {@link #force} has to wait for a disk. */
    default boolean hasToForce() {
        return false;
    }

    /** Makes what was staged durable, as far as the receipt does not have it; then the batch may be committed. */
    default void force(long batch) {}

    /** Makes all that was published so far durable. */
    void sync();

    /**
     * Time has gone on: called after {@link #publish}, and while the query is idle when {@link #nextDue} says so.
     *
     * @param now by the query's clock
     * @param watermark in microseconds: rows before it have all been published; {@code Long.MIN_VALUE}: unknown, {@code
     *     Long.MAX_VALUE}: the query has come to its end
     */
    default void advance(Instant now, long watermark) {}

    /** When {@link #advance} has something to do even if no batch comes; empty: never. Cheap: asked at each trigger. */
    default Optional<Instant> nextDue() {
        return Optional.empty();
    }

    /**
     * What a progress report tells of the sink besides, by name. Asked once after each batch is published, on the loop's thread:
     * no input or output, and in no more time than it takes to make the texts.
     */
    default Map<String, String> metrics() {
        return Map.of();
    }

    /** Drops an attempt that will not be committed. */
    void abort(long batch);

    /**
     * True: parts may hold any share of the rows, so that each thread fills one. False: part n holds the rows of the
     * n-th piece of the batch, and the parts in their order are the rows in theirs.
     */
    boolean partsByThread();

    /**
     * Whether writers of the next batch may be begun, and take rows, while a batch is committed and published: {@link #force}, {@link
     * #publish}, {@link #advance} and {@link #sync} then come by another thread than the loop's. {@link #stage} of the next one still comes after them;
     * {@link #abort} drops nothing of the earlier one.
     */
    default boolean writesAhead() {
        return false;
    }

    /** One line for progress reports, such as {@code FileSink[output]}. */
    String description();

    @Override
    void close();
}
