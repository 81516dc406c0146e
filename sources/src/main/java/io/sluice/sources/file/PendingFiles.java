package io.sluice.sources.file;

import io.sluice.sources.ReadLimit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The files that are to be read next, in reading order. What is added or taken costs what it is, not what waits. */
final class PendingFiles {
    private Map<String, FileEntry> byPath = new HashMap<>();
    private final Comparator<FileEntry> order;
    private TreeSet<FileEntry> ordered;
    private long bytes;

    PendingFiles(Comparator<FileEntry> order) {
        this.order = order;
        this.ordered = new TreeSet<>(order);
    }

    boolean contains(String path) {
        return byPath.containsKey(path);
    }

    int size() {
        return byPath.size();
    }

    /** The sizes of all files together. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return byPath.isEmpty();
    }

    void add(Collection<FileEntry> files) {
        for (FileEntry file : files) {
            FileEntry before = byPath.put(file.path(), file);
            if (before != null) {
                ordered.remove(before);
                bytes -= before.size();
            }
            bytes += file.size();
            ordered.add(file);
        }
    }

    /** Adds files to be read in this order, before all others, whatever their times are. */
    void addInOrder(List<FileEntry> files) {
        Map<String, Integer> ranks = new HashMap<>();
        files.forEach(file -> ranks.put(file.path(), ranks.size()));
        ordered = new TreeSet<>(
                Comparator.<FileEntry>comparingInt(file -> ranks.getOrDefault(file.path(), Integer.MAX_VALUE))
                        .thenComparing(order));
        ordered.addAll(byPath.values());
        add(files);
    }

    void remove(Collection<FileEntry> files) {
        for (FileEntry file : files) {
            FileEntry known = byPath.remove(file.path());
            if (known != null) {
                ordered.remove(known);
                bytes -= known.size();
            }
        }
        if (byPath.isEmpty()) {
            byPath = new HashMap<>();
        }
    }

    Collection<FileEntry> inOrder() {
        return ordered;
    }

    /**
     * The first files within the limit, at least one if there is any. {@code current} gives a file as it is now; one
     * that is gone is forgotten. {@code rows} is asked only if rows are limited.
     */
    List<FileEntry> first(
            ReadLimit limit, Function<FileEntry, Optional<FileEntry>> current, ToLongFunction<FileEntry> rows) {
        List<FileEntry> taken = new ArrayList<>();
        List<FileEntry> gone = new ArrayList<>();
        long size = 0;
        long count = 0;
        for (FileEntry file : ordered) {
            if (taken.size() == limit.maxFiles()) {
                break;
            }
            Optional<FileEntry> now = current.apply(file);
            if (now.isEmpty()) {
                gone.add(file);
                continue;
            }
            size += now.get().size();
            if (!taken.isEmpty() && size > limit.maxBytes()) {
                break;
            }
            if (limit.maxRows() < Long.MAX_VALUE) {
                count += rows.applyAsLong(now.get());
                if (!taken.isEmpty() && count > limit.maxRows()) {
                    break;
                }
            }
            taken.add(now.get());
            if (size >= limit.maxBytes() || count >= limit.maxRows()) {
                break;
            }
        }
        remove(gone);
        return taken;
    }
}
