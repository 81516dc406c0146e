package io.sluice.runtime.codegen;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.state.GroupLayout;
import io.sluice.runtime.state.ValueLayout;
import io.sluice.runtime.state.WindowTimes;
import java.util.List;
import java.util.Optional;

/**
 * A chain of the plan between two breakers.
 *
 * @param input types of the columns that it reads
 * @param weighted its rows come with weights
 * @param selects its input can give columns for some of the rows only: filters are then a loop of their own
 * @param steps from the input on: filters, projections, watermarks, windows
 * @param end what happens to the rows
 */
public record PipelineSpec(List<DataType> input, boolean weighted, boolean selects, List<PlanNode> steps, End end) {
    public PipelineSpec {
        input = List.copyOf(input);
        steps = List.copyOf(steps);
        requireNonNull(end, "end");
    }

    /** The same for rows whose watermark is known, and that all have a time. */
    public PipelineSpec withoutWatermark() {
        List<PlanNode> others = steps.stream()
                .filter(step -> !(step instanceof PlanNode.AssignWatermark))
                .toList();
        return new PipelineSpec(input, weighted, selects, others, end);
    }

    /** The end of a pipeline. */
    public sealed interface End {}

    /** Rows go to a batch of columns of these types. */
    public record Append(List<DataType> types) implements End {
        public Append {
            types = List.copyOf(types);
        }
    }

    /**
     * Rows are folded into groups.
     *
     * @param layout of the table, with panes in front where there are windows
     * @param values of the tables of values beside it, likewise
     */
    public record Fold(
            PlanNode.Aggregate aggregate, GroupLayout layout, List<ValueLayout> values, Optional<WindowTimes> windows)
            implements End {
        /** Without tables of values. */
        public Fold(PlanNode.Aggregate aggregate, GroupLayout layout, Optional<WindowTimes> windows) {
            this(aggregate, layout, List.of(), windows);
        }

        public Fold {
            values = List.copyOf(values);
            requireNonNull(aggregate, "aggregate");
            requireNonNull(layout, "layout");
            requireNonNull(windows, "windows");
        }
    }
}
