package io.sluice.planner.incremental;

import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.AssignSessions;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A column of rows that were put into sessions, as it is somewhere above.
 *
 * @param column of the sessions' node
 */
record SessionColumn(AssignSessions sessions, int column) {
    /** The sessions that a column comes from unchanged. */
    static Optional<SessionColumn> of(PlanNode node, int column) {
        if (node instanceof AssignSessions sessions) {
            return Optional.of(new SessionColumn(sessions, column));
        }
        if (node instanceof PlanNode.Project project) {
            return project.expressions().get(column) instanceof Expr.Input input
                    ? of(project.input(), input.index())
                    : Optional.empty();
        }
        if (node instanceof PlanNode.Join join) {
            int width = join.left().columns().size();
            return column < width ? of(join.left(), column) : of(join.right(), column - width);
        }
        boolean passes = node instanceof PlanNode.Filter
                || node instanceof PlanNode.Unnest
                || node instanceof PlanNode.Rank
                || node instanceof PlanNode.Over;
        PlanNode input = passes ? node.inputs().get(0) : node;
        return passes && column < input.columns().size() ? of(input, column) : Optional.empty();
    }

    /** Which property of the session it is; empty: none. */
    Optional<GroupKey.Property> property() {
        int place = column - sessions.input().columns().size();
        return place < 0 ? Optional.empty() : Optional.of(GroupKey.Property.values()[place]);
    }

    /**
     * What tells groups apart: where all columns of the partition are among the keys, one property of the session stands for the
     * others.
     */
    static List<BitSet> keys(PlanNode.Aggregate node) {
        List<Optional<SessionColumn>> keys = node.keys().stream()
                .map(key -> key instanceof GroupKey.InputColumn input
                        ? of(node.input(), input.index())
                        : Optional.<SessionColumn>empty())
                .toList();
        BitSet all = new BitSet();
        all.set(0, keys.size());
        Optional<AssignSessions> sessions = keys.stream()
                .flatMap(Optional::stream)
                .filter(column -> column.property().isPresent())
                .map(SessionColumn::sessions)
                .findFirst();
        if (sessions.isEmpty()) {
            return List.of(all);
        }
        List<SessionColumn> known = keys.stream()
                .flatMap(Optional::stream)
                .filter(column -> column.sessions() == sessions.get())
                .toList();
        List<Integer> columns = known.stream().map(SessionColumn::column).toList();
        if (!columns.containsAll(sessions.get().partition())) {
            return List.of(all);
        }
        int[] properties = IntStream.range(0, keys.size())
                .filter(i -> keys.get(i)
                        .filter(column -> column.sessions() == sessions.get())
                        .flatMap(SessionColumn::property)
                        .isPresent())
                .toArray();
        BitSet plain = (BitSet) all.clone();
        IntStream.of(properties).forEach(plain::clear);
        return IntStream.of(properties)
                .mapToObj(property -> KeyColumns.with(plain, property))
                .toList();
    }
}
