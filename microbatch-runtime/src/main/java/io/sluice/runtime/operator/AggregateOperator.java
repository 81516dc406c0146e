package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.state.Buckets;
import io.sluice.runtime.state.EmissionPart;
import io.sluice.runtime.state.EmissionParts;
import io.sluice.runtime.state.GroupEmission;
import io.sluice.runtime.state.GroupLayout;
import io.sluice.runtime.state.GroupPiece;
import io.sluice.runtime.state.GroupResults;
import io.sluice.runtime.state.GroupState;
import io.sluice.runtime.state.GroupTable;
import io.sluice.runtime.state.GroupValues;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.PagedState;
import io.sluice.runtime.state.Parallel;
import io.sluice.runtime.state.Shards;
import io.sluice.runtime.state.ValueLayout;
import io.sluice.runtime.state.WindowTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A group-by. In each batch, in this order:
 *
 * <ol>
 *   <li>{@link #begin}: the watermark at the start says what is late;
 *   <li>threads fold their splits into tables that they {@link #borrow}, and {@link #add} what came of it;
 *   <li>{@link #merge} brings that into the state, shard by shard, in the order of the splits; what closes with the batch
 *       is folded, but is no state;
 *   <li>{@link #emit} sends on what changed or closed, part by part;
 *   <li>{@link #finishEmit} drops what the watermark at the end has closed;
 *   <li>{@link #settle} leaves the state as the next batch finds it, and a {@link #delta} to be stored.
 * </ol>
 *
 * {@link #borrow} and {@link #add} may be called by any thread, {@link #merge} and {@link #emit} by several, each with
 * shards and parts of its own.
 */
public final class AggregateOperator implements FoldTarget, AutoCloseable {
    /** What is sent on. */
    public enum Emits {
        /** Old and new rows of changed groups. */
        CHANGES,
        /** All groups, after each batch. */
        ALL,
        /** A window's groups once it is closed; without windows, all groups at the end of the input. */
        CLOSED,
        /** All groups, each as often as it counts, after each batch. */
        COPIES,
        /** What a batch adds and takes away on balance, the old row of a key before the new one; nothing is kept. */
        NET
    }

    private final PlanNode.Aggregate node;
    private final Emits emits;
    private final Optional<WindowTimes> windows;
    private final GroupLayout layout;
    private final LocalTables local;
    private final GroupState state;
    private final List<GroupValues> values = new ArrayList<>();

    /** Windows are made of panes when they close. */
    private final boolean combinesPanes;

    /** The groups are brought up to date with their values. */
    private boolean mergingValues;

    private final GroupResults results;
    private final GroupEmission[] emissions;
    private List<GroupPiece> merging = List.of();

    /** The watermark up to which windows were closed. */
    private long closed = Long.MIN_VALUE;

    /** That watermark after this batch. */
    private long end = Long.MIN_VALUE;

    private boolean endOfInput;
    private List<EmissionPart> parts = List.of();
    private long lateness = Long.MIN_VALUE;
    private boolean begun;

    public AggregateOperator(PlanNode.Aggregate node, Emits emits, int threads, BufferAllocator allocator) {
        this(node, emits, Optional.empty(), false, threads, allocator);
    }

    /** @param pairing of what is taken away and added on balance: the keys by which the one belongs to the other, none if
     *     there is one row at most
     * @param forgets groups that have not changed for a while are forgotten */
    public AggregateOperator(
            PlanNode.Aggregate node,
            Emits emits,
            Optional<List<Integer>> pairing,
            boolean forgets,
            int threads,
            BufferAllocator allocator) {
        this.node = requireNonNull(node, "node");
        this.emits = requireNonNull(emits, "emits");
        windows = node.window().map(window -> new WindowTimes(window.spec(), window.assigned()));
        layout = layout(node, emits, pairing, forgets);
        List<DataType> input = node.input().columns().stream().map(Column::type).toList();
        List<ValueLayout> valueLayouts = ValueLayout.of(layout, node.calls(), input, node.overChanges());
        local = windows.isPresent()
                ? new LocalTables(
                        layout.withPane(),
                        valueLayouts.stream().map(ValueLayout::withPane).toList(),
                        false)
                : new LocalTables(
                        layout, valueLayouts, LocalTables.mayJoinSplits(layout, valueLayouts, emits == Emits.CLOSED));
        boolean keepsOld = emits == Emits.CHANGES;
        state = new GroupState(
                node.uid(), stateName(emits), layout, keyNames(node), windows.isPresent(), keepsOld, allocator);
        for (ValueLayout each : valueLayouts) {
            values.add(new GroupValues(valueState(each, allocator), each, local.layout(), node.calls()));
        }
        combinesPanes = emits == Emits.CLOSED
                && windows.filter(times -> !times.isPaneWindow()).isPresent()
                && values.isEmpty();
        results = new GroupResults(node.keys(), node.columns(), windows);
        emissions = new GroupEmission[threads];
    }

    private GroupState valueState(ValueLayout layoutOfValues, BufferAllocator allocator) {
        List<String> names = new ArrayList<>(keyNames(node));
        if (layoutOfValues.isByArrival()) {
            names.add("_arrival");
        }
        names.add(node.input().columns().get(layoutOfValues.column()).name());
        return new GroupState(
                node.uid(),
                StoredValues.name(values.size()),
                layoutOfValues.layout(),
                names,
                windows.isPresent(),
                layoutOfValues.keepsOld(),
                allocator);
    }

    private static String stateName(Emits emits) {
        return emits == Emits.COPIES ? "rows" : "groups";
    }

    static GroupLayout layout(PlanNode.Aggregate node, Emits emits, Optional<List<Integer>> pairing, boolean forgets) {
        List<Column> input = node.input().columns();
        List<DataType> keys = new ArrayList<>();
        for (GroupKey key : node.keys()) {
            if (key instanceof GroupKey.InputColumn column) {
                keys.add(input.get(column.index()).type());
            }
        }
        List<DataType> arguments = new ArrayList<>();
        for (AggregateCall call : node.calls()) {
            arguments.add(
                    call.argument().isPresent()
                            ? input.get(call.argument().getAsInt()).type()
                            : DataType.of(TypeKind.BIGINT, false));
        }
        return new GroupLayout(keys, node.calls(), arguments, false, rows(node, emits), pairing, forgets);
    }

    private static GroupLayout.Rows rows(PlanNode.Aggregate node, Emits emits) {
        if (emits == Emits.COPIES) {
            return GroupLayout.Rows.GO_WITH_GROUP;
        }
        if (!node.overChanges()) {
            return GroupLayout.Rows.STAY;
        }
        return node.isGlobal() ? GroupLayout.Rows.GO : GroupLayout.Rows.GO_WITH_GROUP;
    }

    static List<String> keyNames(PlanNode.Aggregate node) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < node.keys().size(); i++) {
            if (node.keys().get(i) instanceof GroupKey.InputColumn) {
                names.add(node.columns().get(i).name());
            }
        }
        return names;
    }

    public PlanNode.Aggregate node() {
        return node;
    }

    @Override
    public String uid() {
        return node.uid();
    }

    @Override
    public Optional<WindowTimes> windows() {
        return windows;
    }

    /** Of the tables that are borrowed. */
    public GroupLayout localLayout() {
        return local.layout();
    }

    /** Whether it remembers anything from batch to batch. */
    public boolean isStateful() {
        return emits != Emits.NET;
    }

    /** The tables of values of what is borrowed. */
    public List<ValueLayout> localValues() {
        return local.values();
    }

    public List<StateTable> tables() {
        return states().map(GroupState::table).toList();
    }

    /** The groups, then what there is of values. */
    private Stream<GroupState> states() {
        return Stream.concat(Stream.of(state), values.stream().map(GroupValues::state));
    }

    /** From now on some of the state may be on disk. */
    public void usePages() {
        values.forEach(GroupValues::ownStrings);
    }

    /** The groups. */
    public PagedState groups() {
        return state;
    }

    /** The tables of values. */
    public List<PagedState> valueTables() {
        return values.stream().<PagedState>map(GroupValues::state).toList();
    }

    public void restore(StateTable table, StoredPieces rows, Parallel threads) {
        states().filter(each -> each.table().equals(table))
                .findFirst()
                .orElseThrow()
                .restore(rows, threads);
    }

    /** A watermark as a time of the windows. */
    private long onClock(long watermark) {
        return windows.map(times -> times.ofWatermark(watermark)).orElse(watermark);
    }

    /** An earlier run has closed what this watermark closes. */
    public void resume(long watermark) {
        closed = Math.max(closed, onClock(watermark));
        lateness = closed;
        begun = true;
    }

    /**
     * @param watermark at the start of the batch, in microseconds
     * @param clock the time of its changes
     */
    public void begin(long watermark, long clock) {
        states().forEach(each -> each.begin(clock));
        begun = true;
        closed = Math.max(closed, onClock(watermark));
        lateness = closed;
    }

    /** Whether values are kept beside the groups, not all of them in the shard of their group. */
    public boolean keepsValues() {
        return !values.isEmpty();
    }

    /** Forgets the groups of some shards that have not changed since before a time; sends nothing. */
    public void forget(int[] shards, long before) {
        for (int shard : shards) {
            if (state.forget(shard, before)) {
                values.forEach(each -> each.forgetWithout(state, shard));
            }
        }
    }

    /** Rows of windows that end at or before it are late in this batch. */
    @Override
    public long lateness() {
        return lateness;
    }

    @Override
    public GroupTable borrow() {
        return local.borrow();
    }

    @Override
    public void add(int order, GroupTable table) {
        local.add(order, table);
    }

    /**
     * All tables are added.
     *
     * @param watermark at the end of the batch; {@code Long.MAX_VALUE} at the end of the input
     * @return number of groups to merge
     */
    public long startMerge(long watermark, Parallel threads) {
        merging = local.take(threads);
        end = Math.max(closed, onClock(watermark));
        endOfInput = watermark == Long.MAX_VALUE;
        mergingValues = false;
        long groups = state.startMerge(merging, buckets(), closesAtOnce());
        for (int i = 0; i < values.size(); i++) {
            int number = i;
            List<GroupPiece> pieces =
                    merging.stream().map(piece -> piece.values(number)).toList();
            groups += values.get(i).startMerge(pieces, buckets());
        }
        boolean looksUp = emits == Emits.CLOSED
                && values.stream().anyMatch(GroupValues::isOrdered)
                && state.firstBucket().filter(this::isClosing).isPresent();
        return looksUp ? Math.max(1, groups) : groups;
    }

    /**
     * All shards are merged; now the groups are brought up to date with their values.
     *
     * @return number of groups to merge; 0: nothing more is to be done
     */
    public long startMergeOfValues() {
        mergingValues = true;
        List<GroupPiece> changes =
                values.stream().flatMap(each -> each.changes().stream()).toList();
        return changes.isEmpty()
                ? 0
                : state.startMerge(changes, (pane, bucket) -> bucket.accept(pane), bucket -> false);
    }

    /** Merges one of {@link KeyGroups#SHARDS} shards. */
    public void merge(int shard) {
        state.merge(shard);
        if (!mergingValues) {
            for (GroupValues each : values) {
                if (emits == Emits.CLOSED) {
                    each.merge(shard, this::isClosing);
                } else {
                    each.merge(shard);
                }
            }
        }
    }

    /** Whether a shard has something to merge, or to send on though nothing comes. */
    public boolean isBusy(int shard) {
        boolean always = emits == Emits.ALL || emits == Emits.COPIES || endOfInput || node.isGlobal();
        return always || closesSome() || state.hasInput(shard);
    }

    private boolean closesSome() {
        if (windows.isEmpty()) {
            return false;
        }
        return state.firstBucket().filter(dropped()::test).isPresent()
                || combinesPanes && !closing(windows.get(), end).isEmpty();
    }

    /** Whether a shard of a table of values has something to merge, or to give to its groups though nothing comes. */
    public boolean isBusy(int table, int shard) {
        return endOfInput || closesSome() || values.get(table).state().hasInput(shard);
    }

    /** Merges a shard of a table of values, which is done with for this batch: its groups will be told of it. */
    public void mergeValues(int table, int shard) {
        if (emits == Emits.CLOSED) {
            values.get(table).merge(shard, this::isClosing);
        } else {
            values.get(table).merge(shard);
        }
    }

    /** The batch is over for some shards of a table of values. */
    public void settleValues(int table, int shards) {
        values.get(table).state().dropFirst(dropped(), shards);
        values.get(table).state().settle(shards);
    }

    /** Merges all that has come for one of {@link KeyGroups#SHARDS} shards of the groups, of rows and of values. */
    public void mergeAll(int shard) {
        state.mergeAll(shard);
    }

    /** Whether what is in a bucket is sent on in this batch, once and for all. */
    private boolean isClosing(long bucket) {
        return windows.map(times -> times.isClosed(bucket, end)).orElse(endOfInput);
    }

    /** Buckets that need not become state: they are sent on and forgotten in this batch. */
    private LongPredicate closesAtOnce() {
        if (emits != Emits.CLOSED || node.isGlobal() || !values.isEmpty()) {
            return bucket -> false;
        }
        if (windows.isEmpty()) {
            return bucket -> endOfInput;
        }
        WindowTimes times = windows.get();
        return times.isPaneWindow() ? bucket -> times.isClosed(bucket, end) : bucket -> false;
    }

    private Buckets buckets() {
        if (windows.isEmpty()) {
            return (pane, bucket) -> bucket.accept(0);
        }
        WindowTimes times = windows.get();
        if (combinesPanes || emits == Emits.CLOSED && times.isPaneWindow()) {
            return (pane, bucket) -> bucket.accept(pane);
        }
        return (pane, bucket) -> times.forEachOpen(pane, lateness, bucket);
    }

    /** All shards are merged; gives the number of parts in which rows are sent on. */
    public int startEmit() {
        return startEmit(Shards.ALL);
    }

    /** Some shards are merged; gives the number of parts in which their rows are sent on. */
    public int startEmit(int shards) {
        if (node.isGlobal() && emits != Emits.NET && (emits != Emits.CLOSED || endOfInput)) {
            state.addGlobalGroup(shards);
        }
        EmissionParts cutting = state.parts(shards);
        parts = switch (emits) {
            case CHANGES -> cutting.changed();
            case ALL, COPIES, NET -> cutting.all();
            case CLOSED -> closedParts(cutting);
        };
        return parts.size();
    }

    private List<EmissionPart> closedParts(EmissionParts cutting) {
        if (windows.isEmpty()) {
            return cutting.closing(bucket -> endOfInput);
        }
        WindowTimes times = windows.get();
        return combinesPanes
                ? cutting.windows(closing(times, end), times)
                : cutting.closing(bucket -> times.isClosed(bucket, end));
    }

    /** The place of a part among those of all shards. */
    public int number(int part) {
        return parts.get(part).number();
    }

    /**
     * Sends on the rows of a part.
     *
     * @param thread the calling one, which has buffers of its own
     */
    public void emit(int part, int thread, BatchConsumer consumer) {
        if (emissions[thread] == null) {
            List<DataType> types = node.columns().stream().map(Column::type).toList();
            boolean weighted = emits == Emits.CHANGES || emits == Emits.NET;
            emissions[thread] =
                    new GroupEmission(layout, results, weighted ? ColumnBatch.weighted(types) : ColumnBatch.of(types));
        }
        emissions[thread].send(parts.get(part), form(), consumer);
    }

    private GroupEmission.Form form() {
        return switch (emits) {
            case CHANGES -> GroupEmission.Form.CHANGES;
            case ALL, CLOSED -> GroupEmission.Form.GROUPS;
            case COPIES -> GroupEmission.Form.COPIES;
            case NET -> GroupEmission.Form.NET;
        };
    }

    /** All parts are sent on: what has closed is dropped. */
    public void finishEmit() {
        parts = List.of();
        LongPredicate dropped = dropped();
        states().forEach(each -> each.dropFirst(dropped, Shards.ALL));
        closed = end;
    }

    /** The buckets that go at the end of the batch. Windows and panes alike: all windows of a pane that is dropped are closed. */
    private LongPredicate dropped() {
        if (windows.isPresent() && (emits == Emits.CHANGES || emits == Emits.CLOSED)) {
            WindowTimes times = windows.get();
            return bucket -> times.isClosed(combinesPanes ? times.lastWindow(bucket) : bucket, end);
        }
        return bucket -> emits == Emits.CLOSED && endOfInput;
    }

    /** All parts of some shards are sent on: what has closed is dropped, and the batch is over for them. */
    public void settle(int shards) {
        parts = List.of();
        state.dropFirst(dropped(), shards);
        state.settle(shards);
    }

    /** The batch is over for all shards, which were settled one after the other. */
    public void finishSettle() {
        closed = end;
        local.giveBack(merging);
        merging = List.of();
        states().forEach(GroupState::finishSettle);
    }

    /** The windows with rows that the watermark closes now, in order. */
    private TreeSet<Long> closing(WindowTimes times, long watermark) {
        TreeSet<Long> closing = new TreeSet<>();
        for (long pane : state.buckets()) {
            if (watermark != Long.MAX_VALUE && pane >= watermark) {
                break;
            }
            times.forEachOpen(pane, lateness, window -> {
                if (times.isClosed(window, watermark)) {
                    closing.add(window);
                }
            });
        }
        return closing;
    }

    /** Ends the batch. */
    public void settle(Parallel threads) {
        local.giveBack(merging);
        merging = List.of();
        if (emits == Emits.NET) {
            state.forget();
        } else {
            states().forEach(each -> each.settle(threads));
        }
    }

    /** What the batch has changed in the state; valid until the next one begins. */
    public List<StateDelta> deltas() {
        return states().flatMap(each -> each.delta().stream()).toList();
    }

    public GroupState state() {
        return state;
    }

    /** Of the groups and their values. */
    public long rows() {
        return states().mapToLong(GroupState::groups).sum();
    }

    public long bytes() {
        return states().mapToLong(GroupState::bytes).sum();
    }

    public long updated() {
        return states().mapToLong(GroupState::updated).sum();
    }

    public long removed() {
        return states().mapToLong(GroupState::removed).sum();
    }

    /**
     * The least watermark that closes a window which waits for it; empty before the first batch too, unless {@link #resume} has said
     * what the last run has closed.
     */
    public Optional<Long> nextEnd() {
        if (!begun || windows.isEmpty() || emits != Emits.CLOSED) {
            return Optional.empty();
        }
        WindowTimes times = windows.get();
        return state.firstBucket().map(bucket -> times.closing(times.firstEnd(bucket, closed)));
    }

    /** Whether the end of the input, or a first batch without rows, makes it send rows. */
    public boolean isDue(boolean atEndOfInput) {
        boolean global = node.isGlobal();
        return switch (emits) {
            case CLOSED -> atEndOfInput && (global || state.firstBucket().isPresent());
            case CHANGES, ALL -> global && state.firstBucket().isEmpty();
            case COPIES, NET -> false;
        };
    }

    @Override
    public void close() {
        states().forEach(GroupState::close);
        layout.close();
        local.layout().close();
    }
}
