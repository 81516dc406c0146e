package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The sessions of one shard. A session is a record whose last two accumulators are its first and its last time; it is known
 * by its ordinal, which is free again when the session is gone and stored as gone. Sessions of a key are more than a gap
 * apart. Used by one thread at a time; {@link #isLate} by several while nothing changes.
 *
 * <pre>
 * rows come folded by key and pane of a gap's length  →  within a pane all are of one session
 *     key → its sessions by time                      →  those within a gap become one
 *     ends in a queue                                 →  those that the watermark has passed go
 * </pre>
 */
final class SessionShard {
    private static final int PROBE = -1;

    /** Not changed by the batch. */
    private static final int UNTOUCHED = -1;

    /** Changed by the batch, and without an old record. */
    private static final int TOUCHED = -2;

    private final GroupLayout layout;
    private final long gap;
    private final boolean keepsOld;
    private final boolean closes;
    private final RecordMerge merge = new RecordMerge();
    private final TextTranslation translation = new TextTranslation();
    private GroupTable table;
    private final SessionKeys keys = new SessionKeys();
    private final SessionQueue queue = new SessionQueue();
    private StringPool strings = new StringPool();

    private long[] starts = new long[16];
    private long[] lasts = new long[16];
    private long[] hashes = new long[16];

    /** The start under which a session is stored; only of one that is. */
    private long[] storedStarts = new long[16];

    private int[] olds = new int[16];
    private boolean[] live = new boolean[16];
    private boolean[] stored = new boolean[16];
    private boolean[] queued = new boolean[16];
    private final IntList free = new IntList();
    private final IntList touched = new IntList();
    private final IntList closed = new IntList();
    private int size;

    private long probe;
    private final SortedRows.Order order = (left, right) -> Long.compare(start(left), start(right));
    private final long[] key;
    private final IntPredicate hasKey = session -> hasKey(session);

    private int[] sources = new int[64];
    private int[] targets = new int[64];
    private int pending;
    private GroupTable source;

    /**
     * @param layout of the records; the last two accumulators are MIN and MAX of the time
     * @param keepsOld old records are wanted for sessions that change
     * @param closes sessions go when a watermark passes their end
     */
    SessionShard(GroupLayout layout, long gap, boolean keepsOld, boolean closes) {
        this.layout = requireNonNull(layout, "layout");
        this.gap = gap;
        this.keepsOld = keepsOld;
        this.closes = closes;
        table = GroupTable.state(layout, keepsOld, strings, 1);
        key = new long[layout.keyEnd()];
    }

    private long start(int session) {
        return session == PROBE ? probe : starts[session];
    }

    GroupTable table() {
        return table;
    }

    /** Sessions that there are. */
    int size() {
        return size;
    }

    /** Takes groups of a piece: each is of one key, and its times are less than a gap apart. */
    void take(GroupPiece piece, int shard) {
        source = piece.table();
        translation.between(source.strings(), strings);
        int count = source.layout().accumulators().size();
        int first = source.layout().accumulators().get(count - 2).word();
        int last = source.layout().accumulators().get(count - 1).word();
        for (int pane = 0; pane < piece.panes(); pane++) {
            for (int i = piece.start(pane, shard); i < piece.end(pane, shard); i++) {
                int ordinal = piece.ordinals()[i];
                long[] segment = source.records().segment(ordinal);
                int base = source.records().base(ordinal);
                readKey(segment, base + source.layout().keyStart());
                add(ordinal, place(piece.hashes()[i], segment[base + first], segment[base + last]));
            }
        }
        fold();
    }

    private void readKey(long[] segment, int at) {
        System.arraycopy(segment, at, key, 0, key.length);
        for (int textKey : layout.textKeys()) {
            if (!layout.isNullKey(key, 0, textKey)) {
                key[layout.keyWord(textKey)] = translation.id((int) key[layout.keyWord(textKey)]);
            }
        }
    }

    private void add(int from, int to) {
        if (pending == sources.length) {
            sources = Arrays.copyOf(sources, pending * 2);
            targets = Arrays.copyOf(targets, pending * 2);
        }
        sources[pending] = from;
        targets[pending++] = to;
    }

    /** Folds the groups that have found their session. */
    private void fold() {
        merge.fold(source, sources, pending, table, targets);
        table.seal();
        pending = 0;
    }

    /** The session of {@link #key} that takes rows of these times: new, grown, or made of several. */
    private int place(long hash, long first, long last) {
        int entry = keys.find(hash, hasKey);
        if (entry < 0) {
            int session = create(hash, first, last);
            keys.addKey(hash, session);
            return session;
        }
        int found = PROBE;
        for (int place = startingBy(entry, last + gap); place > 0; place--) {
            int session = keys.get(entry, place - 1);
            if (lasts[session] + gap < first) {
                break;
            }
            touch(session);
            if (found >= 0) {
                absorb(session, found);
            }
            found = session;
        }
        if (found < 0) {
            int session = create(hash, first, last);
            keys.add(entry, session, order);
            return session;
        }
        starts[found] = Math.min(starts[found], first);
        lasts[found] = Math.max(lasts[found], last);
        return found;
    }

    /** How many sessions of a key start at or before a time. */
    private int startingBy(int entry, long time) {
        probe = time + 1;
        return keys.placeOf(entry, PROBE, order);
    }

    /** Makes one session of two of the same key. */
    private void absorb(int session, int later) {
        fold();
        merge.fold(table, new int[] {later}, 1, table, new int[] {session});
        table.seal();
        lasts[session] = lasts[later];
        remove(later);
    }

    private int create(long hash, long first, long last) {
        int session = free.size() > 0 ? free.removeLast() : grown();
        System.arraycopy(
                key, 0, table.records().segment(session), table.records().base(session), key.length);
        starts[session] = first;
        lasts[session] = last;
        hashes[session] = hash;
        live[session] = true;
        olds[session] = TOUCHED;
        touched.add(session);
        size++;
        if (closes) {
            queued[session] = true;
            queue.add(last + gap, hash, session);
        }
        return session;
    }

    private int grown() {
        int session = table.addUnindexed();
        if (session == starts.length) {
            int length = session * 2;
            starts = Arrays.copyOf(starts, length);
            lasts = Arrays.copyOf(lasts, length);
            hashes = Arrays.copyOf(hashes, length);
            storedStarts = Arrays.copyOf(storedStarts, length);
            olds = Arrays.copyOf(olds, length);
            live = Arrays.copyOf(live, length);
            stored = Arrays.copyOf(stored, length);
            queued = Arrays.copyOf(queued, length);
        }
        return session;
    }

    /** Before the first change of a session in a batch. */
    private void touch(int session) {
        if (olds[session] == UNTOUCHED) {
            olds[session] = keepsOld ? table.changes().old().addCopy(table.records(), session) : TOUCHED;
            touched.add(session);
        }
    }

    private boolean hasKey(int session) {
        long[] segment = table.records().segment(session);
        int base = table.records().base(session);
        return Arrays.equals(segment, base, base + key.length, key, 0, key.length);
    }

    /** Its record stays until the batch is over. */
    private void remove(int session) {
        System.arraycopy(table.records().segment(session), table.records().base(session), key, 0, key.length);
        keys.remove(hashes[session], session, order, hasKey);
        live[session] = false;
        size--;
    }

    /** Takes out the sessions that end before a watermark; they are {@link #closed}, in the order of their ends. */
    void close(long watermark, boolean endOfInput) {
        while (!queue.isEmpty() && (endOfInput || queue.firstEnd() < watermark)) {
            int session = queue.first();
            long end = lasts[session] + gap;
            if (live[session] && end > queue.firstEnd()) {
                queue.moveFirst(end);
                continue;
            }
            unqueue(session);
            if (live[session]) {
                if (olds[session] == UNTOUCHED) {
                    olds[session] = TOUCHED;
                    touched.add(session);
                }
                remove(session);
                closed.add(session);
            }
        }
    }

    private void unqueue(int session) {
        queue.removeFirst();
        queued[session] = false;
        if (!live[session] && olds[session] == UNTOUCHED) {
            release(session);
        }
    }

    /** What the batch has closed. */
    IntList closed() {
        return closed;
    }

    /** What the batch has changed, made, or taken out. */
    IntList touched() {
        return touched;
    }

    boolean isLive(int session) {
        return live[session];
    }

    /** The number of its old record; negative: it has none. */
    int old(int session) {
        return olds[session];
    }

    int ordinals() {
        return table.size();
    }

    /** The least end of a session; {@code Long.MAX_VALUE}: there is none. */
    long firstEnd() {
        while (!queue.isEmpty()) {
            int session = queue.first();
            if (!live[session]) {
                unqueue(session);
            } else if (lasts[session] + gap > queue.firstEnd()) {
                queue.moveFirst(lasts[session] + gap);
            } else {
                return queue.firstEnd();
            }
        }
        return Long.MAX_VALUE;
    }

    /** Whether a closing may have something to do. */
    boolean mayClose(long watermark, boolean endOfInput) {
        return !queue.isEmpty() && (endOfInput || queue.firstEnd() < watermark);
    }

    /** See {@link OpenSessions#isLate}. */
    boolean isLate(long hash, long[] words, StringPool texts, long time, long watermark) {
        int entry = keys.find(hash, session -> hasKey(session, words, texts));
        if (entry < 0) {
            return true;
        }
        int place = keys.placeOf(
                entry,
                PROBE,
                (left, right) -> Long.compare(
                        left == PROBE ? time + 1 : starts[left], right == PROBE ? time + 1 : starts[right]));
        return place == 0 || lasts[keys.get(entry, place - 1)] + gap < watermark;
    }

    private boolean hasKey(int session, long[] words, StringPool texts) {
        long[] segment = table.records().segment(session);
        int base = table.records().base(session);
        int next = 0;
        for (int textKey : layout.textKeys()) {
            int at = layout.keyWord(textKey);
            boolean isNull = layout.isNullKey(words, 0, textKey);
            if (!Arrays.equals(segment, base + next, base + at, words, next, at)
                    || isNull != layout.isNullKey(segment, base, textKey)
                    || !isNull && strings.compare((int) segment[base + at], texts, (int) words[at]) != 0) {
                return false;
            }
            next = at + 1;
        }
        int end = layout.keyEnd();
        return Arrays.equals(segment, base + next, base + end, words, next, end);
    }

    /** Stored as they were. */
    boolean isStored(int session) {
        return stored[session];
    }

    long storedStart(int session) {
        return storedStarts[session];
    }

    long startOf(int session) {
        return starts[session];
    }

    /** Takes back a stored session, or what it has become. */
    int restore(ColumnKeys columns, int row, long hash, long start) {
        int known = stored(columns, row, hash, start);
        if (known >= 0) {
            return known;
        }
        int entry = keys.find(hash, hasKey);
        int session = create(hash, start, start);
        if (entry < 0) {
            keys.addKey(hash, session);
        } else {
            keys.add(entry, session, order);
        }
        return session;
    }

    /** A stored session is gone. */
    void restoreRemoved(ColumnKeys columns, int row, long hash, long start) {
        int known = stored(columns, row, hash, start);
        if (known >= 0) {
            remove(known);
        }
    }

    private int stored(ColumnKeys columns, int row, long hash, long start) {
        columns.read(row, strings, key);
        int entry = keys.find(hash, hasKey);
        if (entry < 0) {
            return PROBE;
        }
        int place = startingBy(entry, start);
        int session = place == 0 ? PROBE : keys.get(entry, place - 1);
        return session >= 0 && starts[session] == start ? session : PROBE;
    }

    /** The record of a session has been restored. */
    void restored(int session) {
        Accumulator last = layout.accumulators().get(layout.accumulators().size() - 1);
        lasts[session] = table.records().segment(session)[table.records().base(session) + last.word()];
    }

    /** The batch is over, and what it has changed is stored. */
    void settle() {
        for (int i = 0; i < touched.size(); i++) {
            int session = touched.get(i);
            stored[session] = live[session];
            storedStarts[session] = starts[session];
            olds[session] = UNTOUCHED;
            if (!live[session] && !queued[session]) {
                release(session);
            }
        }
        touched.clear();
        closed.clear();
        table.changes().settle(table.size());
        if (TextCompaction.isDue(strings, layout, size)) {
            StringPool compact = new StringPool();
            TextCompaction.move(table, strings, compact);
            strings = compact;
        }
    }

    /** Writes a shard that is settled. */
    void save(PageOutput out) {
        int sessions = table.size();
        strings.save(out);
        table.save(out);
        out.put(starts, sessions);
        out.put(lasts, sessions);
        out.put(hashes, sessions);
        out.put(storedStarts, sessions);
        out.put(live, sessions);
        out.put(stored, sessions);
    }

    /** Reads into a shard that is new what another one has written; its order is made anew. */
    void load(PageInput in) {
        strings = StringPool.load(in);
        table = GroupTable.load(layout, keepsOld, strings, in);
        int sessions = table.size();
        int capacity = Math.max(starts.length, sessions);
        starts = in.get(new long[capacity], sessions);
        lasts = in.get(new long[capacity], sessions);
        hashes = in.get(new long[capacity], sessions);
        storedStarts = in.get(new long[capacity], sessions);
        live = in.get(new boolean[capacity], sessions);
        stored = in.get(new boolean[capacity], sessions);
        queued = new boolean[capacity];
        olds = new int[capacity];
        Arrays.fill(olds, UNTOUCHED);
        for (int session = 0; session < sessions; session++) {
            if (live[session]) {
                comeBack(session);
            } else {
                release(session);
            }
        }
    }

    private void comeBack(int session) {
        System.arraycopy(table.records().segment(session), table.records().base(session), key, 0, key.length);
        int entry = keys.find(hashes[session], hasKey);
        if (entry < 0) {
            keys.addKey(hashes[session], session);
        } else {
            keys.add(entry, session, order);
        }
        size++;
        if (closes) {
            queued[session] = true;
            queue.add(lasts[session] + gap, hashes[session], session);
        }
    }

    /** What stays in memory of a shard that goes to disk. */
    AwaySessions summary() {
        int[] open = new int[size];
        int count = 0;
        for (int session = 0; session < table.size(); session++) {
            if (live[session]) {
                open[count++] = session;
            }
        }
        return new AwaySessions(open, hashes, starts, lasts, gap, firstEnd());
    }

    private void release(int session) {
        int base = table.records().base(session);
        Arrays.fill(table.records().segment(session), base, base + layout.width(), 0);
        free.add(session);
    }

    /** Memory held. */
    long bytes() {
        long each = 3 * Long.BYTES + Long.BYTES + Integer.BYTES + 3;
        return table.bytes() + strings.bytes() + keys.bytes() + queue.bytes() + starts.length * each;
    }
}
