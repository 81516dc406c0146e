package io.sluice.planner.rules;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Rebuilds and walks plans. */
public final class PlanNodes {
    private PlanNodes() {}

    /** The same node over other inputs that have the same columns. */
    public static PlanNode withInputs(PlanNode node, List<PlanNode> inputs) {
        return isSame(inputs, node.inputs()) ? node : node.accept(new Rebuild(inputs));
    }

    /** By identity: comparing plans deeply at each of their nodes would cost the square of their size. */
    private static boolean isSame(List<PlanNode> left, List<PlanNode> right) {
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i) != right.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** All nodes, inputs before the node that reads them. */
    public static void walk(PlanNode node, Consumer<PlanNode> visitor) {
        node.inputs().forEach(input -> walk(input, visitor));
        visitor.accept(node);
    }

    public static Expr.Input input(PlanNode node, int index) {
        return new Expr.Input(index, node.columns().get(index).type());
    }

    /** All columns of a node as expressions. */
    public static List<Expr> inputs(PlanNode node) {
        List<Expr> all = new ArrayList<>();
        for (int i = 0; i < node.columns().size(); i++) {
            all.add(input(node, i));
        }
        return all;
    }

    /** A projection that names its columns. */
    public static PlanNode.Project project(PlanNode input, List<Expr> expressions, List<String> names) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            columns.add(new Column(names.get(i), expressions.get(i).type()));
        }
        return new PlanNode.Project(input, expressions, columns);
    }

    public static List<String> names(PlanNode node) {
        return node.columns().stream().map(Column::name).toList();
    }

    private record Rebuild(List<PlanNode> to) implements PlanNode.Visitor<PlanNode> {
        @Override
        public PlanNode scan(PlanNode.Scan node) {
            return node;
        }

        @Override
        public PlanNode filter(PlanNode.Filter node) {
            return new PlanNode.Filter(to.get(0), node.condition());
        }

        @Override
        public PlanNode temporalFilter(PlanNode.TemporalFilter node) {
            return new PlanNode.TemporalFilter(to.get(0), node.uid(), node.bounds(), node.retracts());
        }

        @Override
        public PlanNode project(PlanNode.Project node) {
            return new PlanNode.Project(to.get(0), node.expressions(), node.columns());
        }

        @Override
        public PlanNode assignWatermark(PlanNode.AssignWatermark node) {
            return new PlanNode.AssignWatermark(
                    to.get(0), node.source(), node.timeColumn(), node.watermark(), node.rules());
        }

        @Override
        public PlanNode assignWindows(PlanNode.AssignWindows node) {
            return new PlanNode.AssignWindows(
                    to.get(0), node.timeColumn(), node.window(), node.partition(), node.columns());
        }

        @Override
        public PlanNode unnest(PlanNode.Unnest node) {
            return new PlanNode.Unnest(
                    to.get(0), node.collections(), node.ordinality(), node.outer(), node.condition(), node.columns());
        }

        @Override
        public PlanNode aggregate(PlanNode.Aggregate node) {
            return node.withInput(to.get(0));
        }

        @Override
        public PlanNode union(PlanNode.Union node) {
            return new PlanNode.Union(to, node.columns());
        }

        @Override
        public PlanNode setOperation(PlanNode.SetOperation node) {
            return new PlanNode.SetOperation(
                    to.get(0), to.get(1), node.uid(), node.operation(), node.all(), node.emit(), node.retracts());
        }

        @Override
        public PlanNode recursion(PlanNode.Recursion node) {
            return new PlanNode.Recursion(to.get(0), to.get(1), node.name(), node.uid(), node.all(), node.columns());
        }

        @Override
        public PlanNode recurrence(PlanNode.Recurrence node) {
            return node;
        }

        @Override
        public PlanNode join(PlanNode.Join node) {
            return new PlanNode.Join(
                    to.get(0),
                    to.get(1),
                    node.uid(),
                    node.type(),
                    node.keys(),
                    node.condition(),
                    node.times(),
                    node.lookup(),
                    node.emit(),
                    node.retracts(),
                    node.columns());
        }

        @Override
        public PlanNode asOf(PlanNode.AsOfJoin node) {
            return new PlanNode.AsOfJoin(
                    to.get(0),
                    to.get(1),
                    node.uid(),
                    node.keepsLeft(),
                    node.keys(),
                    node.times(),
                    node.emit(),
                    node.retracts(),
                    node.columns());
        }

        @Override
        public PlanNode rank(PlanNode.Rank node) {
            return new PlanNode.Rank(
                    to.get(0),
                    node.uid(),
                    node.partition(),
                    node.order(),
                    node.limits(),
                    node.numbered(),
                    node.expiry(),
                    node.emit(),
                    node.retracts(),
                    node.columns());
        }

        @Override
        public PlanNode over(PlanNode.Over node) {
            return new PlanNode.Over(
                    to.get(0),
                    node.uid(),
                    node.partition(),
                    node.order(),
                    node.calls(),
                    node.expiry(),
                    node.emit(),
                    node.retracts(),
                    node.columns());
        }

        @Override
        public PlanNode assignSessions(PlanNode.AssignSessions node) {
            return new PlanNode.AssignSessions(
                    to.get(0),
                    node.uid(),
                    node.timeColumn(),
                    node.gap(),
                    node.partition(),
                    node.expiry(),
                    node.emit(),
                    node.retracts(),
                    node.columns());
        }

        @Override
        public PlanNode write(PlanNode.Write node) {
            return new PlanNode.Write(
                    to.get(0),
                    node.uid(),
                    node.sink(),
                    node.emission(),
                    node.retracts(),
                    node.key(),
                    node.lateSink(),
                    node.required());
        }
    }
}
