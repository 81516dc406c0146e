package io.sluice.runtime.state;

import java.util.Arrays;

/**
 * What the pieces of a batch bring to a bucket: some panes of some pieces, in the order of the pieces.
 *
 * <pre>
 * known in the state          → folded together where keys repeat, then merged: one access for each key
 * new                         → the fold of the pieces is the bucket
 * new, and closed by the batch, → never state: the fold of the pieces is sent on, or, where one piece
 *   has all of it               alone, the groups where they lie
 * </pre>
 */
final class BucketInput {
    private final Bucket bucket;
    private final boolean passing;
    private GroupPiece[] pieces = new GroupPiece[1];
    private int[] panes = new int[1];
    private int count;

    /** @param passing it is not in the state, and closes with the batch */
    BucketInput(Bucket bucket, boolean passing) {
        this.bucket = bucket;
        this.passing = passing;
    }

    void add(GroupPiece piece, int pane) {
        if (count == pieces.length) {
            pieces = Arrays.copyOf(pieces, count * 2);
            panes = Arrays.copyOf(panes, count * 2);
        }
        pieces[count] = piece;
        panes[count++] = pane;
    }

    Bucket bucket() {
        return bucket;
    }

    boolean isPassing() {
        return passing;
    }

    /** Whether the groups can be sent on from where they lie. */
    boolean isDirect() {
        return passing && count == 1;
    }

    int count() {
        return count;
    }

    GroupPiece piece(int index) {
        return pieces[index];
    }

    int start(int index, int shard) {
        return pieces[index].start(panes[index], shard);
    }

    int end(int index, int shard) {
        return pieces[index].end(panes[index], shard);
    }

    /** Groups of all pieces together. */
    long groups() {
        long groups = 0;
        for (int i = 0; i < count; i++) {
            groups += end(i, KeyGroups.SHARDS - 1) - start(i, 0);
        }
        return groups;
    }
}
