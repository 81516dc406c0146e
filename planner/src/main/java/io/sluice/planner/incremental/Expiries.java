package io.sluice.planner.incremental;

import io.sluice.planner.incremental.Facts.ColumnFacts;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Expiry;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * By which watermark partitions, or the rows in them, become final: a partition by the window or another time among its
 * columns, a row by the time that its partition is ordered by.
 */
final class Expiries {
    private Expiries() {}

    static Optional<Expiry> of(List<Integer> partition, List<SortKey> order, List<Column> columns, Facts input) {
        return ofPartition(partition, columns, input).or(() -> ofRow(order, input));
    }

    /** A row waits for its time only where nothing behind it counts. */
    static Optional<Expiry> of(PlanNode.Over node, Facts input) {
        Optional<Expiry> partition = ofPartition(node.partition(), node.input().columns(), input);
        return partition.isPresent() || !node.looksBackOnly() ? partition : ofRow(node.order(), input);
    }

    /** The end of the window says it exactly; other times of it follow from that. */
    static Optional<Expiry> ofPartition(List<Integer> partition, List<Column> columns, Facts input) {
        List<Expiry> windows = new ArrayList<>();
        List<Expiry> times = new ArrayList<>();
        for (int column : partition) {
            ColumnFacts facts = input.columns().get(column);
            if (facts.window().isPresent()) {
                ofWindow(column, facts.window().get(), columns.get(column)).ifPresent(windows::add);
            } else {
                facts.eventTime().ifPresent(bound -> times.add(new Expiry(column, 1, bound.watermark())));
            }
        }
        return windows.stream()
                .min((left, right) -> Long.compare(left.delay(), right.delay()))
                .or(() -> times.stream().findFirst());
    }

    private static Optional<Expiry> ofWindow(int column, WindowColumn window, Column named) {
        long delay =
                switch (window.property()) {
                    case START -> window.spec().longest();
                    case END -> 0;
                    case TIME -> ColumnTimes.unit(named.type());
                };
        return window.time()
                .filter(bound -> !bound.watermark().isOfClock())
                .map(bound -> new Expiry(column, delay, bound.watermark()));
    }

    /** A row that the watermark has passed keeps its rank where the order begins with its time. */
    private static Optional<Expiry> ofRow(List<SortKey> order, Facts input) {
        if (order.isEmpty() || order.get(0).descending()) {
            return Optional.empty();
        }
        int column = order.get(0).column();
        return input.columns().get(column).eventTime().map(bound -> new Expiry(column, 1, bound.watermark()));
    }

    /** What is known of the columns of rows that are sent when their partition, or they themselves, are final. */
    static List<ColumnFacts> kept(Optional<Expiry> expiry, Facts input) {
        List<ColumnFacts> kept = new ArrayList<>();
        for (int i = 0; i < input.columns().size(); i++) {
            ColumnFacts column = input.columns().get(i);
            boolean same = expiry.isPresent() && isSame(i, column, expiry.get().column(), input);
            kept.add(same ? column : ColumnFacts.NONE);
        }
        return kept;
    }

    private static boolean isSame(int index, ColumnFacts column, int expiring, Facts input) {
        Optional<WindowColumn> window = input.columns().get(expiring).window();
        boolean sameWindow = window.isPresent()
                && column.window().filter(window.get()::isSameWindow).isPresent();
        return index == expiring || sameWindow;
    }

    /** The time of a row, as it is called where it is late. */
    static boolean isWindow(Expiry expiry, Facts input) {
        return input.columns().get(expiry.column()).window().isPresent();
    }
}
