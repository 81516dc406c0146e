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
import java.util.regex.Pattern;

/**
 * Finds for each operator with state of a plan the stored operator that it goes on with.
 *
 * <ol>
 *   <li>Only one that means the same may be taken: the same kind, keys, windows, aggregates, conditions, order.
 *   <li>Of several the one that agrees in most: the output, the filters below it, the uid. So outputs of a statement set may be
 *       put in another order, although uids are counted in it.
 *   <li>If there is none, one that means the same over wider types, or a group-by whose aggregates are all there and to which others
 *       were added: such as need nothing but the rows that come, or any, if they are filled from the rows that were read before.
 *   <li>An operator without one begins empty if all its outputs are new, or if that is allowed; else it is refused.
 *   <li>A stored operator that nobody has taken is dropped if all its outputs are gone, or if that is allowed; else it is refused.
 * </ol>
 *
 * Filters below the state, expressions above it, delays of watermarks, limits and sinks may differ.
 */
public final class PlanMatcher {
    private static final List<String> MEANING =
            List.of("kind", "window", "keys", "calls", "ranks", "over", "emit", "forgets");

    private static final Pattern ADDABLE = Pattern.compile("(COUNT|SUM|AVG|MIN|MAX)\\((?!distinct ).*");
    private static final Pattern ADDABLE_OVER_CHANGES = Pattern.compile("(COUNT|SUM|AVG)\\((?!distinct ).*");
    private static final String COUNT_ROWS = "COUNT(*) ";

    private final JsonNode stored;
    private final JsonNode current;
    private final Set<String> sinksBefore;
    private final Set<String> sinksNow;
    private final Map<String, String> taken = new LinkedHashMap<>();
    private final List<String> kept = new ArrayList<>();
    private final List<String> empty = new ArrayList<>();
    private final Set<String> dropped = new LinkedHashSet<>();
    private final Set<String> mayLose;
    private final Set<String> lost = new LinkedHashSet<>();
    private final Set<String> losable = new LinkedHashSet<>();
    private final Set<String> bootstrap;
    private final Set<String> fillable = new LinkedHashSet<>();
    private final Map<String, PlanMatch.Calls> calls = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    /** How many of them are of operators. */
    private int ofOperators;

    private PlanMatcher(JsonNode stored, JsonNode current, Set<String> mayLose, Set<String> bootstrap) {
        this.mayLose = Set.copyOf(mayLose);
        this.bootstrap = Set.copyOf(bootstrap);
        this.stored = stored;
        this.current = current;
        this.sinksBefore = modes(stored).keySet();
        this.sinksNow = modes(current).keySet();
    }

    /** Both plans as {@link PlanJson} writes them; {@code stored} may be of an earlier version. */
    public static PlanMatch of(JsonNode stored, JsonNode current) {
        return of(stored, current, Set.of(), Set.of());
    }

    /**
     * @param mayLose uids of operators that may begin empty, and whose stored state may go, where nothing fits
     * @param bootstrap uids of group-bys whose added aggregates are filled, so that any may be added
     */
    public static PlanMatch of(JsonNode stored, JsonNode current, Set<String> mayLose, Set<String> bootstrap) {
        PlanMatcher matcher = new PlanMatcher(stored, current, mayLose, bootstrap);
        matcher.sources();
        matcher.watermarks();
        int before = matcher.refusals.size();
        matcher.operators();
        matcher.ofOperators = matcher.refusals.size() - before;
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
        Set<String> enough = ofOperators == refusals.size() ? losable : Set.of();
        return new PlanMatch(
                uids, kept, empty, fresh, dropped, lost, calls, filled(), fillable, notes, refusals, enough);
    }

    /** Those that were named, or why one of them cannot be. */
    private PlanMatch.Filled filled() {
        Set<String> filled = new TreeSet<>();
        List<String> mistaken = new ArrayList<>();
        for (String uid : new TreeSet<>(bootstrap)) {
            boolean added = calls.containsKey(uid) && !added(uid).isEmpty();
            if (added) {
                filled.add(uid);
            } else if (stored.path(PlanMatch.BOOTSTRAPPED).has(uid) && taken.containsValue(uid)) {
                notes.add("the aggregates of \"%s\" were filled by an earlier start: there is nothing more to fill"
                        .formatted(uid));
            } else if (taken.containsValue(uid)) {
                mistaken.add("\"%s\" has no aggregates that the checkpoint does not have".formatted(uid));
            } else if (!stored.path("operators").has(uid)) {
                mistaken.add("\"%s\" is no operator with state in the checkpoint, which has %s"
                        .formatted(uid, new TreeSet<>(names(stored.path("operators")))));
            }
        }
        return new PlanMatch.Filled(filled, mistaken);
    }

    /** The aggregates that a group-by has got, by its stored uid. */
    private List<String> added(String storedUid) {
        JsonNode now = taken.entrySet().stream()
                .filter(entry -> entry.getValue().equals(storedUid))
                .findFirst()
                .map(entry -> current.path("operators").path(entry.getKey()).path("calls"))
                .orElseThrow();
        List<Integer> places = calls.get(storedUid).stored();
        List<String> added = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i) == PlanMatch.Calls.NEW) {
                added.add(now.get(i).asText());
            }
        }
        return added;
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

    /** How far a watermark has come says nothing of another column. */
    private void watermarks() {
        Map<String, JsonNode> before = fields(stored.path("watermarks"));
        fields(current.path("watermarks")).forEach((source, column) -> {
            JsonNode was = before.getOrDefault(source, column);
            if (!was.equals(column)) {
                refusals.add("table \"%s\" has its watermark on %s; in the checkpoint: on %s"
                        .formatted(source, show(column), show(was)));
            }
        });
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
        take(open, left, (uid, before, now) -> meansTheSame(before, now));
        take(open, left, (uid, before, now) -> isSameOrWider(before, now));
        take(open, left, (uid, before, now) -> added(before, now, bootstrap.contains(uid))
                .isPresent());
        open.forEach((uid, operator) -> begin(uid, operator, left));
        left.forEach(this::drop);
    }

    /** Whether an operator may go on with the state of a stored one. */
    private interface Fit {
        boolean test(String storedUid, JsonNode stored, JsonNode current);
    }

    /** Takes for operators that have none yet stored ones that fit, those that agree in most first. */
    private void take(Map<String, JsonNode> open, Map<String, JsonNode> left, Fit fits) {
        for (int agreement = 3; agreement >= 0; agreement--) {
            for (Map.Entry<String, JsonNode> operator : List.copyOf(open.entrySet())) {
                Optional<String> found = best(operator.getKey(), operator.getValue(), left, agreement, fits);
                if (found.isPresent()) {
                    keep(operator.getKey(), found.get());
                    left.remove(found.get());
                    open.remove(operator.getKey());
                }
            }
        }
    }

    /** A stored operator that fits and agrees in so many of output, filters and uid. */
    private static Optional<String> best(
            String uid, JsonNode operator, Map<String, JsonNode> left, int agreement, Fit fits) {
        return left.entrySet().stream()
                .filter(entry -> fits.test(entry.getKey(), entry.getValue(), operator))
                .filter(entry -> agreement(entry.getKey(), entry.getValue(), uid, operator) == agreement)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean meansTheSame(JsonNode stored, JsonNode current) {
        return MEANING.stream().allMatch(field -> stored.path(field).equals(current.path(field)));
    }

    private static boolean isSameOrWider(JsonNode stored, JsonNode current) {
        return MEANING.stream().allMatch(field -> WiderTypes.isSameOrWider(stored.path(field), current.path(field)));
    }

    /**
     * Where a group-by with more aggregates than the stored one finds them; empty if it is none.
     *
     * @param any any may be added; else only such as need nothing but the rows that come, and one word for it
     */
    private static Optional<PlanMatch.Calls> added(JsonNode stored, JsonNode current, boolean any) {
        boolean sameBut = MEANING.stream()
                .filter(field -> !field.equals("calls"))
                .allMatch(field -> WiderTypes.isSameOrWider(stored.path(field), current.path(field)));
        String window = current.path("window").asText();
        if (!sameBut || !current.path("kind").asText().equals("aggregate") || window.startsWith("SESSION")) {
            return Optional.empty();
        }
        List<String> before = new ArrayList<>();
        stored.path("calls").forEach(call -> before.add(call.asText()));
        List<String> left = new ArrayList<>(before);
        List<Integer> places = new ArrayList<>();
        boolean overChanges = current.path("over").asText().equals("changes");
        for (JsonNode node : current.path("calls")) {
            String call = node.asText();
            int place = PlanMatch.Calls.NEW;
            for (int i = 0; i < left.size() && place < 0; i++) {
                place = left.get(i) != null && WiderTypes.isSameOrWider(left.get(i), call) ? i : PlanMatch.Calls.NEW;
            }
            if (place >= 0) {
                left.set(place, null);
            } else if (!any
                    && !(overChanges ? ADDABLE_OVER_CHANGES : ADDABLE)
                            .matcher(call)
                            .matches()) {
                return Optional.empty();
            } else if (overChanges
                    && call.startsWith(COUNT_ROWS)
                    && before.stream().noneMatch(each -> each.startsWith(COUNT_ROWS))) {
                place = before.size();
            }
            places.add(place);
        }
        return left.stream().allMatch(call -> call == null)
                ? Optional.of(new PlanMatch.Calls(places, before.size()))
                : Optional.empty();
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
        if (!meansTheSame(before, now)) {
            if (isSameOrWider(before, now)) {
                line.append("; its types are wider than in the checkpoint");
            } else {
                boolean fills = bootstrap.contains(storedUid);
                calls.put(storedUid, added(before, now, fills).orElseThrow());
                List<String> begun = added(storedUid);
                line.append(
                        begun.isEmpty()
                                ? ""
                                : fills
                                        ? "; of groups that are there %s is filled: the rows that were read before are read again"
                                                .formatted(String.join(", ", begun))
                                        : "; of groups that are there %s is 0 if it counts, else NULL, and takes the rows from now on"
                                                .formatted(String.join(", ", begun)));
                if (!begun.isEmpty() && !fills) {
                    fillable.add(storedUid);
                }
            }
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
        if (mayLose.contains(uid)) {
            empty.add(
                    "\"%s\", %s: it begins without the rows that were read before, as is allowed; operators above it keep what they have"
                            .formatted(uid, description(operator)));
            return;
        }
        losable.add(uid);
        JsonNode twin = left.get(uid);
        if (twin == null) {
            refusals.add("\"%s\" is new and would start without the rows that were read before".formatted(uid));
            return;
        }
        if (added(twin, operator, true).isPresent()) {
            fillable.add(uid);
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
        if (operator.path("kind").asText().equals("result")) {
            // Earlier versions have noted results of group-bys, too, which have no rows of their own.
            return;
        }
        Set<String> outputs = operator.has("outputs") ? texts(operator.path("outputs")) : sinksBefore;
        boolean goesOn = !taken.isEmpty() || sinksBefore.stream().anyMatch(sinksNow::contains);
        if (goesOn && outputs.stream().noneMatch(sinksNow::contains)) {
            dropped.add(uid);
            return;
        }
        if (mayLose.contains(uid)) {
            lost.add(uid);
            return;
        }
        losable.add(uid);
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
