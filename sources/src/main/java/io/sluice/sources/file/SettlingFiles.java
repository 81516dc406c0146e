package io.sluice.sources.file;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Files that were seen but may still be written: one is complete when it was the same for a while. */
final class SettlingFiles {
    private final Duration quiet;
    private Map<String, Look> looks = new HashMap<>();

    private record Look(FileEntry file, Instant at) {}

    SettlingFiles(Duration quiet) {
        this.quiet = quiet;
    }

    boolean isEmpty() {
        return looks.isEmpty();
    }

    /** Takes a look at all files that are there; gives those that are complete and forgets those that are gone. */
    List<FileEntry> settled(List<FileEntry> files, Instant now) {
        List<FileEntry> settled = new ArrayList<>();
        Map<String, Look> next = new HashMap<>();
        for (FileEntry file : files) {
            Look first = looks.get(file.path());
            if (first == null || !first.file().equals(file)) {
                next.put(file.path(), new Look(file, now));
            } else if (first.at().plus(quiet).isAfter(now)) {
                next.put(file.path(), first);
            } else {
                settled.add(file);
            }
        }
        looks = next;
        return settled;
    }

    /** When there is no second look: the files that were not changed for a while before {@code now}. */
    List<FileEntry> unchangedAt(List<FileEntry> files, Instant now) {
        long latest = now.minus(quiet).toEpochMilli() * 1000;
        return files.stream().filter(file -> file.modified() <= latest).toList();
    }
}
