package io.sluice.runtime.execution;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.operator.LateOutput;
import io.sluice.runtime.operator.SinkOutput;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;

/** Where the late rows of the operators of a plan go: to the sink that their write names for them. */
final class LateOutputs {
    private final Function<String, SinkOutput> sinks;
    private final ExecutionOptions options;
    private final BufferAllocator allocator;

    LateOutputs(Function<String, SinkOutput> sinks, ExecutionOptions options, BufferAllocator allocator) {
        this.sinks = sinks;
        this.options = options;
        this.allocator = allocator;
    }

    /** Of a group-by in windows, if its late rows are asked for. */
    Optional<LateOutput> of(PlanNode.Aggregate node, PlanNode.Write root) {
        if (node.lateColumns().isEmpty() || root.lateSink().isEmpty()) {
            return Optional.empty();
        }
        List<Column> input = node.input().columns();
        Column time = input.get(node.window().orElseThrow().timeColumn());
        return Optional.of(output(
                node.uid(), time, node.lateColumns().stream().map(input::get).toList(), root));
    }

    private LateOutput output(String uid, Column time, List<Column> columns, PlanNode.Write root) {
        SinkOutput sink = sinks.apply(root.lateSink().orElseThrow());
        return new LateOutput(options.queryName(), uid, time, columns, sink, options.parallelism(), allocator);
    }

    /** Of the inputs of a join that have a watermark, or of rows that get sessions. */
    LateInputs ofInputs(PlanNode.Keyed node, PlanNode.Write root) {
        if (root.lateSink().isEmpty()) {
            return LateInputs.NONE;
        }
        if (node instanceof PlanNode.Join join && join.times().isPresent()) {
            PlanNode.JoinTimes times = join.times().get();
            return ofJoin(join, times.left(), times.leftWatermark(), times.right(), times.rightWatermark(), root);
        }
        if (node instanceof PlanNode.AsOfJoin join) {
            PlanNode.AsOfTimes times = join.times();
            return ofJoin(join, times.left(), times.leftWatermark(), times.right(), times.rightWatermark(), root);
        }
        if (node instanceof PlanNode.AssignSessions sessions
                && sessions.expiry().isPresent()) {
            return new LateInputs(
                    List.of(Optional.of(input(sessions.uid(), sessions.input(), sessions.timeColumn(), 0, root))));
        }
        return LateInputs.NONE;
    }

    private LateInputs ofJoin(
            PlanNode.Keyed node,
            int leftTime,
            Optional<Watermark> ofLeft,
            int rightTime,
            Optional<Watermark> ofRight,
            PlanNode.Write root) {
        return new LateInputs(List.of(
                ofLeft.map(watermark -> input(node.uid(), node.inputs().get(0), leftTime, 0, root)),
                ofRight.map(watermark ->
                        input(node.uid(), node.inputs().get(1), rightTime, ofLeft.isPresent() ? 1 : 0, root))));
    }

    private LateInputs.Input input(String uid, PlanNode input, int time, int watermark, PlanNode.Write root) {
        LateOutput output = output(uid, input.columns().get(time), input.columns(), root);
        return new LateInputs.Input(output, time, watermark);
    }
}
