package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import java.util.Arrays;

/**
 * Sends groups on as rows: by bucket, then by shard, then in the order in which groups came or were changed first. That
 * order does not depend on the number of threads. Used by one thread.
 */
public final class GroupEmission {
    private final GroupState state;
    private final GroupLayout layout;
    private final GroupResults results;
    private final ColumnBatch out;
    private final BatchConsumer consumer;
    private final StateShard scratch;
    private int[] references = new int[64];
    private int count;

    /** @param out must have weights for {@link #changes} and {@link #net} */
    public GroupEmission(
            GroupState state, GroupLayout layout, GroupResults results, ColumnBatch out, BatchConsumer consumer) {
        this.state = requireNonNull(state, "state");
        this.layout = requireNonNull(layout, "layout");
        this.results = requireNonNull(results, "results");
        this.out = requireNonNull(out, "out");
        this.consumer = requireNonNull(consumer, "consumer");
        scratch = new StateShard(layout, false);
    }

    /** For each group that the batch has changed, its old row with weight −1 and then its new one. */
    public void changes() {
        forEachTable(this::sendChanges);
    }

    /** All groups. */
    public void all() {
        forEachTable((bucket, table) -> sendAll(bucket, table));
    }

    /** All groups of a bucket. */
    public void bucket(long bucket) {
        for (int i = 0; i < KeyGroups.SHARDS; i++) {
            state.shard(i).find(bucket).ifPresent(table -> sendAll(bucket, table));
        }
    }

    /** The groups of a window that is made of panes. */
    public void window(long window, WindowTimes times) {
        for (int i = 0; i < KeyGroups.SHARDS; i++) {
            GroupTable combined = scratch.table(0);
            combined.clear();
            state.shard(i).combine(window, window + times.size(), combined);
            sendAll(window, combined);
        }
    }

    /** Each group as often as its only aggregate counts. */
    public void copies() {
        forEachTable((bucket, table) -> {
            count = 0;
            for (int ordinal = 0; ordinal < table.size(); ordinal++) {
                for (long n = countOf(table, ordinal); n > 0; n--) {
                    add(ordinal);
                }
            }
            send(bucket, table);
        });
    }

    /** Each group as often as its only aggregate counts, with weight −1 where it counts below 0. */
    public void net() {
        forEachTable((bucket, table) -> {
            for (int sign = -1; sign <= 1; sign += 2) {
                count = 0;
                for (int ordinal = 0; ordinal < table.size(); ordinal++) {
                    for (long n = sign * countOf(table, ordinal); n > 0; n--) {
                        add(ordinal);
                    }
                }
                sendWeighted(bucket, table, (byte) sign);
            }
        });
    }

    private long countOf(GroupTable table, int ordinal) {
        int word = layout.accumulators().get(0).word();
        return table.records().segment(ordinal)[table.records().base(ordinal) + word];
    }

    /** Sends on what is left. */
    public void finish() {
        if (out.rows() > 0) {
            consumer.accept(out);
            out.clear();
        }
    }

    private void forEachTable(TableConsumer consumerOfTable) {
        for (long bucket : state.buckets()) {
            for (int i = 0; i < KeyGroups.SHARDS; i++) {
                state.shard(i).find(bucket).ifPresent(table -> consumerOfTable.accept(bucket, table));
            }
        }
    }

    private interface TableConsumer {
        void accept(long bucket, GroupTable table);
    }

    private void sendAll(long bucket, GroupTable table) {
        count = 0;
        for (int ordinal = 0; ordinal < table.size(); ordinal++) {
            add(ordinal);
        }
        send(bucket, table);
    }

    private void sendChanges(long bucket, GroupTable table) {
        Changes changes = table.changes();
        count = 0;
        for (int i = 0; i < changes.size(); i++) {
            int ordinal = changes.ordinals()[i];
            if (ordinal >= changes.firstNew()) {
                add(ordinal);
            } else if (!isSame(table, i, ordinal)) {
                add(~i);
                add(ordinal);
            }
        }
        send(bucket, table);
    }

    private boolean isSame(GroupTable table, int change, int ordinal) {
        RecordStore old = table.changes().old();
        RecordStore records = table.records();
        return results.isSame(
                layout, old.segment(change), old.base(change), records.segment(ordinal), records.base(ordinal));
    }

    private void add(int reference) {
        if (count == references.length) {
            references = Arrays.copyOf(references, count * 2);
        }
        references[count++] = reference;
    }

    private void send(long bucket, GroupTable table) {
        sendWeighted(bucket, table, (byte) 1);
    }

    /** The old and the new row of a group go into the same batch. */
    private void sendWeighted(long bucket, GroupTable table, byte weight) {
        RecordView view = new RecordView(table);
        for (int begin = 0; begin < count; ) {
            if (out.capacity() - out.rows() < 2) {
                finish();
            }
            int size = Math.min(count - begin, out.capacity() - out.rows());
            if (references[begin + size - 1] < 0) {
                size--;
            }
            int first = out.rows();
            results.append(view, layout, bucket, new References(references, begin, size), out);
            byte[] weights = out.weights();
            if (weights != null) {
                for (int i = 0; i < size; i++) {
                    weights[first + i] = references[begin + i] < 0 ? -1 : weight;
                }
            }
            begin += size;
        }
    }
}
