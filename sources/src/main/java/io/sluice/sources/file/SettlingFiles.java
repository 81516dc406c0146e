package io.sluice.sources.file;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files that were seen but may still be written: one is complete when it was the same for a while. */
final class SettlingFiles {
    private final Duration quiet;
    private final Map<String, Sight> sights = new LinkedHashMap<>();
    /** Those that are still to be looked at in this round. */
    private final Deque<String> round = new ArrayDeque<>();

    private record Sight(FileEntry file, Instant at) {}

    SettlingFiles(Duration quiet) {
        this.quiet = quiet;
    }

    boolean isEmpty() {
        return sights.isEmpty();
    }

    boolean has(String path) {
        return sights.containsKey(path);
    }

    /** Those that were seen and are not complete. */
    List<String> paths() {
        return List.copyOf(sights.keySet());
    }

    /** Each of them is to be looked at again; those that still are come first. */
    void beginRound() {
        if (round.isEmpty()) {
            round.addAll(sights.keySet());
        }
    }

    /** Whether some are still to be looked at. */
    boolean isRoundGoing() {
        return !round.isEmpty();
    }

    /** As many of those that are still to be looked at as the look has room for. */
    List<String> next(LookBudget.Look look) {
        List<String> next = new ArrayList<>();
        while (!round.isEmpty() && !look.isSpent()) {
            look.count();
            next.add(round.remove());
        }
        return next;
    }

    /** Takes a look at a file as it is now: whether it is complete. */
    boolean isSettled(FileEntry file, Instant now) {
        Sight first = sights.get(file.path());
        if (first == null || !first.file().equals(file)) {
            sights.put(file.path(), new Sight(file, now));
            return false;
        }
        boolean settled = !first.at().plus(quiet).isAfter(now);
        if (settled) {
            sights.remove(file.path());
        }
        return settled;
    }

    /** The file is gone, or has nothing in it. */
    void forget(String path) {
        sights.remove(path);
    }

    /** When there is no second look: the files that were not changed for a while before {@code now}. */
    List<FileEntry> unchangedAt(List<FileEntry> files, Instant now) {
        long latest = now.minus(quiet).toEpochMilli() * 1000;
        return files.stream().filter(file -> file.modified() <= latest).toList();
    }
}
