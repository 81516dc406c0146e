package io.sluice.planner.incremental;

import io.sluice.planner.PlanException;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.Scan;
import io.sluice.planner.plan.PlanNode.Write;
import io.sluice.planner.rules.PlanNodes;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which tables are read only when others have been read to their ends: those whose rows are looked up wait for the tables that
 * end and that they are looked up in.
 */
public final class ReadingOrder {
    private final boolean bounded;
    private final Map<String, Set<String>> awaited = new LinkedHashMap<>();

    private ReadingOrder(boolean bounded) {
        this.bounded = bounded;
    }

    /**
     * For the tables that wait, those that they wait for; awaited ones come before those that wait for them.
     *
     * @param bounded all tables end
     */
    public static Map<String, Set<String>> of(List<Write> outputs, boolean bounded) {
        ReadingOrder order = new ReadingOrder(bounded);
        outputs.forEach(output -> PlanNodes.walk(output, order::add));
        return order.sorted();
    }

    private void add(PlanNode node) {
        if (!(node instanceof Join join) || join.lookup().isEmpty()) {
            return;
        }
        Set<String> asked = new TreeSet<>();
        PlanNodes.walk(join.right(), each -> {
            if (each instanceof Scan scan && (bounded || scan.bounded())) {
                asked.add(scan.source());
            }
        });
        for (Scan scan : Broadcasts.driving(join.left())) {
            Set<String> others = new TreeSet<>(asked);
            others.remove(scan.source());
            if (!others.isEmpty()) {
                awaited.computeIfAbsent(scan.source(), name -> new TreeSet<>()).addAll(others);
            }
        }
    }

    private Map<String, Set<String>> sorted() {
        Map<String, Set<String>> sorted = new LinkedHashMap<>();
        for (String table : awaited.keySet()) {
            place(table, sorted, new LinkedHashSet<>());
        }
        return sorted;
    }

    private void place(String table, Map<String, Set<String>> sorted, Set<String> above) {
        if (!above.add(table)) {
            throw new PlanException(
                    "tables %s are looked up in each other, so that none of them can be read first"
                            .formatted(above.stream().sorted().collect(Collectors.joining("\", \"", "\"", "\""))),
                    "Run one of the queries for itself, or join the tables without FOR SYSTEM_TIME AS OF.",
                    Optional.empty());
        }
        Set<String> others = awaited.get(table);
        if (others != null && !sorted.containsKey(table)) {
            others.forEach(other -> place(other, sorted, new LinkedHashSet<>(above)));
            sorted.put(table, others);
        }
    }
}
