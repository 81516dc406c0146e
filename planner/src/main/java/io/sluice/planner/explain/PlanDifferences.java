package io.sluice.planner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether the state of one plan can be gone on with under another: every operator that keeps state must be there again and
 * mean the same, every source must still be read, and a query that keeps state must send in the same mode. Filters below
 * the state, expressions above it, delays of watermarks, limits and sinks may differ.
 */
public final class PlanDifferences {
    private PlanDifferences() {}

    /** One line for each difference, as a person reads it; empty when the state fits. */
    public static List<String> between(JsonNode stored, JsonNode current) {
        List<String> lines = new ArrayList<>();
        sources(stored.path("sources"), current.path("sources"), lines);
        JsonNode before = stored.path("operators");
        JsonNode now = current.path("operators");
        for (Map.Entry<String, JsonNode> entry : before.properties()) {
            operator(entry.getKey(), entry.getValue(), now.path(entry.getKey()), lines);
        }
        for (Map.Entry<String, JsonNode> entry : now.properties()) {
            if (!before.has(entry.getKey())) {
                lines.add("\"%s\" is new and would start without the rows that were read before"
                        .formatted(entry.getKey()));
            }
        }
        if (!before.isEmpty()) {
            modes(stored.path("outputs"), current.path("outputs"), lines);
        }
        return lines;
    }

    private static void sources(JsonNode stored, JsonNode current, List<String> lines) {
        Set<String> before = names(stored);
        Set<String> now = names(current);
        before.stream()
                .filter(name -> !now.contains(name))
                .forEach(name -> lines.add("table \"%s\" was read and is not any more".formatted(name)));
        now.stream()
                .filter(name -> !before.contains(name))
                .forEach(name -> lines.add("table \"%s\" is read and was not before".formatted(name)));
    }

    private static Set<String> names(JsonNode array) {
        Set<String> names = new TreeSet<>();
        array.forEach(name -> names.add(name.asText()));
        return names;
    }

    private static void operator(String uid, JsonNode stored, JsonNode current, List<String> lines) {
        if (current.isMissingNode()) {
            lines.add("\"%s\", which has state, is not in the query any more".formatted(uid));
            return;
        }
        compare(uid, "is a", stored.path("kind"), current.path("kind"), lines);
        compare(uid, "has the window", stored.path("window"), current.path("window"), lines);
        compare(uid, "groups by", stored.path("keys"), current.path("keys"), lines);
        compare(uid, "computes", stored.path("calls"), current.path("calls"), lines);
        compare(uid, "ranks", stored.path("ranks"), current.path("ranks"), lines);
        compare(uid, "is over", stored.path("over"), current.path("over"), lines);
        compare(uid, "sends", stored.path("emit"), current.path("emit"), lines);
        compare(uid, "forgets what is", stored.path("forgets"), current.path("forgets"), lines);
    }

    private static void compare(String uid, String verb, JsonNode stored, JsonNode current, List<String> lines) {
        if (!stored.equals(current)) {
            lines.add("\"%s\" %s %s; in the checkpoint: %s".formatted(uid, verb, show(current), show(stored)));
        }
    }

    private static String show(JsonNode value) {
        if (!value.isArray()) {
            return value.asText().isEmpty() ? "(none)" : value.asText();
        }
        List<String> parts = new ArrayList<>();
        value.forEach(part -> parts.add(part.asText()));
        return parts.isEmpty() ? "(nothing)" : String.join(", ", parts);
    }

    private static void modes(JsonNode stored, JsonNode current, List<String> lines) {
        Map<String, String> before = modes(stored);
        modes(current).forEach((sink, mode) -> {
            String was = before.get(sink);
            if (was != null && !was.equals(mode)) {
                lines.add("table \"%s\" is written in %s mode; in the checkpoint: %s".formatted(sink, mode, was));
            }
        });
    }

    private static Map<String, String> modes(JsonNode outputs) {
        Map<String, String> modes = new TreeMap<>();
        outputs.forEach(output ->
                modes.put(output.path("sink").asText(), output.path("mode").asText()));
        return modes;
    }
}
