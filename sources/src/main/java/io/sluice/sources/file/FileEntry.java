package io.sluice.sources.file;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A file of a table.
 *
 * @param path below the first path of the table, or absolute if the file lies elsewhere; with slashes
 * @param size bytes
 * @param modified microseconds since the epoch
 */
record FileEntry(String path, long size, long modified) {
    /** The order in which files are read. */
    static final Comparator<FileEntry> READING_ORDER =
            Comparator.comparingLong(FileEntry::modified).thenComparing(FileEntry::path);

    /** The newest first; those of one time by name. */
    static final Comparator<FileEntry> LATEST_FIRST =
            Comparator.comparingLong(FileEntry::modified).reversed().thenComparing(FileEntry::path);

    FileEntry {
        requireNonNull(path, "path");
    }
}
