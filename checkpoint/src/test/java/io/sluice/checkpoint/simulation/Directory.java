package io.sluice.checkpoint.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** The names in a directory: as everybody sees them, as they were forced, and the changes between the two. */
final class Directory extends Node {
    private final Map<String, Entry> current = new LinkedHashMap<>();
    private final Map<String, Entry> durable = new LinkedHashMap<>();
    private final List<Change> pending = new ArrayList<>();
    private long places;

    /** @param place in a listing: the seed says it, not the name, which may be random */
    private record Entry(Node node, long place) {}

    /** @param seed of the order of listings */
    Directory(long seed) {
        this.places = seed;
    }

    /** Changes that are kept or lost together: the two halves of a rename, which needs the change that made the name. */
    static final class Step {
        private final Optional<Step> needed;
        private Optional<Boolean> kept = Optional.empty();

        private Step(Optional<Step> needed) {
            this.needed = needed;
        }

        private void keep() {
            kept = Optional.of(true);
            needed.ifPresent(Step::keep);
        }

        private boolean isKept(Random random) {
            if (kept.isEmpty()) {
                kept = Optional.of(random.nextBoolean()
                        && needed.map(step -> step.isKept(random)).orElse(true));
            }
            return kept.get();
        }
    }

    /** A name that stands for a node from now on, or for nothing. */
    private record Change(String name, Optional<Entry> entry, Step step) {
        void apply(Map<String, Entry> names) {
            if (entry.isPresent()) {
                names.put(name, entry.get());
            } else {
                names.remove(name);
            }
        }
    }

    Optional<Node> get(String name) {
        return Optional.ofNullable(current.get(name)).map(Entry::node);
    }

    /** In no order that anybody could rely on, and the same each time. */
    List<String> names() {
        return current.entrySet().stream()
                .sorted(Comparator.comparingLong(name -> name.getValue().place()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Of a name that is made or deleted. */
    static Step step() {
        return new Step(Optional.empty());
    }

    /** Of a rename to another name. */
    Step stepFrom(String name) {
        return new Step(pending.stream()
                .filter(change -> change.name().equals(name))
                .reduce((earlier, later) -> later)
                .map(Change::step));
    }

    void put(String name, Node node, Step step) {
        change(new Change(name, Optional.of(new Entry(node, SimulatedDisk.mixed(places++))), step));
    }

    void remove(String name, Step step) {
        change(new Change(name, Optional.empty(), step));
    }

    private void change(Change change) {
        change.apply(current);
        pending.add(change);
    }

    @Override
    void force() {
        for (Change change : pending) {
            change.apply(durable);
            change.step().keep();
        }
        pending.clear();
    }

    @Override
    long bytes() {
        long sum = 0;
        for (Entry entry : current.values()) {
            sum += entry.node().bytes();
        }
        return sum;
    }

    @Override
    void losePower(Random random, Set<Node> done) {
        if (!done.add(this)) {
            return;
        }
        for (Change change : pending) {
            if (change.step().isKept(random)) {
                change.apply(durable);
            }
        }
        pending.clear();
        current.clear();
        current.putAll(durable);
        for (String name : names()) {
            current.get(name).node().losePower(random, done);
        }
    }
}
