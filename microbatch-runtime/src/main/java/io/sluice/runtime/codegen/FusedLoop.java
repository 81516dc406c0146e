package io.sluice.runtime.codegen;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.function.RowException;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.state.GroupTable;
import io.sluice.runtime.state.OpenSessions;
import io.sluice.runtime.state.StringPool;
import io.sluice.runtime.state.WindowTimes;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.List;

/**
 * What a generated class extends: the inputs, outputs and counters of one thread's pipeline. In the order of a life: {@link
 * #start} for each batch of the query; for each split {@link #open} with a table or an output; {@link #process} for each
 * batch of columns; {@link #finish}. Used by one thread at a time.
 */
public abstract class FusedLoop {
    /** What a pane is, for the loop. */
    public static final int OPEN = 0;

    public static final int LATE = 1;
    public static final int IN_NO_WINDOW = 2;

    /** The bytes of an empty text. */
    public static final byte[] NONE = {};

    protected FunctionContext context;
    protected GroupTable table;
    protected ColumnBatch output;
    protected ColumnBatch lateOutput;

    /** Of a class that selects: as long as a batch. */
    protected int[] selection = {};

    /** Changes with each row. */
    protected long tick;

    /** Changes with each reader, and so makes what was remembered of dictionaries void. */
    protected long opened;

    /** The greatest that a row brought. */
    protected long watermark;

    protected long maxTime;
    protected long minTime;
    protected long nullTimes;
    protected long lateRows;

    /** Of the event times that rows brought. */
    protected double timeSum;

    protected long timeRows;

    /** Of the batch, in a pipeline whose rows may be taken back. */
    protected byte[] changes;

    /** Texts that are sent on as they came stay where they are, which is until {@link #process} returns. */
    protected boolean sharing;

    /** Rows that an expression failed for, and that were left out or got a NULL. */
    protected long rowErrors;

    private final List<Runnable> closers = new ArrayList<>();
    private boolean sending;

    private LeftOutRows leftOut = LeftOutRows.NOBODY;
    private BatchConsumer consumer;
    private BatchConsumer lateConsumer;
    private WindowTimes windows;
    private OpenSessions sessions;
    private long[] lateKey = {};

    /** The watermark at the start of the batch. */
    protected long lateness;

    /** Is told of the rows that are left out because an expression fails for them. */
    public interface LeftOutRows {
        LeftOutRows NOBODY = (error, row) -> {};

        /** @param row of the columns that are being processed */
        void add(RowException error, int row);
    }

    /** The constants of the batch are computed again, and the counters start at 0. */
    public final void start(FunctionContext newContext) {
        context = requireNonNull(newContext, "newContext");
        watermark = Long.MIN_VALUE;
        maxTime = Long.MIN_VALUE;
        minTime = Long.MAX_VALUE;
        nullTimes = 0;
        lateRows = 0;
        timeSum = 0;
        timeRows = 0;
        rowErrors = 0;
        sending = false;
        leftOut = LeftOutRows.NOBODY;
        opened++;
        startBatch();
    }

    /** Something that it uses is to be closed with it. */
    final void own(Runnable closer) {
        closers.add(closer);
    }

    /** It is used no more. */
    public final void close() {
        closers.forEach(Runnable::run);
        closers.clear();
    }

    /** For a pipeline that ends in a group-by. */
    public final void fold(GroupTable newTable) {
        table = requireNonNull(newTable, "newTable");
        opened++;
    }

    /** For a pipeline that ends in a group-by over windows: rows of windows that end at or before it are late. */
    public final void lateBefore(WindowTimes newWindows, long watermarkMicros) {
        windows = newWindows;
        lateness = watermarkMicros;
    }

    /** For a pipeline that ends in a group-by of sessions: who knows which are open. */
    public final void openSessions(OpenSessions open) {
        sessions = open;
    }

    /** For a pipeline that sends late rows on. */
    public final void sendLate(ColumnBatch batch, BatchConsumer newConsumer) {
        lateOutput = batch;
        lateConsumer = newConsumer;
    }

    /** For a pipeline that sends rows on. */
    public final void emit(ColumnBatch batch, BatchConsumer newConsumer) {
        output = requireNonNull(batch, "batch");
        consumer = requireNonNull(newConsumer, "newConsumer");
        opened++;
    }

    /** For a pipeline whose rows are not lost in silence: it must not select. */
    public final void onLeftOut(LeftOutRows newLeftOut) {
        leftOut = requireNonNull(newLeftOut, "newLeftOut");
    }

    /**
     * For a pipeline that selects: finds the rows that pass its filters, and returns their number. {@link #process} takes
     * these then, and their number for that of the rows.
     */
    public int select(ColumnVector[] columns, int rows) {
        throw new IllegalStateException("a pipeline that does not select");
    }

    /** The rows that {@link #select} has found, rising. */
    public final int[] selection() {
        return selection;
    }

    /** @param weights +1 or −1 for each row; null when all are +1 */
    public abstract void process(ColumnVector[] columns, int rows, byte[] weights);

    protected abstract void startBatch();

    /** A full batch is worth the way; of less the texts are copied, and the next rows join them. */
    private static final int WORTH_SENDING = 4;

    /** The texts of the output lie where those of the rows do that are processed. */
    protected void share() {}

    protected final void startSharing() {
        sharing = output.rows() == 0;
        if (sharing) {
            share();
        }
    }

    protected final void endSharing() {
        sharing = false;
        if (output.rows() >= output.capacity() / WORTH_SENDING) {
            flush();
        } else {
            output.keep();
        }
    }

    /** Sends on what is left. */
    public final void finish() {
        if (output != null && output.rows() > 0) {
            flush();
        }
        if (lateOutput != null && lateOutput.rows() > 0) {
            flushLate();
        }
    }

    protected final void flush() {
        sending = true;
        consumer.accept(output);
        sending = false;
        output.clear();
    }

    protected final void flushLate() {
        sending = true;
        lateConsumer.accept(lateOutput);
        sending = false;
        lateOutput.clear();
    }

    /** For the words of the key of a row that may be late. */
    protected final long[] lateKey(int words) {
        if (lateKey.length != words) {
            lateKey = new long[words];
        }
        return lateKey;
    }

    protected final boolean isLate(long hash, long[] key, StringPool strings, long time) {
        return sessions.isLate(hash, key, strings, time);
    }

    protected final int paneState(long paneStart) {
        long last = windows.lastWindow(paneStart);
        if (!windows.contains(last, paneStart) && !windows.isAssigned()) {
            return IN_NO_WINDOW;
        }
        return windows.isClosed(last, lateness) ? LATE : OPEN;
    }

    /** The latest time that moves the watermark. */
    protected final long latestTime(long maxFuture, boolean local) {
        long now = context.batchTimeMicros();
        long latest = (local ? context.toLocal(now) : now) + maxFuture;
        return latest < now && maxFuture > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : latest;
    }

    /** Counts a row that is left out; an error of those that the rows are sent to is not this row's. */
    protected final void leaveOut(RowException error) {
        if (sending) {
            throw error;
        }
        rowErrors++;
    }

    protected final void leaveOut(RowException error, int row) {
        leaveOut(error);
        leftOut.add(error, row);
    }

    /** Whether the row takes one back, which failed as it does, and was counted when it came. */
    protected final boolean takesBack(RowException error, int row) {
        if (sending) {
            throw error;
        }
        return changes != null && changes[row] < 0;
    }

    public final long rowErrors() {
        return rowErrors;
    }

    public static RowException noTime() {
        return new RowException(
                "the event time is NULL",
                "Set 'scan.watermark.null-time' = 'drop' on the table to leave such rows out, or correct the rows.");
    }

    public final long watermark() {
        return watermark;
    }

    /** {@code Long.MIN_VALUE} when no row had a time. */
    public final long maxTime() {
        return maxTime;
    }

    public final long minTime() {
        return minTime;
    }

    /** Of the {@link #timeRows} rows that had a time, in microseconds. */
    public final double timeSum() {
        return timeSum;
    }

    public final long timeRows() {
        return timeRows;
    }

    public final long nullTimes() {
        return nullTimes;
    }

    public final long lateRows() {
        return lateRows;
    }
}
