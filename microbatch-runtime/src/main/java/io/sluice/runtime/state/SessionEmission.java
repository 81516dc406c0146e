package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;

/** Sends sessions on as rows. Used by one thread. */
public final class SessionEmission {
    private final GroupLayout layout;
    private final GroupResults results;
    private final ColumnBatch out;
    private final int[] references = new int[ColumnBatch.CAPACITY];
    private final byte[] weights = new byte[ColumnBatch.CAPACITY];
    private int count;
    private SessionShard shard;
    private BatchConsumer consumer = batch -> {};

    /** @param out must have weights for changes */
    public SessionEmission(GroupLayout layout, GroupResults results, ColumnBatch out) {
        this.layout = requireNonNull(layout, "layout");
        this.results = requireNonNull(results, "results");
        this.out = requireNonNull(out, "out");
    }

    /** Sends from a shard to a consumer from now on. */
    public void start(SessionState state, int from, BatchConsumer to) {
        shard = state.shard(from);
        consumer = requireNonNull(to, "to");
    }

    /** Sends the sessions that the batch has closed. */
    public void sendClosed() {
        for (int i = 0; i < shard.closed().size(); i++) {
            add(shard.closed().get(i), (byte) 1);
        }
        flush();
    }

    /** Sends all sessions. */
    public void sendAll() {
        for (int session = 0; session < shard.ordinals(); session++) {
            if (shard.isLive(session)) {
                add(session, (byte) 1);
            }
        }
        flush();
    }

    /** Sends what the batch has changed: first the sessions that others have taken in, then old and new ones side by side. */
    public void sendChanges() {
        IntList touched = shard.touched();
        for (int i = 0; i < touched.size(); i++) {
            int session = touched.get(i);
            if (!shard.isLive(session) && shard.old(session) >= 0) {
                add(~shard.old(session), (byte) -1);
            }
        }
        for (int i = 0; i < touched.size(); i++) {
            int session = touched.get(i);
            if (!shard.isLive(session) || isSame(session)) {
                continue;
            }
            if (shard.old(session) >= 0) {
                if (count > references.length - 2) {
                    flush();
                }
                add(~shard.old(session), (byte) -1);
            }
            add(session, (byte) 1);
        }
        flush();
    }

    private boolean isSame(int session) {
        int change = shard.old(session);
        if (change < 0) {
            return false;
        }
        RecordStore old = shard.table().changes().old();
        RecordStore records = shard.table().records();
        return isSameTimes(old.segment(change), old.base(change), records.segment(session), records.base(session))
                && results.isSame(
                        shard.table(),
                        old.segment(change),
                        old.base(change),
                        records.segment(session),
                        records.base(session));
    }

    private boolean isSameTimes(long[] left, int leftBase, long[] right, int rightBase) {
        int count = layout.accumulators().size();
        for (Accumulator time : layout.accumulators().subList(count - 2, count)) {
            if (left[leftBase + time.word()] != right[rightBase + time.word()]) {
                return false;
            }
        }
        return true;
    }

    private void add(int reference, byte weight) {
        if (count == Math.min(references.length, out.capacity())) {
            flush();
        }
        references[count] = reference;
        weights[count++] = weight;
    }

    private void flush() {
        if (count == 0) {
            return;
        }
        out.clear();
        results.append(new RecordView(shard.table()), layout, 0, new References(references, 0, count), out);
        if (out.weights() != null) {
            System.arraycopy(weights, 0, out.weights(), 0, count);
        }
        count = 0;
        consumer.accept(out);
        out.clear();
    }
}
