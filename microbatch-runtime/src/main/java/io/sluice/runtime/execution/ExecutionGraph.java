package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.PlannedQuery;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.ClockBound;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.StateTtl;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.RowErrors;
import io.sluice.runtime.codegen.CompiledPipeline;
import io.sluice.runtime.codegen.PipelineCompiler;
import io.sluice.runtime.codegen.PipelineSpec;
import io.sluice.runtime.operator.AggregateOperator;
import io.sluice.runtime.operator.AggregateOperator.Emits;
import io.sluice.runtime.operator.DeadLetterOutput;
import io.sluice.runtime.operator.Exchange;
import io.sluice.runtime.operator.JoinOperator;
import io.sluice.runtime.operator.LateOutput;
import io.sluice.runtime.operator.RecursionOperator;
import io.sluice.runtime.operator.RowOutput;
import io.sluice.runtime.operator.SessionOperator;
import io.sluice.runtime.operator.ShardedOperator;
import io.sluice.runtime.operator.SinkOutput;
import io.sluice.runtime.operator.TemporalFilterOperator;
import io.sluice.runtime.operator.WriteOperator;
import io.sluice.sinks.Sink;
import io.sluice.sources.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The plan cut into pipelines at its group-bys, temporal filters and writes:
 *
 * <pre>
 * scan → filter → project ─┐ pipeline 1
 *                          aggregate (state)
 *                          └→ filter → project ─┐ pipeline 2
 *                                               write (sink)
 * </pre>
 *
 * A union is several pipelines with one end. Pipelines over one source share its scan. Operators are listed inputs first.
 */
final class ExecutionGraph implements AutoCloseable {
    private final Map<String, Source> sources;
    private final Map<String, Sink> sinks;
    private final ExecutionOptions options;
    private final BufferAllocator allocator;
    private final List<ScanPipeline> scans = new ArrayList<>();
    private List<SharedScan> shared = List.of();
    private final List<Pipeline> pipelines = new ArrayList<>();
    private final List<Stage> operators = new ArrayList<>();
    private final List<WriteOperator> writes = new ArrayList<>();
    private final Map<String, SinkOutput> outputs = new LinkedHashMap<>();
    /** Operators that are there already, by identity: what several read is one node of the plan. */
    private final Map<PlanNode, Placed> placed = new IdentityHashMap<>();

    private final Map<PlanNode, LookUpInput> lookUps = new IdentityHashMap<>();
    /** Recursions whose step is being placed, the innermost first. */
    private final Deque<Rounds> rounds = new ArrayDeque<>();

    private final boolean bounded;
    private final Map<String, StateTtl> stateTtls;
    private boolean idles;
    private final Optional<DeadLetterOutput> deadLetters;
    private final LateOutputs late;
    private final ShardedOperators sharded;

    private ExecutionGraph(
            boolean bounded,
            Map<String, StateTtl> stateTtls,
            Map<String, Source> sources,
            Map<String, Sink> sinks,
            ExecutionOptions options,
            BufferAllocator allocator) {
        this.bounded = bounded;
        this.stateTtls = Map.copyOf(stateTtls);
        this.sources = Map.copyOf(sources);
        this.sinks = Map.copyOf(sinks);
        this.options = requireNonNull(options, "options");
        this.allocator = requireNonNull(allocator, "allocator");
        deadLetters = options.deadLetterSink()
                .map(sink -> new DeadLetterOutput(options.queryName(), output(sink), options.parallelism(), allocator));
        late = new LateOutputs(this::output, options, allocator);
        sharded = new ShardedOperators(this::ttl, options, allocator);
    }

    static ExecutionGraph build(
            PlannedQuery query,
            Map<String, Source> sources,
            Map<String, Sink> sinks,
            ExecutionOptions options,
            BufferAllocator allocator) {
        ExecutionGraph graph =
                new ExecutionGraph(query.bounded(), query.stateTtls(), sources, sinks, options, allocator);
        try {
            graph.idles = query.outputs().stream().anyMatch(ExecutionGraph::canIdle);
            query.outputs().forEach(graph::addWrite);
            graph.shared = SharedScan.of(graph.scans, graph::source, graph.deadLetters, graph.leavesOut());
            return graph;
        } catch (RuntimeException | Error e) {
            graph.close();
            throw e;
        }
    }

    private static boolean canIdle(PlanNode node) {
        boolean self = node instanceof PlanNode.AssignWatermark watermark
                && watermark.rules().idleTimeout().isPresent();
        return self || node.inputs().stream().anyMatch(ExecutionGraph::canIdle);
    }

    /** One for each source. */
    List<SharedScan> scans() {
        return shared;
    }

    /** Inputs come before what they feed. */
    List<Stage> operators() {
        return operators;
    }

    List<WriteOperator> writes() {
        return writes;
    }

    Optional<DeadLetterOutput> deadLetters() {
        return deadLetters;
    }

    Map<String, SinkOutput> outputs() {
        return outputs;
    }

    /** A recursion whose step is being placed: where its rows go, and the operators of the step. */
    private record Rounds(String name, Downstream downstream, List<Stage> step) {}

    /** What an operator sends, and to whom. */
    private record Placed(Emits emits, Downstream downstream) {}

    private void addWrite(PlanNode.Write node) {
        List<PlanPath> paths = PlanPath.of(node.input());
        boolean complete = node.emission().mode() == Emission.Mode.COMPLETE;
        boolean ordered = node.order().isPresent();
        boolean whole = ordered || complete && paths.stream().allMatch(PlanPath::startsOnChange);
        boolean weighted = !complete && paths.stream().anyMatch(PlanPath::retracts);
        boolean paired = paths.size() == 1 && paths.get(0).keepsPairs();
        boolean single = node.key().isEmpty() && isOneRow(node.input());
        WriteOperator write =
                new WriteOperator(node, weighted, single, output(node.sink()), options.parallelism(), allocator);
        writes.add(write);
        node.lateSink().ifPresent(this::output);
        if (complete && !whole) {
            collect(write, paths, Emits.COPIES);
        } else if (weighted && !(paired && (single || !node.key().isEmpty()))) {
            collect(write, paths, Emits.NET);
        } else {
            PipelineSpec.Append end = new PipelineSpec.Append(types(node.columns()));
            for (PlanPath path : paths) {
                Emits emits = whole ? Emits.ALL : Emits.CHANGES;
                add(
                        path,
                        end,
                        weighted,
                        emits,
                        node,
                        (compiled, variant) -> Pipeline.into(write, compiled, variant, options.parallelism()));
            }
        }
    }

    /** Whether there is one row at most: it needs no key. */
    private static boolean isOneRow(PlanNode node) {
        if (node instanceof PlanNode.Aggregate aggregate) {
            return aggregate.isGlobal();
        }
        if (node instanceof PlanNode.Rank rank) {
            return rank.partition().isEmpty() && rank.limits().isOneRow();
        }
        boolean passes =
                node instanceof PlanNode.Filter || node instanceof PlanNode.Project || node instanceof PlanNode.Join;
        return passes && node.inputs().stream().allMatch(ExecutionGraph::isOneRow);
    }

    /** Rows are counted by their whole content before they go to the sink. */
    private void collect(WriteOperator write, List<PlanPath> paths, Emits emits) {
        PlanNode.Write node = write.node();
        List<GroupKey> keys = new ArrayList<>();
        for (int i = 0; i < node.columns().size(); i++) {
            keys.add(new GroupKey.InputColumn(i));
        }
        AggregateCall count = new AggregateCall(
                AggregateCall.Function.COUNT,
                OptionalInt.empty(),
                OptionalInt.empty(),
                DataType.of(TypeKind.BIGINT, false));
        PlanNode.Aggregate rows = new PlanNode.Aggregate(
                node.input(),
                node.uid(),
                Optional.empty(),
                keys,
                List.of(count),
                PlanNode.Emit.ON_CHANGE,
                List.of(),
                node.columns());
        Downstream downstream = new Downstream(node.uid(), node.columns(), RowErrors.FAIL, Optional.empty()).to(write);
        boolean paired = emits == Emits.NET && (!node.key().isEmpty() || isOneRow(node.input()));
        Optional<List<Integer>> pairing = paired ? Optional.of(node.key()) : Optional.empty();
        addOperator(
                new AggregateOperator(rows, emits, pairing, false, options.parallelism(), allocator),
                paths,
                downstream,
                node);
    }

    private void addOperator(
            AggregateOperator operator, List<PlanPath> paths, Downstream downstream, PlanNode.Write root) {
        PlanNode.Aggregate node = operator.node();
        Optional<LateOutput> lateRows = late.of(node, root);
        OperatorNode placed = new OperatorNode(operator, lateRows, downstream, idles, bounded, ttl(node.uid()));
        try {
            PipelineSpec.Fold end =
                    new PipelineSpec.Fold(node, operator.localLayout(), operator.localValues(), operator.windows());
            for (PlanPath path : paths) {
                add(
                        path,
                        end,
                        path.retracts(),
                        Emits.CHANGES,
                        root,
                        (compiled, variant) ->
                                Pipeline.into(operator, lateRows, compiled, variant, options.parallelism()));
            }
        } finally {
            operators.add(placed);
        }
    }

    private void addSessions(PlanNode.Aggregate node, Emits emits, Downstream downstream, PlanNode.Write root) {
        SessionOperator operator = new SessionOperator(node, emits, options.parallelism(), allocator);
        Optional<LateOutput> lateRows = late.of(node, root);
        SessionNode placed = new SessionNode(operator, lateRows, downstream, idles, bounded);
        try {
            PipelineSpec.Fold end =
                    new PipelineSpec.Fold(operator.folded(), operator.localLayout(), operator.windows());
            for (PlanPath path : PlanPath.of(node.input())) {
                if (path.retracts()) {
                    throw new IllegalArgumentException("sessions over rows that are taken back: " + node.uid());
                }
                add(
                        path,
                        end,
                        false,
                        Emits.CHANGES,
                        root,
                        (compiled, variant) ->
                                Pipeline.into(operator, lateRows, compiled, variant, options.parallelism()));
            }
        } finally {
            operators.add(placed);
        }
    }

    /** Makes a pipeline from compiled code. */
    private interface Ending {
        Pipeline of(CompiledPipeline compiled, Optional<Pipeline.Variant> withoutTimes);
    }

    private void add(
            PlanPath path, PipelineSpec.End end, boolean weighted, Emits onChange, PlanNode.Write root, Ending ending) {
        List<DataType> input = types(path.leaf().columns());
        boolean weightedInput = weighted && path.retracts();
        boolean selects = path.leaf() instanceof PlanNode.Scan && !leavesOut();
        PipelineSpec spec = new PipelineSpec(input, weightedInput, selects, path.steps(), end);
        if (path.leaf() instanceof PlanNode.Scan scan) {
            scans.add(new ScanPipeline(scan, path.steps(), scanPipeline(spec, scan, ending)));
            return;
        }
        Pipeline pipeline = placed(ending.of(
                PipelineCompiler.compile(spec, options.wrapIntegers(), options.rowErrors()), Optional.empty()));
        if (path.leaf() instanceof PlanNode.TemporalFilter filter) {
            addTemporalFilter(filter, downstream(filter.uid(), filter.columns()).to(pipeline), root);
            return;
        }
        if (path.leaf() instanceof PlanNode.Recurrence recurrence) {
            rounds(recurrence.name()).downstream.to(pipeline);
            return;
        }
        boolean closes = path.leaf() instanceof PlanNode.Aggregate group && group.emit() == PlanNode.Emit.ON_CLOSE;
        Emits emits = closes ? Emits.CLOSED : onChange;
        Placed there = placed.get(path.leaf());
        if (there != null) {
            if (there.emits != emits) {
                throw new IllegalArgumentException(
                        "an operator that sends %s is to send %s, too".formatted(there.emits, emits));
            }
            there.downstream.to(pipeline);
            return;
        }
        PlanNode leaf = path.leaf();
        String uid = leaf instanceof PlanNode.Keyed keyed ? keyed.uid() : ((PlanNode.Aggregate) leaf).uid();
        Downstream downstream = downstream(uid, leaf.columns()).to(pipeline);
        placed.put(path.leaf(), new Placed(emits, downstream));
        if (path.leaf() instanceof PlanNode.Recursion recursion) {
            addRecursion(recursion, downstream, root);
            return;
        }
        if (path.leaf() instanceof PlanNode.Keyed keyed) {
            addSharded(keyed, sharded.of(keyed, emits == Emits.ALL), late.ofInputs(keyed, root), downstream, root);
            return;
        }
        PlanNode.Aggregate aggregate = (PlanNode.Aggregate) path.leaf();
        if (aggregate.isBySession()) {
            addSessions(aggregate, emits, downstream, root);
        } else {
            addOperator(
                    new AggregateOperator(
                            aggregate,
                            emits,
                            Optional.empty(),
                            ttl(aggregate.uid()).isPresent(),
                            options.parallelism(),
                            allocator),
                    PlanPath.of(aggregate.input()),
                    downstream,
                    root);
        }
    }

    /** Rows that cannot be computed go to the dead-letter table, if that is the policy. */
    private Downstream downstream(String uid, List<Column> columns) {
        return new Downstream(uid, columns, options.rowErrors(), leavesOut() ? deadLetters : Optional.empty());
    }

    private boolean leavesOut() {
        return options.rowErrors() == RowErrors.DEAD_LETTER;
    }

    private Pipeline placed(Pipeline pipeline) {
        pipelines.add(pipeline);
        return pipeline;
    }

    private Pipeline scanPipeline(PipelineSpec spec, PlanNode.Scan scan, Ending ending) {
        CompiledPipeline compiled = PipelineCompiler.compile(spec, options.wrapIntegers(), options.rowErrors());
        Optional<Pipeline.Variant> withoutTimes = ObservedTime.of(scan, spec.steps())
                .map(time -> () -> PipelineCompiler.compileIfLess(
                        spec.withoutWatermark(), options.wrapIntegers(), options.rowErrors(), compiled));
        return placed(ending.of(compiled, withoutTimes));
    }

    /** What comes to it has the times of its bounds as further columns. */
    private void addTemporalFilter(PlanNode.TemporalFilter node, Downstream downstream, PlanNode.Write root) {
        TemporalFilterOperator operator = new TemporalFilterOperator(node, bounded, options.parallelism(), allocator);
        try {
            List<Expr> expressions = new ArrayList<>();
            List<Column> columns = new ArrayList<>(node.columns());
            for (int i = 0; i < node.columns().size(); i++) {
                expressions.add(new Expr.Input(i, node.columns().get(i).type()));
            }
            for (ClockBound bound : node.bounds()) {
                expressions.add(bound.time());
                columns.add(new Column("time", bound.time().type()));
            }
            PlanNode times = new PlanNode.Project(node.input(), expressions, columns);
            for (PlanPath path : PlanPath.of(node.input())) {
                if (path.retracts()) {
                    throw new IllegalArgumentException(
                            "a temporal filter over rows that are taken back: " + node.uid());
                }
                add(
                        path.then(times),
                        new PipelineSpec.Append(operator.input()),
                        false,
                        Emits.CHANGES,
                        root,
                        (compiled, withoutTimes) ->
                                Pipeline.into(operator, compiled, withoutTimes, options.parallelism()));
            }
        } finally {
            operators.add(new TemporalFilterNode(operator, downstream));
        }
    }

    private Optional<StateTtl> ttl(String uid) {
        return Optional.ofNullable(stateTtls.get(uid));
    }

    /**
     * Places an operator whose rows go to shards.
     *
     * @param node whose inputs it takes
     * @param lateRows where late rows of its inputs go
     * @param downstream where its rows go
     */
    private void addSharded(
            PlanNode.Keyed node,
            ShardedOperator operator,
            LateInputs lateRows,
            Downstream downstream,
            PlanNode.Write root) {
        List<PlanNode> inputs = node.inputs();
        Optional<LookUpInput> lookUp = Optional.empty();
        if (node instanceof PlanNode.Join join && LookUpInput.serves(join)) {
            lookUp = Optional.of(new LookUpInput(join, (JoinOperator) operator, downstream, options.parallelism()));
            lookUps.put(join, lookUp.get());
        }
        try {
            for (int i = 0; i < inputs.size(); i++) {
                Exchange exchange = operator.inputs().get(i);
                PipelineSpec.Append end = new PipelineSpec.Append(exchange.types());
                for (PlanPath path : PlanPath.of(inputs.get(i))) {
                    RowOutput output = i == 0 && lookUp.isPresent() ? lookUp.get() : exchange.output(path.retracts());
                    add(
                            path,
                            end,
                            path.retracts(),
                            Emits.CHANGES,
                            root,
                            (compiled, withoutTimes) ->
                                    Pipeline.into(output, compiled, withoutTimes, options.parallelism()));
                }
            }
            lookUp.ifPresent(input -> input.follow(lookUps::get));
        } finally {
            ShardedNode placedNode = new ShardedNode(
                    operator, downstream, lateRows, idles, ttl(operator.uid()), lookUp, options.parallelism());
            boolean goesRound = inputs.stream().anyMatch(PlanNode.Recurrence::isBelow);
            if (goesRound) {
                rounds.element().step.add(placedNode);
            }
            operators.add(goesRound ? new RoundStage(placedNode) : placedNode);
        }
    }

    /** What the step has made of its rows comes back to it. */
    private void addRecursion(PlanNode.Recursion node, Downstream downstream, PlanNode.Write root) {
        RecursionOperator operator = new RecursionOperator(node, options.parallelism(), allocator);
        Rounds own = new Rounds(node.name(), downstream, new ArrayList<>());
        try {
            addInput(node.seed(), operator.output(), root);
            rounds.push(own);
            addInput(node.step(), operator.output(), root);
        } finally {
            rounds.remove(own);
            ShardedNode rows = new ShardedNode(
                    operator,
                    downstream,
                    LateInputs.NONE,
                    idles,
                    Optional.empty(),
                    Optional.empty(),
                    options.parallelism());
            operators.add(new RecursionNode(node, operator, rows, own.step));
        }
    }

    private void addInput(PlanNode input, RowOutput output, PlanNode.Write root) {
        PipelineSpec.Append end = new PipelineSpec.Append(types(input.columns()));
        for (PlanPath path : PlanPath.of(input)) {
            add(
                    path,
                    end,
                    false,
                    Emits.CHANGES,
                    root,
                    (compiled, withoutTimes) -> Pipeline.into(output, compiled, withoutTimes, options.parallelism()));
        }
    }

    private Rounds rounds(String name) {
        return rounds.stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no recursion \"%s\"".formatted(name)));
    }

    private Source source(String name) {
        Source source = sources.get(name);
        if (source == null) {
            throw new IllegalArgumentException("no source \"%s\" among %s".formatted(name, sources.keySet()));
        }
        return source;
    }

    private SinkOutput output(String name) {
        Sink sink = sinks.get(name);
        if (sink == null) {
            throw new IllegalArgumentException("no sink \"%s\" among %s".formatted(name, sinks.keySet()));
        }
        return outputs.computeIfAbsent(name, key -> new SinkOutput(key, sink));
    }

    private static List<DataType> types(List<Column> columns) {
        return columns.stream().map(Column::type).toList();
    }

    @Override
    public void close() {
        pipelines.forEach(Pipeline::close);
        operators.forEach(Stage::close);
        writes.forEach(WriteOperator::close);
        deadLetters.ifPresent(DeadLetterOutput::close);
    }
}
