package io.sluice.checkpoint.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** The names in a directory: as everybody sees them, as they were forced, and the changes between the two. */
final class Directory extends Node {
    private final TreeMap<String, Node> current = new TreeMap<>();
    private final TreeMap<String, Node> durable = new TreeMap<>();
    private final List<Change> pending = new ArrayList<>();

    /** Changes that are kept or lost together: the two halves of a rename. */
    static final class Step {
        private Optional<Boolean> kept = Optional.empty();

        private boolean isKept(Random random) {
            if (kept.isEmpty()) {
                kept = Optional.of(random.nextBoolean());
            }
            return kept.get();
        }
    }

    /** A name that stands for a node from now on, or for nothing. */
    private record Change(String name, Optional<Node> node, Step step) {
        void apply(TreeMap<String, Node> names) {
            if (node.isPresent()) {
                names.put(name, node.get());
            } else {
                names.remove(name);
            }
        }
    }

    Optional<Node> get(String name) {
        return Optional.ofNullable(current.get(name));
    }

    List<String> names() {
        return List.copyOf(current.keySet());
    }

    void put(String name, Node node, Step step) {
        change(new Change(name, Optional.of(node), step));
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
            change.step().kept = Optional.of(true);
        }
        pending.clear();
    }

    @Override
    long bytes() {
        long sum = 0;
        for (Node node : current.values()) {
            sum += node.bytes();
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
        for (Node node : current.values()) {
            node.losePower(random, done);
        }
    }
}
