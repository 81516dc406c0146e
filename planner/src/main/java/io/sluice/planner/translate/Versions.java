package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
import io.sluice.planner.incremental.PlanAnalysis;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.Normalization;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.validate.StreamTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;

/**
 * The rows of a versioned table: each is the row of its key from its time on. That is a table with a primary key and a
 * watermark, or the last row of each key by a time ({@code ROW_NUMBER() … ORDER BY ts DESC = 1}), of which all rows are versions.
 *
 * @param time column that says from when on a row is the one of its key
 * @param key columns by which rows are versions of one; none: those that the join compares
 */
record Versions(PlanNode rows, int time, List<Integer> key) {
    private static final String HINT =
            "Declare PRIMARY KEY (k) NOT ENFORCED and a WATERMARK for the table, or take the last row of each"
                    + " key: ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC) with = 1; or write ASOF JOIN.";

    static Versions of(RelNode rel, PlanNode right) {
        return rel instanceof TableScan ? ofTable(rel, right) : ofQuery(right);
    }

    private static Versions ofTable(RelNode rel, PlanNode right) {
        List<Integer> key = primaryKey(rel);
        String name =
                rel.getTable().unwrapOrThrow(StreamTable.class).definition().name();
        if (key.isEmpty() || !(right instanceof PlanNode.AssignWatermark watermark)) {
            throw refused("table \"%s\" has no versions: it lacks a %s"
                    .formatted(name, key.isEmpty() ? "primary key" : "watermark"));
        }
        return new Versions(right, watermark.timeColumn(), key);
    }

    private static Versions ofQuery(PlanNode right) {
        PlanNode last = Normalization.simplify(right);
        PlanNode rows = all(last);
        var facts = new PlanAnalysis().of(rows);
        List<Integer> times = IntStream.range(0, rows.columns().size())
                .filter(i -> facts.columns().get(i).isEventTime())
                .boxed()
                .toList();
        if (times.size() != 1) {
            throw refused("the query behind FOR SYSTEM_TIME AS OF has %s: expected one"
                    .formatted(times.isEmpty() ? "no time with a watermark" : times.size() + " times with watermarks"));
        }
        return new Versions(rows, times.get(0), partition(last));
    }

    /** Of the last row of each key all rows: each has been the last one. */
    private static PlanNode all(PlanNode node) {
        if (node instanceof PlanNode.Project project) {
            return PlanNodes.withInputs(project, List.of(all(project.input())));
        }
        if (!(node instanceof PlanNode.Rank rank) || !isLast(rank)) {
            return node;
        }
        if (!rank.numbered()) {
            return rank.input();
        }
        List<Expr> columns = new ArrayList<>(PlanNodes.inputs(rank.input()));
        columns.add(new Expr.Literal(Optional.of(1L), DataType.of(TypeKind.BIGINT, false)));
        return PlanNodes.project(rank.input(), columns, PlanNodes.names(rank));
    }

    private static boolean isLast(PlanNode.Rank rank) {
        return rank.limits().isOneRow()
                && rank.limits().first() == 1
                && !rank.order().isEmpty()
                && rank.order().get(0).descending();
    }

    /** The columns of which the last row is taken for each. */
    private static List<Integer> partition(PlanNode node) {
        if (node instanceof PlanNode.Project project) {
            List<Integer> below = partition(project.input());
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < project.expressions().size(); i++) {
                if (project.expressions().get(i) instanceof Expr.Input input && below.contains(input.index())) {
                    places.add(i);
                }
            }
            return places;
        }
        return node instanceof PlanNode.Rank rank && isLast(rank) ? rank.partition() : List.of();
    }

    /** The columns of the primary key of a table; none: it has none, or it is a query. */
    static List<Integer> primaryKey(RelNode rel) {
        if (!(rel instanceof TableScan scan)) {
            return List.of();
        }
        var definition = scan.getTable().unwrapOrThrow(StreamTable.class).definition();
        List<String> columns = definition.schema().stream().map(Column::name).toList();
        return definition.primaryKey().stream().map(columns::indexOf).toList();
    }

    private static PlanException refused(String message) {
        return new PlanException(message, HINT, Optional.empty());
    }
}
