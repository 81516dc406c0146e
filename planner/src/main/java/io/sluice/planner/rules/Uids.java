package io.sluice.planner.rules;

import io.sluice.planner.PlannedQuery;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.StateTtl;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Gives the operators of a query other uids. A node that is read twice stays one. */
public final class Uids {
    private final Map<String, String> names;
    private final Map<PlanNode, PlanNode> done = new IdentityHashMap<>();

    private Uids(Map<String, String> names) {
        this.names = names;
    }

    /** @param names the new uids by the old ones; others stay */
    public static PlannedQuery renamed(PlannedQuery query, Map<String, String> names) {
        if (names.entrySet().stream().allMatch(name -> name.getKey().equals(name.getValue()))) {
            return query;
        }
        Uids uids = new Uids(names);
        List<PlanNode.Write> outputs = query.outputs().stream()
                .map(output -> (PlanNode.Write) uids.renamed(output))
                .toList();
        Map<String, StateTtl> ttls = new HashMap<>();
        query.stateTtls().forEach((uid, ttl) -> ttls.put(uids.of(uid), ttl));
        return new PlannedQuery(
                query.name(),
                outputs,
                query.sources(),
                query.sinks(),
                query.bounded(),
                ttls,
                query.sizes(),
                query.warnings());
    }

    private String of(String uid) {
        return names.getOrDefault(uid, uid);
    }

    private PlanNode renamed(PlanNode node) {
        PlanNode known = done.get(node);
        if (known != null) {
            return known;
        }
        List<PlanNode> inputs = node.inputs().stream().map(this::renamed).toList();
        PlanNode renamed = named(PlanNodes.withInputs(node, inputs));
        done.put(node, renamed);
        return renamed;
    }

    private PlanNode named(PlanNode node) {
        if (node instanceof PlanNode.Aggregate aggregate) {
            return aggregate.withUid(of(aggregate.uid()));
        }
        if (node instanceof PlanNode.TemporalFilter filter) {
            return new PlanNode.TemporalFilter(filter.input(), of(filter.uid()), filter.bounds(), filter.retracts());
        }
        if (node instanceof PlanNode.Keyed keyed) {
            return keyed.completed(of(keyed.uid()), keyed.emit(), keyed.retracts());
        }
        if (node instanceof PlanNode.Write write) {
            return new PlanNode.Write(
                    write.input(),
                    of(write.uid()),
                    write.sink(),
                    write.emission(),
                    write.retracts(),
                    write.key(),
                    write.lateSink(),
                    write.required());
        }
        return node;
    }
}
