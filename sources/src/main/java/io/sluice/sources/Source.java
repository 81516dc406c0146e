package io.sluice.sources;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where rows come from. A source is replayable: the splits of the same range give the same rows again, after a restart
 * too, until the range is released.
 *
 * <p>The loop calls, on its one thread: {@link SourceMemory#restore} once if there is a memory, then for each batch
 * {@link #next} and {@link #splits}, and {@link #release} after the batch is committed. Splits are opened and read on any
 * worker thread, each by one.
 *
 * <p>All failures are {@link SourceException}s that name the connector, the table and what was being read.
 */
public interface Source extends AutoCloseable {
    /**
     * The end of what the next batch reads: the furthest position after {@code start} within {@code limit}; empty when
     * nothing is there after {@code start}. Must be cheap when nothing has changed: it is asked at each trigger.
     */
    Optional<Offset> next(Optional<Offset> start, ReadLimit limit);

    /** The furthest position known, for progress reports; does no input or output. */
    Optional<Offset> latest();

    /** From now on the source ends where it ends at this moment; for bounded runs and the trigger available-now. */
    void freeze();

    /**
     * From now on the source ends at {@code end}, which {@link #end} has given in an earlier run; also for a bounded
     * source, which then looks for its end no more. Called before anything else, but for {@link SourceMemory#restore}.
     */
    void freeze(Offset end);

    /**
     * Where the source ends; empty while it goes on: if it is neither bounded nor frozen. With the memory as it is now,
     * stored, it tells {@link #freeze(Offset)} after a restart exactly what there is to be read. {@code position} is
     * what has been read or planned.
     */
    Optional<Offset> end(Optional<Offset> position);

    /**
     * How much is known to be read yet, what is planned included, in a unit of the source's own such as bytes; empty while
     * the source has no end. For progress reports; cheap.
     */
    default OptionalLong backlog() {
        return OptionalLong.empty();
    }

    /** How much of the {@link #backlog} a range is; empty if it is not known. */
    default OptionalLong sizeOf(OffsetRange range) {
        return OptionalLong.empty();
    }

    /**
     * What a progress report tells of the source besides, by name. Asked once after each batch, on the loop's thread: no input or
     * output, and in no more time than it takes to make the texts.
     */
    default Map<String, String> metrics() {
        return Map.of();
    }

    /** Whether nothing can ever come after {@code position}: a bounded or frozen source that was read to its end. */
    boolean isExhausted(Optional<Offset> position);

    /**
     * The range cut into pieces that can be read in parallel; in a fixed order that depends on the range alone, since
     * results are merged in that order.
     */
    List<Split> splits(OffsetRange range, Scan scan);

    /** Everything up to {@code position} is committed and is never asked for again. */
    void release(Offset position);

    /**
     * How all rows up to {@code through}, the position of the last commit, can be read once more: whole, and as they were. Asked of a source that
     * is opened for it, after {@link SourceMemory#restore} and before anything else; it is given these ranges then, in their order, and no {@link
     * #release}. Fails if some of the rows are not there any more, or may be others, and says which.
     *
     * @param limit how much a range may be
     */
    default Rereading again(Offset through, ReadLimit limit) {
        throw new SourceException(
                "cannot read %s again from its beginning: its connector does not keep rows that were read"
                        .formatted(description()),
                "");
    }

    /** How long the loop may sleep before it asks {@link #next} again; empty when {@link #onAvailable} wakes it. */
    Optional<Duration> pollInterval();

    /** The source calls {@code wake} from any thread when it may have new rows. A hint: spurious calls are fine. */
    default void onAvailable(Runnable wake) {}

    /** What the source must remember besides its offset, kept with the state of the query; empty for most. */
    default Optional<SourceMemory> memory() {
        return Optional.empty();
    }

    /** One line for progress reports, such as {@code FileSource[input]}. */
    String description();

    @Override
    void close();
}
