package io.sluice.runtime.state;

import java.util.Arrays;

/**
 * Sessions by their ends: a heap in which each stands once, perhaps with an end that it has had. Who takes one out looks
 * whether it has grown since, and puts it back: that costs what the growth has cost. Ties go by the hash of the key, so that
 * the order is always the same. Used by one thread.
 */
final class SessionQueue {
    private long[] ends = new long[16];
    private long[] hashes = new long[16];
    private int[] sessions = new int[16];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** The least end. */
    long firstEnd() {
        return ends[0];
    }

    /** The session with it. */
    int first() {
        return sessions[0];
    }

    void add(long end, long hash, int session) {
        if (size == sessions.length) {
            ends = Arrays.copyOf(ends, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
            sessions = Arrays.copyOf(sessions, size * 2);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!isBefore(end, hash, parent)) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        set(at, end, hash, session);
    }

    void removeFirst() {
        size--;
        if (size > 0) {
            sink(ends[size], hashes[size], sessions[size]);
        }
    }

    /** The first one has a later end. */
    void moveFirst(long end) {
        sink(end, hashes[0], sessions[0]);
    }

    private void sink(long end, long hash, int session) {
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && isBefore(ends[child + 1], hashes[child + 1], child)) {
                child++;
            }
            if (isBefore(end, hash, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        set(at, end, hash, session);
    }

    private boolean isBefore(long end, long hash, int other) {
        return end != ends[other] ? end < ends[other] : hash < hashes[other];
    }

    private void move(int from, int to) {
        set(to, ends[from], hashes[from], sessions[from]);
    }

    private void set(int at, long end, long hash, int session) {
        ends[at] = end;
        hashes[at] = hash;
        sessions[at] = session;
    }

    /** Memory held. */
    long bytes() {
        return (long) sessions.length * (2 * Long.BYTES + Integer.BYTES);
    }
}
