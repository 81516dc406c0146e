package io.sluice.sources.file;

import java.nio.file.Path;
import java.util.List;

/** A folder that may have files of the table, and what was last seen of it. Compared by identity. */
final class KnownFolder {
    static final long NEVER = Long.MIN_VALUE;

    final Path path;
    /** What comes before a name in the path of a file: empty, or ends with a slash. */
    final String prefix;

    final PathPattern pattern;
    final long states;
    /** What identifies the folder and those above it, to notice a link that leads back. */
    final List<Object> keys;

    /** When its content had changed, as of the last listing that can be relied on; {@link #NEVER} if there is none. */
    long modified = NEVER;

    /** How many names it had. */
    int names;

    KnownFolder(Path path, String prefix, PathPattern pattern, long states, List<Object> keys) {
        this.path = path;
        this.prefix = prefix;
        this.pattern = pattern;
        this.states = states;
        this.keys = List.copyOf(keys);
    }
}
