package io.sluice.sources.file;

import io.sluice.sources.ReadLimit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The files that are to be read next, in reading order. */
final class PendingFiles {
    private final TreeMap<String, FileEntry> byPath = new TreeMap<>();
    private List<FileEntry> ordered = List.of();

    boolean contains(String path) {
        return byPath.containsKey(path);
    }

    int size() {
        return byPath.size();
    }

    boolean isEmpty() {
        return byPath.isEmpty();
    }

    void add(Collection<FileEntry> files) {
        if (!files.isEmpty()) {
            files.forEach(file -> byPath.put(file.path(), file));
            ordered = byPath.values().stream().sorted(FileEntry.READING_ORDER).toList();
        }
    }

    /** Adds files to be read in this order, whatever their times are. */
    void addInOrder(List<FileEntry> files) {
        files.forEach(file -> byPath.put(file.path(), file));
        ordered = List.copyOf(files);
    }

    void remove(Collection<FileEntry> files) {
        boolean removed = false;
        for (FileEntry file : files) {
            removed |= byPath.remove(file.path()) != null;
        }
        if (removed) {
            ordered = ordered.stream()
                    .filter(file -> byPath.containsKey(file.path()))
                    .toList();
        }
    }

    List<FileEntry> inOrder() {
        return ordered;
    }

    /**
     * The first files within the limit, at least one if there is any. {@code current} gives a file as it is now; one
     * that is gone is forgotten.
     */
    List<FileEntry> first(ReadLimit limit, Function<FileEntry, Optional<FileEntry>> current) {
        List<FileEntry> taken = new ArrayList<>();
        List<FileEntry> gone = new ArrayList<>();
        long bytes = 0;
        for (FileEntry file : ordered) {
            if (taken.size() == limit.maxFiles()) {
                break;
            }
            Optional<FileEntry> now = current.apply(file);
            if (now.isEmpty()) {
                gone.add(file);
                continue;
            }
            bytes += now.get().size();
            if (!taken.isEmpty() && bytes > limit.maxBytes()) {
                break;
            }
            taken.add(now.get());
        }
        remove(gone);
        return taken;
    }
}
