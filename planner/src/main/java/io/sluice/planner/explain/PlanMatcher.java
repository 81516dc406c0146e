package io.sluice.planner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.planner.PlanMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds for each operator with state of a plan the stored operator that it goes on with.
 *
 * <ol>
 *   <li>Only one that means the same may be taken: the same kind, keys, windows, aggregates, conditions, order.
 *   <li>Of several the one that agrees in most: the output, the filters below it, the uid. So outputs of a statement set may be
 *       put in another order, although uids are counted in it.
 *   <li>An operator without one begins empty if all its outputs are new; else it is refused.
 *   <li>A stored operator that nobody has taken is dropped if all its outputs are gone; else it is refused.
 * </ol>
 *
 * Filters below the state, expressions above it, delays of watermarks, limits and sinks may differ.
 */
public final class PlanMatcher {
    private static final List<String> MEANING =
            List.of("kind", "window", "keys", "calls", "ranks", "over", "emit", "forgets");

    private final JsonNode stored;
    private final JsonNode current;
    private final Set<String> sinksBefore;
    private final Set<String> sinksNow;
    private final Map<String, String> taken = new LinkedHashMap<>();
    private final List<String> kept = new ArrayList<>();
    private final List<String> empty = new ArrayList<>();
    private final Set<String> dropped = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    private PlanMatcher(JsonNode stored, JsonNode current) {
        this.stored = stored;
        this.current = current;
        this.sinksBefore = modes(stored).keySet();
        this.sinksNow = modes(current).keySet();
    }

    /** Both plans as {@link PlanJson} writes them; {@code stored} may be of an earlier version. */
    public static PlanMatch of(JsonNode stored, JsonNode current) {
        PlanMatcher matcher = new PlanMatcher(stored, current);
        matcher.sources();
        matcher.operators();
        if (!stored.path("operators").isEmpty()) {
            matcher.compareModes();
        }
        matcher.outputs();
        return matcher.result();
    }

    private PlanMatch result() {
        Map<String, String> uids = new HashMap<>(taken);
        Set<String> used = new TreeSet<>(names(stored.path("operators")));
        Set<String> fresh = new TreeSet<>();
        for (String uid : names(current.path("operators"))) {
            if (!uids.containsKey(uid)) {
                uids.put(uid, free(uid, used));
                fresh.add(uids.get(uid));
            }
            used.add(uids.get(uid));
        }
        return new PlanMatch(uids, kept, empty, fresh, dropped, notes, refusals);
    }

    /** A uid of the same kind that no state has. */
    private static String free(String uid, Set<String> used) {
        String kind = uid.substring(0, uid.lastIndexOf('-') + 1);
        String free = uid;
        for (int number = 1; used.contains(free); number++) {
            free = kind + number;
        }
        return free;
    }

    private void sources() {
        Set<String> before = texts(stored.path("sources"));
        Set<String> now = texts(current.path("sources"));
        boolean nothingInCommon = before.stream().noneMatch(now::contains);
        List<String> lines = nothingInCommon && !before.isEmpty() ? refusals : notes;
        for (String name : before) {
            if (!now.contains(name)) {
                lines.add(
                        nothingInCommon
                                ? "table \"%s\" was read and is not any more".formatted(name)
                                : "table \"%s\" is not read any more; how far it was read stays known".formatted(name));
            }
        }
        for (String name : now) {
            if (!before.contains(name)) {
                lines.add(
                        nothingInCommon
                                ? "table \"%s\" is read and was not before".formatted(name)
                                : "table \"%s\" is new, and is read from its beginning".formatted(name));
            }
        }
    }

    private void outputs() {
        sinksBefore.stream().filter(sink -> !sinksNow.contains(sink)).forEach(sink -> notes.add(PlanMatch.gone(sink)));
        sinksNow.stream()
                .filter(sink -> !sinksBefore.contains(sink))
                .forEach(sink -> notes.add("table \"%s\" is new, and gets what comes from now on".formatted(sink)));
    }

    private void operators() {
        Map<String, JsonNode> left = fields(stored.path("operators"));
        Map<String, JsonNode> open = fields(current.path("operators"));
        for (int agreement = 3; agreement >= 0; agreement--) {
            for (Map.Entry<String, JsonNode> operator : Map.copyOf(open).entrySet()) {
                Optional<String> found = best(operator.getKey(), operator.getValue(), left, agreement);
                if (found.isPresent()) {
                    keep(operator.getKey(), found.get());
                    left.remove(found.get());
                    open.remove(operator.getKey());
                }
            }
        }
        open.forEach((uid, operator) -> begin(uid, operator, left));
        left.forEach(this::drop);
    }

    /** A stored operator that means the same and agrees in so many of output, filters and uid. */
    private static Optional<String> best(String uid, JsonNode operator, Map<String, JsonNode> left, int agreement) {
        return left.entrySet().stream()
                .filter(entry -> meansTheSame(entry.getValue(), operator))
                .filter(entry -> agreement(entry.getKey(), entry.getValue(), uid, operator) == agreement)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean meansTheSame(JsonNode stored, JsonNode current) {
        return MEANING.stream().allMatch(field -> stored.path(field).equals(current.path(field)));
    }

    /** Of a plan of an earlier version only the uid is known. */
    private static int agreement(String storedUid, JsonNode stored, String uid, JsonNode current) {
        boolean sameUid = storedUid.equals(uid);
        if (!stored.has("outputs")) {
            return sameUid ? 3 : 0;
        }
        return (stored.path("outputs").equals(current.path("outputs")) ? 1 : 0)
                + (stored.path("filters").equals(current.path("filters")) ? 1 : 0)
                + (sameUid ? 1 : 0);
    }

    private void keep(String uid, String storedUid) {
        taken.put(uid, storedUid);
        JsonNode before = stored.path("operators").path(storedUid);
        JsonNode now = current.path("operators").path(uid);
        StringBuilder line = new StringBuilder("\"%s\", %s".formatted(storedUid, description(now)));
        if (before.has("filters") && !before.path("filters").equals(now.path("filters"))) {
            line.append("; rows that come from now on are filtered by %s, those before were by %s"
                    .formatted(show(now.path("filters")), show(before.path("filters"))));
        }
        kept.add(line.toString());
    }

    private static String description(JsonNode operator) {
        String kind = operator.path("kind").asText();
        String keys = show(operator.path("keys"));
        return kind.equals("aggregate")
                ? "%s of %s by %s".formatted(kind, show(operator.path("calls")), keys)
                : operator.path("calls").isEmpty() ? kind : "%s on %s".formatted(kind, show(operator.path("calls")));
    }

    private void begin(String uid, JsonNode operator, Map<String, JsonNode> left) {
        Set<String> outputs = texts(operator.path("outputs"));
        if (!sinksBefore.isEmpty() && outputs.stream().noneMatch(sinksBefore::contains)) {
            empty.add("\"%s\", %s, of the new table %s: it begins without the rows that were read before"
                    .formatted(uid, description(operator), show(operator.path("outputs"))));
            return;
        }
        JsonNode twin = left.get(uid);
        if (twin == null) {
            refusals.add("\"%s\" is new and would start without the rows that were read before".formatted(uid));
            return;
        }
        compare(uid, "is a", "kind", twin, operator);
        compare(uid, "has the window", "window", twin, operator);
        compare(uid, "groups by", "keys", twin, operator);
        compare(uid, "computes", "calls", twin, operator);
        compare(uid, "ranks", "ranks", twin, operator);
        compare(uid, "is over", "over", twin, operator);
        compare(uid, "sends", "emit", twin, operator);
        compare(uid, "forgets what is", "forgets", twin, operator);
        left.remove(uid);
    }

    private void drop(String uid, JsonNode operator) {
        Set<String> outputs = operator.has("outputs") ? texts(operator.path("outputs")) : sinksBefore;
        boolean goesOn = !taken.isEmpty() || sinksBefore.stream().anyMatch(sinksNow::contains);
        if (goesOn && outputs.stream().noneMatch(sinksNow::contains)) {
            dropped.add(uid);
            return;
        }
        refusals.add("\"%s\", which has state, is not in the query any more".formatted(uid));
    }

    private void compare(String uid, String verb, String field, JsonNode before, JsonNode now) {
        if (!before.path(field).equals(now.path(field))) {
            refusals.add("\"%s\" %s %s; in the checkpoint: %s"
                    .formatted(uid, verb, show(now.path(field)), show(before.path(field))));
        }
    }

    private void compareModes() {
        Map<String, String> before = modes(stored);
        modes(current).forEach((sink, mode) -> {
            String was = before.get(sink);
            if (was != null && !was.equals(mode)) {
                refusals.add("table \"%s\" is written in %s mode; in the checkpoint: %s".formatted(sink, mode, was));
            }
        });
    }

    private static Map<String, String> modes(JsonNode plan) {
        Map<String, String> modes = new TreeMap<>();
        plan.path("outputs")
                .forEach(output -> modes.put(
                        output.path("sink").asText(), output.path("mode").asText()));
        return modes;
    }

    private static Set<String> names(JsonNode object) {
        return fields(object).keySet();
    }

    private static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static String show(JsonNode value) {
        if (!value.isArray()) {
            return value.asText().isEmpty() ? "(none)" : value.asText();
        }
        List<String> parts = new ArrayList<>();
        value.forEach(part -> parts.add(part.asText()));
        return parts.isEmpty() ? "(nothing)" : String.join(", ", parts);
    }
}
