package io.sluice.runtime.codegen;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.SqlText;
import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.function.RowException;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.batch.OneRow;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells which expression of a pipeline has failed for a row. Rows that do not fail pay nothing for it: the expressions are
 * compiled one by one when an error asks, and computed for that row in their order; the first that fails in the same way is
 * the one. May be shared by threads.
 */
public final class FailedExpression {
    private static final int LONGEST = 300;

    /** Names that planning gives. */
    private static final Pattern OURS = Pattern.compile(".*\\$.*|computed\\d+");

    private final PipelineSpec spec;
    private final boolean wrapIntegers;
    private Optional<List<Candidate>> candidates = Optional.empty();
    private OneRow one = new OneRow(List.of());

    FailedExpression(PipelineSpec spec, boolean wrapIntegers) {
        this.spec = requireNonNull(spec, "spec");
        this.wrapIntegers = wrapIntegers;
    }

    /**
     * The error with the expression in its message; empty if none of them fails in this way.
     *
     * @param read the columns that are there
     */
    public synchronized Optional<RowException> locate(
            RowException error, ColumnVector[] columns, int[] read, int row, FunctionContext context) {
        if (candidates.isEmpty()) {
            candidates = Optional.of(candidates());
            one = new OneRow(spec.input());
        }
        one.set(columns, read, row);
        return candidates.get().stream()
                .filter(candidate -> candidate.fails(error, one, context))
                .findFirst()
                .map(candidate ->
                        new RowException("%s, in %s".formatted(error.getMessage(), candidate.text), error.hint()));
    }

    /** What it has compiled is used no more. */
    public synchronized void close() {
        candidates.ifPresent(all -> all.forEach(candidate -> candidate.loop.ifPresent(FusedLoop::close)));
        candidates = Optional.empty();
    }

    private List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>();
        List<PlanNode> below = new ArrayList<>();
        for (PlanNode step : spec.steps()) {
            if (step instanceof PlanNode.Filter filter) {
                addConditions(filter.input(), filter.condition(), below, all);
                continue;
            }
            if (step instanceof PlanNode.Project project) {
                addColumns(project, below, all);
            }
            if (step instanceof PlanNode.Unnest unnest) {
                unnest.collections().forEach(each -> add("the UNNEST of %s", each, unnest.input(), below, all));
            }
            if (step instanceof PlanNode.AssignWatermark watermark) {
                add("the watermark %s", watermark.watermark(), watermark.input(), below, all);
            }
            below.add(step);
        }
        return all;
    }

    private void addConditions(PlanNode input, Expr condition, List<PlanNode> below, List<Candidate> all) {
        if (condition instanceof Expr.Call call && call.function().equals(CoreOperator.AND.symbol())) {
            call.arguments().forEach(each -> addConditions(input, each, below, all));
            return;
        }
        add("the condition %s", condition, input, below, all);
        below.add(new PlanNode.Filter(input, condition));
    }

    private void addColumns(PlanNode.Project project, List<PlanNode> below, List<Candidate> all) {
        for (int i = 0; i < project.expressions().size(); i++) {
            String name = project.columns().get(i).name();
            String where = OURS.matcher(name).matches() ? "%s" : "%s (column \"" + name.replace("%", "%%") + "\")";
            add(where, project.expressions().get(i), project.input(), below, all);
        }
    }

    /** @param where the expression is, {@code %s} */
    private void add(String where, Expr expression, PlanNode input, List<PlanNode> below, List<Candidate> all) {
        if (Expressions.size(expression) <= 1) {
            return;
        }
        String sql = SqlText.of(expression, input.columns());
        String shown = sql.length() <= LONGEST ? sql : sql.substring(0, LONGEST) + "…";
        List<PlanNode> steps = new ArrayList<>(below);
        DataType type = expression.type();
        steps.add(new PlanNode.Project(input, List.of(expression), List.of(new Column("value", type))));
        all.add(new Candidate(where.formatted(shown), steps, type));
    }

    /** An expression above the steps below it. */
    private final class Candidate {
        private final String text;
        private final List<PlanNode> steps;
        private final DataType type;
        private Optional<CompiledPipeline> compiled = Optional.empty();
        private Optional<FusedLoop> loop = Optional.empty();

        Candidate(String text, List<PlanNode> steps, DataType type) {
            this.text = text;
            this.steps = steps;
            this.type = type;
        }

        boolean fails(RowException error, OneRow row, FunctionContext context) {
            if (compiled.isEmpty()) {
                PipelineSpec.Append end = new PipelineSpec.Append(List.of(type));
                compiled = Optional.of(PipelineCompiler.compile(
                        new PipelineSpec(spec.input(), false, false, steps, end), wrapIntegers));
                loop = Optional.of(compiled.get().newLoop());
                loop.get().emit(ColumnBatch.of(List.of(type)), rows -> {});
            }
            if (!row.has(compiled.get().reads())) {
                return false;
            }
            loop.get().start(context);
            try {
                loop.get().process(row.columns(), 1, null);
                return false;
            } catch (RowException e) {
                return e.getMessage().equals(error.getMessage());
            }
        }
    }
}
