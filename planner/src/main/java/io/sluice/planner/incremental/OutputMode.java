package io.sluice.planner.incremental;

import io.sluice.planner.PlanException;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.Emission.Mode;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.validate.Names;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides what a sink gets: the mode that EMIT asks for, if it is legal; without EMIT append if no row can change, else
 * update if the sink can take it.
 */
final class OutputMode {
    private final QueryTarget target;
    private final PlanNode plan;
    private final boolean bounded;
    private final ZoneId zone;
    private final Optional<Obstacle> obstacle;

    /** @param obstacle why append is not legal */
    OutputMode(QueryTarget target, PlanNode plan, boolean bounded, ZoneId zone, Optional<Obstacle> obstacle) {
        this.target = target;
        this.plan = plan;
        this.bounded = bounded;
        this.zone = zone;
        this.obstacle = obstacle;
    }

    Emission choose() {
        if (target.mode().isPresent()) {
            return requested(target.mode().get());
        }
        return target.changes() ? changes() : byDefault();
    }

    private Emission requested(Mode mode) {
        String asked = "EMIT " + mode;
        if (!takes(mode)) {
            throw refused(
                    "%s is not possible: %s takes %s".formatted(asked, sink(), modes()),
                    "Choose one of these, or another connector.");
        }
        if (mode == Mode.APPEND && obstacle.isPresent()) {
            throw refused(
                    "%s is not possible, because rows would change: %s"
                            .formatted(asked, obstacle.get().cause()),
                    obstacle.get().hint() + otherModes() + ".");
        }
        return new Emission(mode, asked + " says so" + (mode == Mode.APPEND ? ": " + whyFinal() : ""));
    }

    private Emission changes() {
        boolean keyed = !target.primaryKey().isEmpty() || hasKey();
        if (takes(Mode.UPDATE) && keyed) {
            return new Emission(Mode.UPDATE, "EMIT CHANGES says so, the sink takes updates, and rows have a key");
        }
        if (takes(Mode.CHANGELOG)) {
            return new Emission(Mode.CHANGELOG, "EMIT CHANGES says so, and the sink takes a changelog");
        }
        throw refused(
                "EMIT CHANGES is not possible: %s takes %s".formatted(sink(), modes()),
                "Choose one of these, or another connector.");
    }

    private boolean hasKey() {
        return new PlanAnalysis()
                        .of(new Completion(Mode.UPDATE, Map.of(), zone, bounded, new Approximations(() -> false))
                                .complete(plan))
                        .keys()
                        .stream()
                        .anyMatch(key -> !key.isEmpty());
    }

    private Emission byDefault() {
        if (obstacle.isEmpty() && takes(Mode.APPEND)) {
            return new Emission(Mode.APPEND, whyFinal());
        }
        String why = obstacle.map(found -> "rows change: " + found.cause()).orElse("the sink does not take append");
        if (takes(Mode.UPDATE)) {
            return new Emission(Mode.UPDATE, why);
        }
        if (obstacle.isEmpty()) {
            throw refused(
                    "%s takes %s, which must be asked for".formatted(sink(), modes()), "Add %s.".formatted(emits()));
        }
        throw refused(
                "the result cannot be written to %s: %s, and the sink takes %s".formatted(sink(), why, modes()),
                obstacle.get().hint() + otherModes() + ".");
    }

    private String whyFinal() {
        boolean[] grouped = new boolean[1];
        boolean[] alone = new boolean[1];
        boolean[] ranked = new boolean[1];
        PlanNodes.walk(plan, node -> {
            grouped[0] |= node instanceof Aggregate aggregate
                    && (aggregate.window().isPresent() || !aggregate.calls().isEmpty());
            alone[0] |= node instanceof PlanNode.Join join
                    && join.keepsUnmatched()
                    && join.lookup().isEmpty()
                    && Broadcasts.of(join).isEmpty();
            ranked[0] |= node instanceof PlanNode.Keyed keyed && waits(keyed)
                    || node instanceof PlanNode.AssignWindows windows
                            && windows.window().isSession();
        });
        if (!grouped[0] && !ranked[0]) {
            return alone[0] ? "a row without a partner waits until none can come" : "no row ever changes";
        }
        if (bounded) {
            return "the input ends, and %s sent on at its end".formatted(ranked[0] ? "results are" : "groups are");
        }
        return ranked[0]
                ? "rows are final when the watermark has passed them, or the end of their window"
                : "rows are final when the watermark passes the end of their window";
    }

    private boolean waits(PlanNode.Keyed node) {
        return node instanceof PlanNode.Over
                || node instanceof PlanNode.AsOfJoin
                || node instanceof PlanNode.Rank rank && !Arrival.orders(rank, new PlanAnalysis(zone).of(rank.input()));
    }

    private boolean takes(Mode mode) {
        return target.abilities().modes().contains(mode);
    }

    private String sink() {
        return "sink \"%s\" ('%s')".formatted(target.sink(), target.abilities().connector());
    }

    private String modes() {
        return target.abilities().modes().stream()
                .sorted()
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private String emits() {
        return Names.or(target.abilities().modes().stream()
                .sorted()
                .filter(mode -> mode != Mode.APPEND)
                .map(mode -> "EMIT " + mode)
                .toList());
    }

    private String otherModes() {
        return emits().isEmpty() ? ", or write to a sink that takes updates" : ", or write " + emits();
    }

    private static PlanException refused(String message, String hint) {
        return new PlanException(message, hint, Optional.empty());
    }
}
