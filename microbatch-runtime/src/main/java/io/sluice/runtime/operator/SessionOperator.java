package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.operator.AggregateOperator.Emits;
import io.sluice.runtime.state.GroupLayout;
import io.sluice.runtime.state.GroupPiece;
import io.sluice.runtime.state.GroupResults;
import io.sluice.runtime.state.GroupTable;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.OpenSessions;
import io.sluice.runtime.state.Parallel;
import io.sluice.runtime.state.SessionEmission;
import io.sluice.runtime.state.SessionState;
import io.sluice.runtime.state.WindowTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A group-by of sessions. In each batch, in this order:
 *
 * <ol>
 *   <li>{@link #begin}: rows behind the watermark at the start are late if they are in no open session;
 *   <li>threads fold their splits into tables that they {@link #borrow}, by key and pane of a gap's length: what is in a
 *       pane is of one session; and {@link #add} what came of it;
 *   <li>{@link #process} brings that into the sessions of a shard, sends on what changed or closed, and drops what the
 *       watermark at the end has closed: a session closes when its end is before it, since a row exactly a gap behind the
 *       last one still joins;
 *   <li>{@link #settle} leaves the state of shards as the next batch finds it, and {@link #finish} a {@link #delta} to be stored.
 * </ol>
 *
 * {@link #borrow} and {@link #add} may be called by any thread, {@link #process} by several, each with shards of its own.
 */
public final class SessionOperator implements FoldTarget, AutoCloseable {
    private final PlanNode.Aggregate node;
    private final PlanNode.Aggregate folded;
    private final Emits emits;
    private final WindowTimes windows;
    private final GroupLayout layout;
    private final LocalTables local;
    private final SessionState state;
    private final GroupResults results;
    private final SessionEmission[] emissions;
    private List<GroupPiece> pieces = List.of();

    /** The watermark up to which sessions were closed. */
    private long closed = Long.MIN_VALUE;

    /** That watermark after this batch. */
    private long end = Long.MIN_VALUE;

    private boolean endOfInput;
    private boolean begun;

    /** @param emits CHANGES, ALL or CLOSED */
    public SessionOperator(PlanNode.Aggregate node, Emits emits, int threads, BufferAllocator allocator) {
        this.node = requireNonNull(node, "node");
        this.emits = requireNonNull(emits, "emits");
        PlanNode.GroupWindow window = node.window().orElseThrow();
        windows = new WindowTimes(window.spec(), false);
        folded = withTimes(node, window.timeColumn());
        layout = AggregateOperator.layout(folded, emits, Optional.empty(), false);
        local = new LocalTables(layout.withPane(), List.of(), false);
        state = new SessionState(
                node.uid(),
                layout,
                AggregateOperator.keyNames(node),
                window.spec().size(),
                emits == Emits.CHANGES,
                emits != Emits.ALL,
                allocator);
        results = new GroupResults(node.keys(), node.columns(), Optional.of(windows));
        emissions = new SessionEmission[threads];
    }

    /** With the first and the last time behind the aggregates. */
    private static PlanNode.Aggregate withTimes(PlanNode.Aggregate node, int time) {
        DataType type = node.input().columns().get(time).type().withNullable(true);
        List<AggregateCall> calls = new ArrayList<>(node.calls());
        for (AggregateCall.Function function : List.of(AggregateCall.Function.MIN, AggregateCall.Function.MAX)) {
            calls.add(new AggregateCall(function, OptionalInt.of(time), OptionalInt.empty(), type));
        }
        return node.withCalls(calls);
    }

    public PlanNode.Aggregate node() {
        return node;
    }

    /** What rows are folded by. */
    public PlanNode.Aggregate folded() {
        return folded;
    }

    /** Of the tables that are borrowed. */
    public GroupLayout localLayout() {
        return local.layout();
    }

    @Override
    public String uid() {
        return node.uid();
    }

    @Override
    public Optional<WindowTimes> windows() {
        return Optional.of(windows);
    }

    @Override
    public long lateness() {
        return closed;
    }

    @Override
    public Optional<OpenSessions> openSessions() {
        return Optional.of(state);
    }

    public StateTable table() {
        return state.table();
    }

    public void restore(VectorSchemaRoot rows) {
        state.restore(rows);
    }

    /** An earlier run has closed what this watermark closes. */
    public void resume(long watermark) {
        closed = Math.max(closed, watermark);
        begun = true;
    }

    /** @param watermark at the start of the batch, in microseconds */
    public void begin(long watermark) {
        resume(watermark);
        state.begin(closed);
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
     * @param watermark at the end of the batch
     * @return number of groups to take in
     */
    public long startMerge(long watermark, boolean atEndOfInput) {
        pieces = local.take(Parallel.ONE_BY_ONE);
        end = Math.max(closed, watermark);
        endOfInput = atEndOfInput;
        return pieces.stream().mapToLong(piece -> piece.table().size()).sum();
    }

    /** Whether a shard has nothing to take in and nothing to send. */
    public boolean isIdle(int shard) {
        return emits != Emits.ALL
                && !state.mayClose(shard, end, endOfInput)
                && pieces.stream().allMatch(piece -> piece.isEmpty(shard));
    }

    /**
     * Takes in what came for one of {@link KeyGroups#SHARDS} shards, and sends on what follows from it.
     *
     * @param thread the calling one, which has buffers of its own
     */
    public void process(int shard, int thread, BatchConsumer consumer) {
        state.take(shard, pieces);
        SessionEmission emission = emission(thread);
        emission.start(state, shard, consumer);
        switch (emits) {
            case CHANGES -> {
                emission.sendChanges();
                state.close(shard, end, endOfInput);
            }
            case CLOSED -> {
                state.close(shard, end, endOfInput);
                emission.sendClosed();
            }
            case ALL -> emission.sendAll();
            case COPIES, NET -> throw new IllegalStateException("sessions are not sent as " + emits);
        }
    }

    private SessionEmission emission(int thread) {
        if (emissions[thread] == null) {
            List<DataType> types = node.columns().stream().map(Column::type).toList();
            emissions[thread] = new SessionEmission(
                    layout, results, emits == Emits.CHANGES ? ColumnBatch.weighted(types) : ColumnBatch.of(types));
        }
        return emissions[thread];
    }

    /** The batch is over for some shards. */
    public void settle(int shards) {
        state.settle(shards);
    }

    /** Ends the batch, which is over for all shards. */
    public void finish() {
        local.giveBack(pieces);
        pieces = List.of();
        closed = end;
    }

    /** What the batch has changed in the state; valid until the next one begins. */
    public Optional<StateDelta> delta() {
        return state.delta();
    }

    public SessionState state() {
        return state;
    }

    /** The least watermark that closes a session which waits for it; empty before the first batch, as for other windows. */
    public OptionalLong nextEnd() {
        if (!begun || emits != Emits.CLOSED) {
            return OptionalLong.empty();
        }
        OptionalLong first = state.firstEnd();
        return first.isPresent() ? OptionalLong.of(first.getAsLong() + 1) : first;
    }

    /** Whether the end of the input makes it send rows. */
    public boolean isDue(boolean atEndOfInput) {
        return emits == Emits.CLOSED && atEndOfInput && state.firstEnd().isPresent();
    }

    @Override
    public void close() {
        state.close();
        layout.close();
        local.layout().close();
    }
}
