package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.checkpoint.Tasks;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.operator.SinkOutput;
import io.sluice.runtime.state.Shards;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkWriter;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.Source;
import io.sluice.sources.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A query, compiled once, that runs one batch after the other. A batch goes through these steps:
 *
 * <ol>
 *   <li>all threads read the splits of the ranges through the pipelines that begin with a scan, those of tables that are
 *       looked up in first; these end in the local tables of a group-by, in an exchange, in a lookup, or in a sink;
 *   <li>now the watermarks at the end of the batch are known; each group-by, inputs first, merges what came to it, and
 *       sends on what changed or closed;
 *   <li>the writers are finished, the sinks stage.
 * </ol>
 *
 * The results do not depend on the number of threads. After a failure it cannot go on: its state is that of no batch. Used
 * by the loop's thread only.
 */
public final class Execution implements AutoCloseable {
    /** Beside the uids of operators: the time that an input that ends has as its only one. */
    private static final String CLOCK = "clock";

    private final ExecutionGraph graph;
    private final ExecutionOptions options;
    private final boolean bounded;

    /** The operators that say when the outputs are complete; empty: an output is never. */
    private final Set<String> limits;

    /** The query depends on the clock, which stands still until its input ends. */
    private final boolean pinsClock;

    /** The tables in which rows of others are looked up. */
    private final Set<String> readFirst = new HashSet<>();

    private final WorkerPool pool;
    private final StateMemory memory;

    /** The shards of the table that is restored. */
    private int restoring = Shards.ALL;

    /** Those that are restored, of a table that is given several times. */
    private int restored;

    private final ReadMeter meter = new ReadMeter();
    private final BufferAllocator allocator;

    private Execution(ExecutionGraph graph, ExecutionOptions options, PlannedQuery query, BufferAllocator allocator) {
        this.graph = requireNonNull(graph, "graph");
        this.options = requireNonNull(options, "options");
        bounded = query.bounded();
        limits = limits(query);
        pinsClock = bounded && query.readsClock();
        this.allocator = requireNonNull(allocator, "allocator");
        pool = new WorkerPool(options.parallelism(), options.queryName());
        memory = new StateMemory(
                query.name(),
                options.stateLimits().memoryBytes(),
                options.stateLimits().directory(),
                pool);
        for (Stage operator : graph.operators()) {
            readFirst.addAll(operator.readFirst());
            operator.pages().forEach(memory::add);
            operator.useMemory(memory);
        }
    }

    /** The operators of LIMIT above which rows only pass, if there is one for each output. */
    private static Set<String> limits(PlannedQuery query) {
        Set<String> limits = new HashSet<>();
        for (PlanNode.Write output : query.outputs()) {
            PlanNode node = output.input();
            while (node instanceof PlanNode.Project || node instanceof PlanNode.Filter) {
                node = node.inputs().get(0);
            }
            if (!(node instanceof PlanNode.Rank rank) || !rank.isByArrival()) {
                return Set.of();
            }
            limits.add(rank.uid());
        }
        return limits;
    }

    /** Whether a query is over at some time although its input may go on. */
    public static boolean endsByLimit(PlannedQuery query) {
        return !limits(query).isEmpty();
    }

    /** Whether no row that may come changes an output any more: LIMIT without ORDER BY is reached. */
    public boolean isSatisfied() {
        return !limits.isEmpty()
                && graph.operators().stream()
                        .filter(operator -> limits.contains(operator.uid()))
                        .allMatch(Stage::isSatisfied);
    }

    /** Compiles the plan once; sources and sinks stay the caller's. */
    public static Execution compile(
            PlannedQuery query,
            Map<String, Source> sources,
            Map<String, Sink> sinks,
            ExecutionOptions options,
            BufferAllocator allocator) {
        BufferAllocator own = allocator.newChildAllocator("execution of " + query.name(), 0, Long.MAX_VALUE);
        try {
            ExecutionGraph graph = ExecutionGraph.build(query, sources, sinks, options, own);
            return new Execution(graph, options, query, own);
        } catch (RuntimeException | Error e) {
            own.close();
            throw e;
        }
    }

    /** What to restore before the first batch. */
    public List<StateTable> tables() {
        return statefulOperators().stream()
                .flatMap(operator -> operator.tables().stream())
                .toList();
    }

    /** Takes back stored rows; called for all that are stored, in their order. */
    public void restore(StateTable table, StoredPieces rows) {
        graph.operators().stream()
                .filter(operator -> operator.tables().contains(table))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no operator \"%s\" with a table \"%s\"".formatted(table.uid(), table.table())))
                .restore(table, rows, pool);
        paged(table).ifPresent(each -> restoring = memory.restored(each, restoring));
    }

    /** Its threads, as long as no batch runs. */
    public Tasks tasks() {
        return pool;
    }

    private Optional<Pages.Table> paged(StateTable table) {
        return graph.operators().stream()
                .flatMap(operator -> operator.pages().stream())
                .flatMap(pages -> pages.tables.stream())
                .filter(each ->
                        each.name.uid().equals(table.uid()) && each.name.table().equals(table.table()))
                .findFirst();
    }

    /**
     * All stored rows of a table were given.
     *
     * @return whether they must be given once more: only some shards have found room in memory so far
     */
    public boolean restored(StateTable table) {
        Optional<Pages.Table> paged = paged(table);
        if (paged.isEmpty()) {
            return false;
        }
        restored |= restoring;
        boolean isAll = restored == Shards.ALL;
        paged.get().state.finishRestore(restoring);
        if (!isAll || restoring != Shards.ALL) {
            memory.park(paged.get(), restoring);
        }
        restoring = isAll ? Shards.ALL : Shards.ALL & ~restored;
        restored = isAll ? 0 : restored;
        paged.get().state.restoreOnly(restoring);
        return !isAll;
    }

    /** How far the reading of the running batch is. */
    public ReadMeter meter() {
        return meter;
    }

    /** As {@link #run(BatchInput, Runnable)}, with nothing in between. */
    public BatchResult run(BatchInput input) {
        return run(input, () -> {});
    }

    /**
     * Runs a batch, finishes the writers and stages the sinks; on failure aborts the sinks and throws.
     *
     * @param beforeStaging run when all is computed and packed, before any sink stages
     */
    public BatchResult run(BatchInput input, Runnable beforeStaging) {
        try {
            return attempt(input, beforeStaging);
        } catch (RuntimeException | Error e) {
            abort(input.batch(), e);
            throw e;
        }
    }

    private BatchResult attempt(BatchInput input, Runnable beforeStaging) {
        FunctionContext context = new FunctionContext(
                options.zone(),
                time(input),
                source -> bounded ? Long.MIN_VALUE : Watermarks.ofSource(source, input.watermarks()));
        Watermarks watermarks = new Watermarks(input.times());
        Tally tally = new Tally();
        graph.outputs().values().forEach(output -> output.begin(input.batch()));
        graph.deadLetters().ifPresent(output -> output.begin(input.batch()));
        for (Stage operator : graph.operators()) {
            operator.begin(
                    input.batch(),
                    bounded ? noWatermarks(operator) : watermarks(operator, input.times()),
                    clock(operator, input));
        }
        List<Piece> pieces = pieces(input.ranges());
        meter.begin(
                pieces.stream().mapToLong(piece -> piece.split.estimatedRows()).sum());
        int scanned = pieces.isEmpty() ? 0 : pieces.get(pieces.size() - 1).end();
        Stage.Reading reading = new Stage.Reading(input.ranges().keySet(), readFirst, scanned);
        int next = scanned;
        for (Stage operator : graph.operators()) {
            next += operator.stream(reading, next, context, tally);
        }
        Map<Boolean, List<Piece>> isFirst =
                pieces.stream().collect(Collectors.partitioningBy(piece -> readFirst.contains(piece.scan.source())));
        Consumer<List<Piece>> read = some -> pool.run(some.size(), (thread, index) -> {
            Piece piece = some.get(index);
            piece.scan.run(piece.split, thread, piece.number, context, watermarks, tally, meter);
        });
        if (!isFirst.get(true).isEmpty()) {
            read.accept(isFirst.get(true));
            graph.operators().forEach(operator -> operator.takeFirst(context, pool));
        }
        read.accept(isFirst.get(false));
        EventTimes reached = watermarks.end();
        for (Stage operator : graph.operators()) {
            long began = System.nanoTime();
            next += operator.run(end(operator, input, reached), next, context, pool, tally);
            tally.took(operator.uid(), new OperatorTime(System.nanoTime() - began, 0, 0));
        }
        finishWriters();
        List<StateDelta> deltas = new ArrayList<>();
        for (Stage operator : statefulOperators()) {
            long began = System.nanoTime();
            List<StateDelta> changed = operator.deltas();
            tally.took(operator.uid(), new OperatorTime(0, 0, System.nanoTime() - began));
            tally.changed(operator.uid(), changed);
            deltas.addAll(changed);
        }
        beforeStaging.run();
        Map<String, byte[]> receipts = stage(input.batch());
        return new BatchResult(
                reached.watermarks(), watermarks.seen(), operators(reached, input), receipts, deltas, counts(tally));
    }

    private BatchCounts counts(Tally tally) {
        BatchCounts counts = tally.counts(statefulOperators(), graph.outputs().values());
        long bytes = 0;
        for (long each : counts.stateBytes().values()) {
            bytes += each;
        }
        if (!memory.endBatch(bytes)) {
            return counts;
        }
        for (Stage operator : statefulOperators()) {
            tally.onDisk(operator.uid(), operator.pages());
        }
        return tally.counts(statefulOperators(), graph.outputs().values());
    }

    private List<Stage> statefulOperators() {
        return graph.operators().stream().filter(Stage::isStateful).toList();
    }

    /**
     * What NOW() gives: for an input that ends one time, that of the first batch; otherwise that of the batch, but not less
     * than what operators that go by the clock have seen.
     */
    private long time(BatchInput input) {
        Map<String, Long> reached = input.times().operators();
        if (pinsClock) {
            return reached.getOrDefault(CLOCK, input.batchTimeMicros());
        }
        long time = input.batchTimeMicros();
        for (Stage operator : graph.operators()) {
            if (operator.hasClock()) {
                time = Math.max(time, reached.getOrDefault(operator.uid(), Long.MIN_VALUE));
            }
        }
        return time;
    }

    /** The time by which an operator goes: it does not go back when the machine's clock does. */
    private long clock(Stage operator, BatchInput input) {
        return Math.max(time(input), input.times().operators().getOrDefault(operator.uid(), Long.MIN_VALUE));
    }

    private static long[] watermarks(Stage operator, EventTimes times) {
        List<Watermark> all = operator.watermarks();
        long[] values = new long[all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Watermarks.of(name(operator, i), all.get(i), times);
        }
        return values;
    }

    private static long[] noWatermarks(Stage operator) {
        long[] values = new long[operator.watermarks().size()];
        Arrays.fill(values, Long.MIN_VALUE);
        return values;
    }

    /** Under which the n-th watermark that an operator has reached is remembered. */
    private static String name(Stage operator, int index) {
        return index == 0 ? operator.uid() : operator.uid() + "." + index;
    }

    /** What those have reached whose inputs may leave and come back, and those that go by the clock. */
    private Map<String, Long> operators(EventTimes times, BatchInput input) {
        Map<String, Long> reached = new HashMap<>();
        if (pinsClock) {
            reached.put(CLOCK, time(input));
        }
        for (Stage operator : graph.operators()) {
            if (operator.hasClock()) {
                reached.put(operator.uid(), clock(operator, input));
            }
            long[] values = watermarks(operator, times);
            for (int i = 0; i < values.length; i++) {
                if (values[i] != Long.MIN_VALUE
                        && !bounded
                        && operator.remembers(operator.watermarks().get(i))) {
                    reached.put(name(operator, i), values[i]);
                }
            }
        }
        return reached;
    }

    /** Goes on where an earlier run has stopped: what it has closed stays closed. Before the first batch. */
    public void resume(EventTimes committed) {
        for (Stage operator : graph.operators()) {
            operator.resume(watermarks(operator, committed));
            if (operator.hasClock()) {
                operator.resumeClock(committed.operators().getOrDefault(operator.uid(), Long.MIN_VALUE));
            }
            memory.visit(operator.pages());
        }
    }

    private Stage.End end(Stage operator, BatchInput input, EventTimes reached) {
        long[] values = bounded ? noWatermarks(operator) : watermarks(operator, reached);
        if (input.endOfInput()) {
            Arrays.fill(values, Long.MAX_VALUE);
        }
        return new Stage.End(values, input.endOfInput());
    }

    /** A split, and the number of its first pipeline's results. */
    private record Piece(SharedScan scan, Split split, int number) {
        int end() {
            return number + scan.size();
        }
    }

    /** The order of the pieces is that in which their results are merged. */
    private List<Piece> pieces(Map<String, OffsetRange> ranges) {
        List<Piece> pieces = new ArrayList<>();
        int number = 0;
        for (SharedScan scan : graph.scans()) {
            OffsetRange range = ranges.get(scan.source());
            for (Split split : range == null ? List.<Split>of() : scan.splits(range)) {
                pieces.add(new Piece(scan, split, number));
                number += scan.size();
            }
        }
        return pieces;
    }

    private void finishWriters() {
        for (var write : graph.writes()) {
            if (write.node().emission().mode() == Emission.Mode.COMPLETE) {
                write.output().open(write.output().part(0, 0));
            }
        }
        List<SinkWriter> writers = graph.outputs().values().stream()
                .flatMap(output -> output.writers().stream())
                .toList();
        pool.run(writers.size(), (thread, index) -> writers.get(index).finish());
        graph.outputs().values().forEach(SinkOutput::close);
    }

    private Map<String, byte[]> stage(long batch) {
        Map<String, byte[]> receipts = new HashMap<>();
        graph.outputs()
                .forEach((name, output) -> receipts.put(name, output.sink().stage(batch)));
        return receipts;
    }

    private void abort(long batch, Throwable failure) {
        for (SinkOutput output : graph.outputs().values()) {
            try {
                output.close();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
            try {
                output.sink().abort(batch);
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** The least watermark, in microseconds by source, at which something is due although no rows come. */
    public Map<String, Long> nextDue() {
        Map<String, Long> due = new HashMap<>();
        for (Stage operator : graph.operators()) {
            for (int i = 0; i < operator.watermarks().size(); i++) {
                Watermark watermark = operator.watermarks().get(i);
                operator.nextEnd(i).ifPresent(end -> Watermarks.reaching(watermark, end)
                        .forEach((source, value) -> due.merge(source, value, Math::min)));
            }
        }
        return bounded ? Map.of() : due;
    }

    /** Whether a batch without rows that starts at these times would do something. */
    public boolean isDue(EventTimes times, boolean endOfInput) {
        for (Stage operator : graph.operators()) {
            long[] values = watermarks(operator, times);
            for (int i = 0; !bounded && i < values.length; i++) {
                OptionalLong end = operator.nextEnd(i);
                if (end.isPresent() && end.getAsLong() <= values[i]) {
                    return true;
                }
            }
            if (operator.isDue(endOfInput)) {
                return true;
            }
        }
        return false;
    }

    /** The least time of a batch, in microseconds, at which something is due by the clock; empty: never. */
    public OptionalLong nextTime() {
        return graph.operators().stream()
                .map(Stage::nextTime)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }

    @Override
    public void close() {
        memory.close();
        pool.close();
        graph.close();
        allocator.close();
    }
}
