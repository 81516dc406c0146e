package io.sluice.planner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.Lookup;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.StateTtl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A plan as JSON, for the checkpoint. Equal plans give equal text.
 *
 * <pre>
 * {"sources": [name…], "watermarks": {source: column},
 *  "outputs": [{"sink", "mode", "key": [column…], "lateSink", "columns": [{"name", "type", "is"}…]}…],
 *  "operators": {uid: {"kind": "aggregate", "window", "keys": […], "calls": […], "emit", "over": "changes" where rows are taken back}
 *                     {"kind": "temporal filter", "keys": [column…], "calls": [comparison…]}
 *                     {"kind": "inner join", "keys": [stored column…], "calls": [condition…], "emit"}
 *                     {"kind": "inner lookup", the same, with the columns of the right input only}
 *                     {"kind": "left as-of join", the same as a join}
 *                     {"kind": "intersect", "keys": [column…], "emit"}
 *                     {"kind": "rank", "keys": [column…], "ranks", "emit"}
 *                     {"kind": "over", "keys": [column…], "calls": […], "emit"}
 *                     {"kind": "result", "columns": […]}…},
 *  "sizes": {table: rows…}, where the order of joins was decided by them: a start takes these}
 * </pre>
 *
 * with "version", where the columns of the state have been other ones in earlier versions: a start looks at them then;
 * and in each of them "outputs", the sinks that it is for, and "filters", the conditions below it; and "forgets" where state is forgotten that has not changed for a while (how long may be another one at each start).
 *
 * What a column, key or aggregate is stands there as text over the columns of the sources ({@link Lineage}); so plans that
 * compute the same in other steps are equal.
 */
public final class PlanJson {
    /** Of the columns of a group-by's or OVER's state: absent where sums had no word above their 128 bits. */
    private static final int SUMS_OF_192_BITS = 2;

    private static final String SIZES = "sizes";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PlanJson() {}

    public static JsonNode of(PlannedQuery query) {
        ObjectNode json = JSON.objectNode();
        json.set("sources", strings(query.sources().stream().sorted().toList()));
        ObjectNode watermarks = json.putObject("watermarks");
        query.outputs().forEach(output -> addWatermarks(output, watermarks));
        ArrayNode outputs = json.putArray("outputs");
        ObjectNode operators = json.putObject("operators");
        for (PlanNode.Write write : query.outputs()) {
            outputs.add(output(write));
            addOperators(write, operators);
        }
        addOutputs(query, operators);
        query.stateTtls().forEach((uid, ttl) -> ((ObjectNode) operators.get(uid))
                .put(
                        "forgets",
                        ttl.left() == StateTtl.FOREVER
                                ? "right"
                                : ttl.right() == StateTtl.FOREVER ? "left" : "unchanged for a while"));
        if (!query.sizes().isEmpty()) {
            ObjectNode sizes = json.putObject(SIZES);
            new TreeMap<>(query.sizes()).forEach(sizes::put);
        }
        return json;
    }

    /** How many rows tables had when the order of joins was decided, from a plan as {@link #of} writes it. */
    public static Map<String, Long> sizes(JsonNode plan) {
        Map<String, Long> sizes = new TreeMap<>();
        JsonNode stored = plan.path(SIZES);
        stored.fieldNames()
                .forEachRemaining(table -> sizes.put(table, stored.get(table).asLong()));
        return sizes;
    }

    /** Whether approximate aggregates keep sketches, in a plan as {@link #of} writes it. */
    public static boolean hasSketches(JsonNode plan) {
        for (JsonNode operator : plan.path("operators")) {
            for (JsonNode call : operator.path("calls")) {
                if (call.asText().startsWith("APPROX_")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What of a source its watermark is of. */
    private static void addWatermarks(PlanNode node, ObjectNode watermarks) {
        node.inputs().forEach(input -> addWatermarks(input, watermarks));
        if (node instanceof PlanNode.AssignWatermark assign) {
            watermarks.put(assign.source(), Lineage.of(assign.input()).get(assign.timeColumn()));
        }
    }

    /** Which outputs each operator is for, and what is filtered below it: to tell operators apart that are equal else. */
    private static void addOutputs(PlannedQuery query, ObjectNode operators) {
        Map<String, Set<String>> sinks = new TreeMap<>();
        Map<String, Set<String>> filters = new TreeMap<>();
        query.outputs().forEach(write -> addOutputs(write, write.sink(), sinks, filters));
        sinks.forEach((uid, names) -> {
            ObjectNode operator = (ObjectNode) operators.get(uid);
            if (operator != null) {
                operator.set("outputs", strings(List.copyOf(names)));
                operator.set("filters", strings(List.copyOf(filters.get(uid))));
            }
        });
    }

    /** Gives the filters of this node and of those below it. */
    private static Set<String> addOutputs(
            PlanNode node, String sink, Map<String, Set<String>> sinks, Map<String, Set<String>> filters) {
        Set<String> below = new TreeSet<>();
        node.inputs().forEach(input -> below.addAll(addOutputs(input, sink, sinks, filters)));
        if (node instanceof PlanNode.Filter filter) {
            below.add(Lineage.condition(filter));
        }
        uid(node).ifPresent(uid -> {
            sinks.computeIfAbsent(uid, key -> new TreeSet<>()).add(sink);
            filters.put(uid, below);
        });
        return below;
    }

    private static Optional<String> uid(PlanNode node) {
        if (node instanceof PlanNode.Aggregate aggregate) {
            return Optional.of(aggregate.uid());
        }
        if (node instanceof PlanNode.TemporalFilter filter) {
            return Optional.of(filter.uid());
        }
        if (node instanceof PlanNode.Keyed keyed) {
            return Optional.of(keyed.uid());
        }
        return node instanceof PlanNode.Write write ? Optional.of(write.uid()) : Optional.empty();
    }

    private static ObjectNode output(PlanNode.Write write) {
        ObjectNode json = JSON.objectNode();
        json.put("sink", write.sink());
        json.put("mode", write.emission().mode().name());
        json.set(
                "key",
                strings(write.key().stream()
                        .map(i -> write.columns().get(i).name())
                        .toList()));
        json.put("lateSink", write.lateSink().orElse(""));
        ArrayNode columns = json.putArray("columns");
        List<String> lineage = Lineage.of(write);
        for (int i = 0; i < lineage.size(); i++) {
            Column column = write.columns().get(i);
            ObjectNode entry = columns.addObject();
            entry.put("name", column.name());
            entry.put("type", column.type().toString());
            entry.put("is", lineage.get(i));
        }
        return json;
    }

    private static void addOperators(PlanNode node, ObjectNode operators) {
        node.inputs().forEach(input -> addOperators(input, operators));
        if (node instanceof PlanNode.Aggregate aggregate) {
            ObjectNode json = operators.putObject(aggregate.uid());
            json.put("kind", "aggregate");
            json.put("window", Lineage.window(aggregate));
            json.set("keys", strings(typedKeys(aggregate)));
            json.set("calls", strings(Lineage.calls(aggregate)));
            json.put("emit", aggregate.emit().name());
            json.put("version", SUMS_OF_192_BITS);
            if (aggregate.overChanges()) {
                json.put("over", "changes");
            }
        } else if (node instanceof PlanNode.TemporalFilter filter) {
            ObjectNode json = operators.putObject(filter.uid());
            json.put("kind", "temporal filter");
            json.set("keys", strings(typed(filter)));
            json.set("calls", strings(Lineage.bounds(filter)));
        } else if (node instanceof PlanNode.Recursion recursion) {
            ObjectNode json = operators.putObject(recursion.uid());
            json.put("kind", recursion.kind() + (recursion.all() ? " all" : ""));
            json.set("keys", strings(typed(recursion)));
            json.put("emit", recursion.emit().name());
        } else if (node instanceof PlanNode.SetOperation operation) {
            ObjectNode json = operators.putObject(operation.uid());
            json.put("kind", operation.kind() + (operation.all() ? " all" : ""));
            json.set("keys", strings(typed(operation)));
            json.put("emit", operation.emit().name());
        } else if (node instanceof PlanNode.Join join) {
            ObjectNode json = operators.putObject(join.uid());
            json.put("kind", join.type().name().toLowerCase(Locale.ROOT) + kind(join));
            List<String> rows = new ArrayList<>();
            if (join.lookup().isEmpty()) {
                typed(join.left()).forEach(column -> rows.add("left " + column));
            }
            typed(join.right()).forEach(column -> rows.add("right " + column));
            json.set("keys", strings(rows));
            json.set("calls", strings(Lineage.conditions(join)));
            json.put("emit", join.emit().name());
        } else if (node instanceof PlanNode.AsOfJoin join) {
            ObjectNode json = operators.putObject(join.uid());
            json.put("kind", (join.keepsLeft() ? "left " : "inner ") + "as-of join");
            List<String> rows = new ArrayList<>();
            typed(join.left()).forEach(column -> rows.add("left " + column));
            typed(join.right()).forEach(column -> rows.add("right " + column));
            json.set("keys", strings(rows));
            json.set("calls", strings(Lineage.conditions(join)));
            json.put("emit", join.emit().name());
        } else if (node instanceof PlanNode.Rank rank) {
            ObjectNode json = operators.putObject(rank.uid());
            json.put("kind", rank.kind());
            json.set("keys", strings(typed(rank.input())));
            json.put("ranks", Lineage.ranks(rank));
            json.put("emit", rank.emit().name() + (rank.retracts() ? " and taken back" : ""));
        } else if (node instanceof PlanNode.Over over) {
            ObjectNode json = operators.putObject(over.uid());
            json.put("kind", over.kind());
            json.set("keys", strings(typed(over.input())));
            json.set("calls", strings(Lineage.calls(over)));
            json.put("emit", over.emit().name());
            json.put("version", SUMS_OF_192_BITS);
        } else if (node instanceof PlanNode.AssignSessions sessions) {
            ObjectNode json = operators.putObject(sessions.uid());
            json.put("kind", sessions.kind());
            json.put("window", Lineage.of(sessions).get(sessions.place(GroupKey.Property.START)));
            json.set("keys", strings(typed(sessions.input())));
            json.put("emit", sessions.emit().name());
        } else if (node instanceof PlanNode.Write write
                && write.emission().mode() == Emission.Mode.COMPLETE
                && write.order().isEmpty()
                && !isOfGroups(write.input())) {
            ObjectNode json = operators.putObject(write.uid());
            json.put("kind", "result");
            json.set("keys", strings(Lineage.of(write)));
        }
    }

    /** Whether the result is made of the groups of group-bys, which are kept there, and not kept once more. */
    private static boolean isOfGroups(PlanNode node) {
        if (node instanceof PlanNode.Aggregate aggregate) {
            return aggregate.emit() == PlanNode.Emit.ON_CHANGE;
        }
        boolean passes = node instanceof PlanNode.Filter
                || node instanceof PlanNode.Project
                || node instanceof PlanNode.AssignWatermark
                || node instanceof PlanNode.AssignWindows
                || node instanceof PlanNode.Unnest
                || node instanceof PlanNode.Union;
        return passes && node.inputs().stream().allMatch(PlanJson::isOfGroups);
    }

    private static String kind(PlanNode.Join join) {
        if (join.lookup().isEmpty()) {
            return " join";
        }
        Lookup lookup = join.lookup().get();
        return lookup.isWhole()
                ? " lookup"
                : lookup.replaced().isEmpty() ? " lookup of the newest" : " lookup of the newest by key";
    }

    /** The columns of a node with the types that they have in the state. */
    private static List<String> typed(PlanNode node) {
        List<String> columns = Lineage.of(node);
        return IntStream.range(0, columns.size())
                .mapToObj(
                        i -> columns.get(i) + " " + node.columns().get(i).type().withNullable(true))
                .toList();
    }

    private static List<String> typedKeys(PlanNode.Aggregate aggregate) {
        List<String> keys = Lineage.keys(aggregate);
        List<Column> columns = aggregate.columns();
        return IntStream.range(0, keys.size())
                .filter(i -> aggregate.keys().get(i) instanceof GroupKey.InputColumn)
                .mapToObj(i -> keys.get(i) + " " + columns.get(i).type().withNullable(true))
                .toList();
    }

    private static ArrayNode strings(List<String> values) {
        ArrayNode array = JSON.arrayNode();
        values.forEach(array::add);
        return array;
    }
}
