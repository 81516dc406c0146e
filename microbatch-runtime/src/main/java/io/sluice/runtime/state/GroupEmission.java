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
    private final GroupLayout layout;
    private final GroupResults results;
    private final ColumnBatch out;
    private final GroupTable combined;
    private final RecordMerge merge = new RecordMerge();
    private BatchConsumer consumer = batch -> {};
    private int[] references = new int[64];

    /** The weights of {@link #references}, where these do not tell them. */
    private byte[] signs = {};

    private int count;

    /** @param out must have weights for changes and balances */
    public GroupEmission(GroupLayout layout, GroupResults results, ColumnBatch out) {
        this.layout = requireNonNull(layout, "layout");
        this.results = requireNonNull(results, "results");
        this.out = requireNonNull(out, "out");
        combined = GroupTable.local(layout);
    }

    /** How groups become rows. */
    public enum Form {
        /** Each group is a row. */
        GROUPS,
        /** For each group that the batch has changed, its old row with weight −1 and then its new one, if it had or has one. */
        CHANGES,
        /** Each group as often as its only aggregate counts. */
        COPIES,
        /**
         * Each group as often as its only aggregate counts, with weight −1 where it counts below 0; one that is taken back right
         * before one that has the same keys of those by which groups go to shards.
         */
        NET
    }

    /** @param newConsumer takes the rows */
    public void send(EmissionPart part, Form form, BatchConsumer newConsumer) {
        consumer = requireNonNull(newConsumer, "newConsumer");
        for (EmissionPart.Unit unit : part.units()) {
            if (unit instanceof EmissionPart.Unit.Whole whole) {
                sendWhole(whole.bucket(), whole.table(), form);
            } else if (unit instanceof EmissionPart.Unit.Some some) {
                send(some.bucket(), some.table(), alive(some.table(), some.groups()), (byte) 1);
            } else if (unit instanceof EmissionPart.Unit.Panes panes) {
                sendCombined(panes);
            }
        }
        finish();
    }

    private void sendWhole(long bucket, GroupTable table, Form form) {
        switch (form) {
            case GROUPS -> send(bucket, table, alive(table, References.first(table.size())), (byte) 1);
            case CHANGES -> sendChanges(bucket, table);
            case COPIES -> sendCopies(bucket, table, (byte) 1);
            case NET -> sendNet(bucket, table);
        }
    }

    private References alive(GroupTable table, References groups) {
        if (layout.rowCountWord() < 0) {
            return groups;
        }
        count = 0;
        for (int i = 0; i < groups.count(); i++) {
            if (table.isAlive(groups.at(i))) {
                add(groups.at(i));
            }
        }
        return new References(references, 0, count);
    }

    private void sendCombined(EmissionPart.Unit.Panes panes) {
        combined.clear();
        combined.strings().clear();
        panes.panes().forEach(pane -> merge.mergeAll(pane, combined));
        combined.seal();
        sendWhole(panes.window(), combined, Form.GROUPS);
    }

    private void sendCopies(long bucket, GroupTable table, byte sign) {
        count = 0;
        for (int ordinal = 0; ordinal < table.size(); ordinal++) {
            for (long n = sign * countOf(table, ordinal); n > 0; n--) {
                add(ordinal);
            }
        }
        send(bucket, table, new References(references, 0, count), sign);
    }

    private void sendNet(long bucket, GroupTable table) {
        if (layout.shardsByAll()) {
            sendCopies(bucket, table, (byte) -1);
            sendCopies(bucket, table, (byte) 1);
            return;
        }
        NetPairs pairs = new NetPairs(table);
        count = 0;
        for (int ordinal = 0; ordinal < table.size(); ordinal++) {
            for (long n = pairs.unmatched(ordinal); n < 0; n++) {
                add(ordinal, (byte) -1);
            }
        }
        for (int ordinal = 0; ordinal < table.size(); ordinal++) {
            for (int i = 0; i < pairs.matches(ordinal); i++) {
                add(pairs.old(ordinal, i), (byte) -1);
                add(ordinal, (byte) 1);
            }
            for (long n = pairs.unmatched(ordinal); n > 0; n--) {
                add(ordinal, (byte) 1);
            }
        }
        send(bucket, table, new References(references, 0, count), (byte) 1, signs);
    }

    private long countOf(GroupTable table, int ordinal) {
        int word = layout.accumulators().get(0).word();
        return table.records().segment(ordinal)[table.records().base(ordinal) + word];
    }

    private void finish() {
        if (out.rows() > 0) {
            consumer.accept(out);
            out.clear();
        }
    }

    private void sendChanges(long bucket, GroupTable table) {
        Changes changes = table.changes();
        count = 0;
        for (int i = 0; i < changes.size(); i++) {
            int ordinal = changes.ordinals()[i];
            boolean was = layout.isAlive(changes.old().segment(i), changes.old().base(i));
            boolean is = table.isAlive(ordinal);
            if (was && is && isSame(table, i, ordinal)) {
                continue;
            }
            if (was) {
                add(~i);
            }
            if (is) {
                add(ordinal);
            }
        }
        for (int ordinal = changes.firstNew(); ordinal < table.size(); ordinal++) {
            if (table.isAlive(ordinal)) {
                add(ordinal);
            }
        }
        send(bucket, table, new References(references, 0, count), (byte) 1);
    }

    private boolean isSame(GroupTable table, int change, int ordinal) {
        RecordStore old = table.changes().old();
        RecordStore records = table.records();
        return results.isSame(
                table, old.segment(change), old.base(change), records.segment(ordinal), records.base(ordinal));
    }

    private void add(int reference, byte sign) {
        add(reference);
        if (signs.length < references.length) {
            signs = Arrays.copyOf(signs, references.length);
        }
        signs[count - 1] = sign;
    }

    private void add(int reference) {
        if (count == references.length) {
            references = Arrays.copyOf(references, count * 2);
        }
        references[count++] = reference;
    }

    private void send(long bucket, GroupTable table, References groups, byte weight) {
        send(bucket, table, groups, weight, null);
    }

    /**
     * A row that is taken back and the new one behind it go into the same batch.
     *
     * @param weight of what is not an old record
     * @param given null where the references tell the weights
     */
    private void send(long bucket, GroupTable table, References groups, byte weight, byte[] given) {
        RecordView view = new RecordView(table);
        byte[] weights = out.weights();
        for (int begin = 0; begin < groups.count(); ) {
            if (out.capacity() - out.rows() < 2) {
                finish();
            }
            int size = Math.min(groups.count() - begin, out.capacity() - out.rows());
            boolean more = begin + size < groups.count();
            if (more
                    && weight(groups, begin + size - 1, weight, given) < 0
                    && weight(groups, begin + size, weight, given) > 0) {
                size--;
            }
            int first = out.rows();
            results.append(view, table.layout(), bucket, groups.part(begin, size), out);
            for (int i = 0; weights != null && i < size; i++) {
                weights[first + i] = weight(groups, begin + i, weight, given);
            }
            begin += size;
        }
    }

    private static byte weight(References groups, int index, byte weight, byte[] given) {
        return given != null ? given[index] : groups.at(index) < 0 ? -1 : weight;
    }
}
