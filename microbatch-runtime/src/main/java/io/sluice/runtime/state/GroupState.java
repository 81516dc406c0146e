package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.StoredPieces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.ObjLongConsumer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The state of one group-by: buckets by time, shards by key in each. In a batch, {@link #startMerge} sorts out what comes
 * to which bucket, threads {@link #merge} it, each into shards of its own; many changed groups are written by all threads, all else
 * is done by one. Each group that a batch adds, changes or drops goes into its {@link #delta}. What a batch costs depends on the
 * buckets that it changes, not on those that there are.
 */
public final class GroupState implements PagedState, AutoCloseable {
    /** Fewer changed groups are written by one thread. */
    private static final int FEW_GROUPS = 4096;

    /** About so many are written by a thread at a time. */
    private static final int PART_GROUPS = 8192;

    /** So many more groups without rows than with rows are not kept. */
    private static final int SPARSE = 64;

    private final GroupLayout layout;
    private final StateColumns stored;
    private final StateTable table;
    private final StateShard[] shards = new StateShard[KeyGroups.SHARDS];
    private final TreeMap<Long, Bucket> buckets = new TreeMap<>();
    private final StateSize size = new StateSize();
    private final GroupDelta delta;

    /** What comes to which bucket in this batch. */
    private TreeMap<Long, BucketInput> inputs = new TreeMap<>();

    /** What comes to which bucket in this merge; a batch may have several. */
    private TreeMap<Long, BucketInput> merging = inputs;

    /** The inputs of all merges of the batch. */
    private final List<TreeMap<Long, BucketInput>> merges = new ArrayList<>();

    /** Buckets that have been dropped in some shards. */
    private final List<Bucket> dropped = new ArrayList<>();

    /** A word of the records whose greatest number is asked for; −1: none. */
    private int watchedWord = -1;

    /** The greatest number in what is on disk. */
    private long watched = -1;

    private Optional<StateRestore> restore = Optional.empty();
    private int restoredShards = Shards.ALL;
    private long updated;
    private long removed;

    /**
     * @param keyNames names of the keys' columns
     * @param keepsOld whether old records are wanted for groups that change
     */
    public GroupState(
            String uid,
            String name,
            GroupLayout layout,
            List<String> keyNames,
            boolean bucketed,
            boolean keepsOld,
            BufferAllocator allocator) {
        this.layout = requireNonNull(layout, "layout");
        stored = new StateColumns(layout, keyNames, bucketed);
        table = stored.table(uid, name);
        delta = new GroupDelta(stored, allocator);
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new StateShard(i, layout, keepsOld);
        }
    }

    public StateTable table() {
        return table;
    }

    /** The table of a shard in a bucket that is there; it is made if it is not. */
    GroupTable table(int shard, long bucket) {
        return shards[shard].table(buckets.get(bucket), 1);
    }

    /** Takes back stored rows. */
    public void restore(StoredPieces rows, Parallel threads) {
        if (restore.isEmpty()) {
            restore = Optional.of(new StateRestore(this, stored, layout, restoredShards));
        }
        restore.get().add(rows, threads);
    }

    /** The bucket is there, if only until all is restored. */
    void addBucket(long start) {
        buckets.computeIfAbsent(start, Bucket::new);
    }

    /**
     * A batch begins: what was restored is complete, and the last delta is done with.
     *
     * @param clock the time of its changes
     */
    public void begin(long clock) {
        finishRestore();
        delta.begin();
        updated = 0;
        removed = 0;
        merges.clear();
        for (StateShard shard : shards) {
            shard.begin(clock);
        }
    }

    private void finishRestore() {
        finishRestore(Shards.ALL);
    }

    /** What was stored is complete, but some groups are gone. */
    void finishRestored(int shard, long start, BitSet gone) {
        Bucket bucket = buckets.get(start);
        if (bucket.table(shard).size() > 0 && gone.isEmpty()) {
            bucket.table(shard).settle();
        } else {
            shards[shard].remove(bucket, gone);
        }
    }

    /** Counts a settled bucket, which goes when it is empty. */
    private void count(Bucket bucket) {
        bucket.count(size);
        if (bucket.isEmpty()) {
            buckets.remove(bucket.start());
        }
    }

    /**
     * Sorts out what comes to which bucket.
     *
     * @param pieces in the order in which their groups are folded
     * @param closes whether a bucket closes with this batch, so that it need not become state; what comes to it is only
     *     sent on
     * @return groups to merge
     */
    public long startMerge(List<GroupPiece> pieces, Buckets targets, LongPredicate closes) {
        merging = inputs.isEmpty() ? inputs : new TreeMap<>();
        merges.add(merging);
        for (GroupPiece piece : pieces) {
            for (int i = 0; i < piece.panes(); i++) {
                int pane = i;
                targets.forEach(piece.pane(i), start -> merging.computeIfAbsent(start, key -> input(key, closes))
                        .add(piece, pane));
            }
        }
        merging.forEach(inputs::putIfAbsent);
        long groups = 0;
        for (BucketInput input : merging.values()) {
            groups += input.isDirect() ? 0 : input.groups();
        }
        return groups;
    }

    private BucketInput input(long start, LongPredicate closes) {
        Bucket known = buckets.get(start);
        if (known != null) {
            return new BucketInput(known, false);
        }
        Bucket bucket = new Bucket(start);
        boolean passing = closes.test(start);
        if (!passing) {
            buckets.put(start, bucket);
        }
        return new BucketInput(bucket, passing);
    }

    /** Merges what has come for one shard. */
    public void merge(int shard) {
        merge(shard, merging);
    }

    private void merge(int shard, TreeMap<Long, BucketInput> all) {
        for (BucketInput input : all.values()) {
            if (!input.isDirect()) {
                shards[shard].merge(input);
            }
        }
    }

    /** Merges what all merges of the batch have for one shard, of which none has been done before. */
    public void mergeAll(int shard) {
        merges.forEach(each -> merge(shard, each));
    }

    /** Whether a merge of the batch has something for a shard. */
    public boolean hasInput(int shard) {
        for (TreeMap<Long, BucketInput> each : merges) {
            for (BucketInput input : each.values()) {
                for (int i = 0; i < input.count(); i++) {
                    if (input.start(i, shard) < input.end(i, shard)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** The tables of a shard that something has come to, with the starts of their buckets. */
    void forEachInput(int shard, ObjLongConsumer<GroupTable> consumer) {
        for (BucketInput input : inputs.values()) {
            GroupTable each = input.bucket().table(shard);
            if (each != null) {
                consumer.accept(each, input.bucket().start());
            }
        }
    }

    /** The tables of a shard in the earliest buckets, as long as these are chosen. */
    void forEachFirst(int shard, LongPredicate chosen, ObjLongConsumer<GroupTable> consumer) {
        for (Bucket bucket : buckets.values()) {
            if (!chosen.test(bucket.start())) {
                return;
            }
            if (bucket.table(shard) != null) {
                consumer.accept(bucket.table(shard), bucket.start());
            }
        }
    }

    /** The greatest number that a word of the records is; −1 if there are none. Once, when all that was stored is restored. */
    long greatest() {
        long greatest = watchedWord < 0 ? -1 : greatest(watchedWord, Shards.ALL);
        greatest = Math.max(greatest, watched);
        watchedWord = -1;
        return greatest;
    }

    /** {@link #greatest} is asked for a word before the first batch. */
    void watch(int word) {
        watchedWord = word;
    }

    private long greatest(int word, int of) {
        long greatest = -1;
        for (Bucket bucket : buckets.values()) {
            for (int shard : Shards.list(of)) {
                GroupTable each = bucket.table(shard);
                for (int ordinal = 0; each != null && ordinal < each.size(); ordinal++) {
                    greatest = Math.max(
                            greatest,
                            each.records().segment(ordinal)[each.records().base(ordinal) + word]);
                }
            }
        }
        return greatest;
    }

    /** Adds the one group of a group-by without keys if it is not there: over no rows there is a result too. */
    public void addGlobalGroup(int ofShards) {
        if (!Shards.has(ofShards, KeyGroups.shard(KeyHash.SEED))) {
            return;
        }
        Bucket only = buckets.computeIfAbsent(0L, Bucket::new);
        GroupTable groups = shards[KeyGroups.shard(KeyHash.SEED)].table(only, 1);
        if (groups.size() == 0) {
            groups.findOrInsert(KeyHash.SEED, new long[0]);
            inputs.computeIfAbsent(0L, key -> new BucketInput(only, false));
        }
    }

    /** What may be sent on after the merge. */
    public EmissionParts parts() {
        return parts(Shards.ALL);
    }

    /** What of some shards may be sent on after their merge. */
    public EmissionParts parts(int ofShards) {
        return new EmissionParts(buckets, inputs, ofShards);
    }

    /** Forgets the groups of a shard that have not changed since before a time; gives whether there are some. */
    public boolean forget(int shard, long before) {
        int word = layout.changedWord();
        return removeIf(
                shard,
                (each, ordinal) ->
                        each.records().segment(ordinal)[each.records().base(ordinal) + word] <= before);
    }

    /** Forgets those values of a shard whose group is not there; they are in the shard of their group. */
    void forgetWithout(GroupState groups, int shard) {
        long[] key = new long[groups.layout.keyEnd()];
        removeIf(shard, (each, ordinal) -> !groups.hasGroup(shard, each, ordinal, key));
    }

    /** Whether there is the group that a value is in, by the first keys of its record. */
    private boolean hasGroup(int shard, GroupTable values, int ordinal, long[] key) {
        System.arraycopy(values.records().segment(ordinal), values.records().base(ordinal), key, 0, key.length);
        long hash = layout.hash(key, 0, values.strings());
        for (Bucket bucket : buckets.values()) {
            GroupTable groups = bucket.table(shard);
            if (groups != null && groups.find(hash, translated(key, values.strings(), groups.strings())) >= 0) {
                return true;
            }
        }
        return false;
    }

    private long[] translated(long[] key, StringPool from, StringPool to) {
        if (layout.textKeys().length == 0) {
            return key;
        }
        long[] words = key.clone();
        for (int textKey : layout.textKeys()) {
            if (!layout.isNullKey(key, 0, textKey)) {
                int at = layout.keyWord(textKey);
                words[at] = to.intern(from, (int) key[at]);
            }
        }
        return words;
    }

    /** Which groups of a table. */
    private interface GroupTest {
        boolean test(GroupTable table, int ordinal);
    }

    private boolean removeIf(int shard, GroupTest test) {
        boolean some = false;
        for (Bucket bucket : List.copyOf(buckets.values())) {
            GroupTable each = bucket.table(shard);
            if (each == null) {
                continue;
            }
            BitSet gone = (BitSet) each.dead().clone();
            int[] forgotten = new int[each.size()];
            int count = 0;
            for (int ordinal = 0; ordinal < each.size(); ordinal++) {
                if (!gone.get(ordinal) && test.test(each, ordinal)) {
                    forgotten[count++] = ordinal;
                    gone.set(ordinal);
                }
            }
            if (count > 0) {
                delta.few().append(each, StateDelta.DELETE, bucket.start(), new References(forgotten, 0, count));
                removed += count;
                shards[shard].remove(bucket, gone);
                count(bucket);
                some = true;
            }
        }
        return some;
    }

    /** All buckets, in order. */
    public NavigableSet<Long> buckets() {
        return buckets.navigableKeySet();
    }

    /** The earliest bucket. */
    public OptionalLong first() {
        return buckets.isEmpty() ? OptionalLong.empty() : OptionalLong.of(buckets.firstKey());
    }

    TreeMap<Long, Bucket> all() {
        return buckets;
    }

    /** Forgets all groups of the first buckets, in some shards. */
    public void dropFirst(LongPredicate chosen, int ofShards) {
        for (Bucket bucket : buckets.values()) {
            if (!chosen.test(bucket.start())) {
                break;
            }
            for (int i : Shards.list(ofShards)) {
                GroupTable each = bucket.table(i);
                if (each != null) {
                    int old = Math.min(each.changes().firstNew(), each.size());
                    delta.few().append(each, StateDelta.DELETE, bucket.start(), stored(each, old));
                    removed += each.alive();
                    bucket.forget(i, size);
                }
            }
            dropped.add(bucket);
        }
        if (ofShards == Shards.ALL) {
            removeDropped();
        }
    }

    private void removeDropped() {
        for (Bucket bucket : dropped) {
            if (bucket.isEmpty()) {
                buckets.remove(bucket.start());
                inputs.remove(bucket.start());
            }
        }
        dropped.clear();
    }

    /** Those of the first groups of a table that the checkpoint has. */
    private static References stored(GroupTable from, int old) {
        if (from.dead().isEmpty()) {
            return References.first(old);
        }
        int[] stored = new int[old];
        int count = 0;
        for (int ordinal = from.dead().nextClearBit(0);
                ordinal < old;
                ordinal = from.dead().nextClearBit(ordinal + 1)) {
            stored[count++] = ordinal;
        }
        return new References(stored, 0, count);
    }

    /** The batch is over: writes the groups that it has added or changed and that are still there. */
    public void settle() {
        settle(Parallel.ONE_BY_ONE);
    }

    /** The same by several threads, if there is much to write. */
    public void settle(Parallel threads) {
        long changed = changed();
        if (layout.hasUsers() || changed < FEW_GROUPS) {
            write(Shards.ALL);
        } else {
            int parts = parts(changed);
            delta.startPacking(parts);
            threads.run(parts, part -> settlePart(part, parts));
            delta.finishPacking();
        }
        finishSettle();
        tally(Shards.ALL);
    }

    private void write(int ofShards) {
        int[] list = Shards.list(ofShards);
        for (BucketInput input : inputs.values()) {
            for (int i : list) {
                settle(i, input, delta.few());
            }
        }
    }

    /** The batch is over for some shards. */
    public void settle(int ofShards) {
        write(ofShards);
        for (BucketInput input : inputs.values()) {
            if (!input.isPassing()) {
                input.bucket().count(size);
            }
        }
        tally(ofShards);
    }

    private void tally(int ofShards) {
        for (int i : Shards.list(ofShards)) {
            updated += shards[i].takeUpdated();
            removed += shards[i].takeRemoved();
            shards[i].compactTexts(buckets.values(), size.groups(i));
        }
    }

    /** The batch is over for all shards. */
    public void finishSettle() {
        removeDropped();
        for (BucketInput input : inputs.values()) {
            if (!input.isPassing()) {
                count(input.bucket());
            }
        }
        inputs = new TreeMap<>();
        merging = inputs;
        merges.clear();
    }

    private long changed() {
        long changed = 0;
        for (BucketInput input : inputs.values()) {
            for (int i = 0; i < KeyGroups.SHARDS; i++) {
                GroupTable each = input.isPassing() ? null : input.bucket().table(i);
                changed += each == null ? 0 : each.changed();
            }
        }
        return changed;
    }

    /** In how many parts, each of some shards, so many changes are written: a part is a record batch at least. */
    private static int parts(long changed) {
        int parts = 2;
        while (parts < KeyGroups.SHARDS && parts * PART_GROUPS < changed) {
            parts *= 2;
        }
        return parts;
    }

    private void settlePart(int number, int parts) {
        GroupDelta.Part part = delta.start();
        int size = KeyGroups.SHARDS / parts;
        try {
            for (int shard = number * size; shard < (number + 1) * size; shard++) {
                for (BucketInput input : inputs.values()) {
                    settle(shard, input, part);
                }
            }
        } finally {
            delta.end(part, number);
        }
    }

    private void settle(int shard, BucketInput input, GroupDelta.Part to) {
        Bucket bucket = input.bucket();
        GroupTable each = input.isPassing() ? null : bucket.table(shard);
        if (each == null || each.changed() == 0) {
            return;
        }
        if (layout.rowCountWord() >= 0) {
            settleAlive(shard, bucket, each, to);
            return;
        }
        Changes changes = each.changes();
        to.append(each, StateDelta.PUT, bucket.start(), new References(changes.ordinals(), 0, changes.size()));
        to.append(each, StateDelta.PUT, bucket.start(), References.range(changes.firstNew(), each.size()));
        shards[shard].tally(each.changed(), 0);
        each.settle();
    }

    /** Writes the changed groups of a table; those that have no rows any more go. */
    private void settleAlive(int shard, Bucket bucket, GroupTable from, GroupDelta.Part to) {
        Changes changes = from.changes();
        int[] kept = new int[from.changed()];
        int[] gone = new int[from.changed()];
        int keeping = 0;
        int going = 0;
        for (int i = 0; i < kept.length; i++) {
            int ordinal = i < changes.size() ? changes.ordinals()[i] : changes.firstNew() + i - changes.size();
            boolean alive = from.isAlive(ordinal);
            boolean stored = from.noteAlive(ordinal, alive) && ordinal < changes.firstNew();
            if (alive) {
                kept[keeping++] = ordinal;
                continue;
            }
            if (stored) {
                gone[going++] = ordinal;
            }
            if (layout.forgets()) {
                startAnew(from, ordinal);
            }
        }
        to.append(from, StateDelta.PUT, bucket.start(), new References(kept, 0, keeping));
        to.append(from, StateDelta.DELETE, bucket.start(), new References(gone, 0, going));
        shards[shard].tally(keeping, going);
        if (from.alive() == 0 || from.alive() + SPARSE < from.size() - from.alive()) {
            shards[shard].remove(bucket, from.dead());
        } else {
            from.settle();
        }
    }

    /** What was taken back may have been forgotten before: nothing of a group without rows counts for the next ones. */
    private void startAnew(GroupTable from, int ordinal) {
        int base = from.records().base(ordinal);
        Arrays.fill(from.records().segment(ordinal), base + layout.keyEnd(), base + layout.width(), 0);
    }

    /** Forgets everything without a trace. */
    public void forget() {
        buckets.values().forEach(bucket -> bucket.uncount(size));
        buckets.clear();
        inputs = new TreeMap<>();
        for (StateShard shard : shards) {
            shard.clear();
        }
    }

    /** The earliest bucket that has groups. */
    public Optional<Long> firstBucket() {
        finishRestore();
        return buckets.isEmpty() ? Optional.empty() : Optional.of(buckets.firstKey());
    }

    @Override
    public long bytes(int shard) {
        long bytes = shards[shard].strings().bytes();
        for (Bucket bucket : buckets.values()) {
            GroupTable each = bucket.table(shard);
            bytes += each == null ? 0 : each.bytes();
        }
        return bytes;
    }

    @Override
    public boolean isEmpty(int shard) {
        for (Bucket bucket : buckets.values()) {
            if (bucket.table(shard) != null || bucket.isAway(shard)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void save(int shard, PageOutput out) {
        if (watchedWord >= 0) {
            long greatest = greatest(watchedWord, Shards.of(shard));
            synchronized (this) {
                watched = Math.max(watched, greatest);
            }
        }
        shards[shard].strings().save(out);
        List<Bucket> filled = buckets.values().stream()
                .filter(bucket -> bucket.table(shard) != null)
                .toList();
        out.putInt(filled.size());
        for (Bucket bucket : filled) {
            out.putLong(bucket.start());
            bucket.table(shard).save(out);
            synchronized (this) {
                bucket.moveAway(shard, size);
            }
        }
        shards[shard].useStrings(new StringPool());
    }

    @Override
    public void load(int shard, PageInput in) {
        StringPool strings = StringPool.load(in);
        shards[shard].useStrings(strings);
        for (int tables = in.getInt(); tables > 0; tables--) {
            Bucket bucket = buckets.get(in.getLong());
            GroupTable table = GroupTable.load(layout, shards[shard].keepsOld(), strings, in);
            synchronized (this) {
                bucket.comeBack(shard, table, size);
            }
        }
    }

    @Override
    public void restoreOnly(int ofShards) {
        restore.ifPresent(each -> each.only(ofShards));
        restoredShards = ofShards;
    }

    /** Forgets what was restored of a shard. */
    void forgetRestored(int shard) {
        buckets.values().forEach(bucket -> bucket.forget(shard, size));
        shards[shard].useStrings(new StringPool());
    }

    @Override
    public void finishRestore(int ofShards) {
        if (restore.isPresent()) {
            restore.get().finish(ofShards);
            restore = Optional.empty();
            for (Bucket bucket : List.copyOf(buckets.values())) {
                count(bucket);
            }
        }
    }

    /** What the batch has changed; valid until the next one begins. */
    public Optional<StateDelta> delta() {
        return delta.delta(table);
    }

    public long groups() {
        return size.groups();
    }

    /** Memory held. */
    public long bytes() {
        long bytes = size.bytes();
        for (StateShard shard : shards) {
            bytes += shard.strings().bytes();
        }
        return bytes;
    }

    /** Keys that the batch has looked for in the state or added to it: each of its keys once. */
    public long accesses() {
        long accesses = 0;
        for (StateShard shard : shards) {
            accesses += shard.accesses();
        }
        return accesses;
    }

    /** Groups that the batch has added or changed and kept. */
    public long updated() {
        return updated;
    }

    public long removed() {
        return removed;
    }

    @Override
    public void close() {
        delta.close();
    }
}
