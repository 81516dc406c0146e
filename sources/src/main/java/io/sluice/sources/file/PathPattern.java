package io.sluice.sources.file;

import io.sluice.sources.SourceException;
import io.sluice.sources.format.FileFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One path of a table: a folder, and what must match the names below it, one pattern for each level. A {@code **} stands
 * for any number of levels. A folder that matches as a whole gives its files, and those of folders below whose names are
 * wanted.
 *
 * <p>How far a folder has got is a set of states, bit i for "i patterns have matched": {@code a/*}{@code /b*} below {@code
 * a} begins with {0}, a folder {@code x} in it has {1}, and a file or folder {@code by} in that has {2}, the end.
 */
final class PathPattern {
    private static final int MAX_LEVELS = 60;
    private static final String ANY_LEVELS = "**";

    private final Path base;
    /** Empty for any number of levels. */
    private final List<Optional<PathMatcher>> levels;

    private final Predicate<String> below;

    private PathPattern(Path base, List<Optional<PathMatcher>> levels, Predicate<String> below) {
        this.base = base;
        this.levels = List.copyOf(levels);
        this.below = below;
    }

    /**
     * {@code path} is a folder, a file, or a folder and patterns; it must be there, the folder of a pattern too.
     *
     * @param below names of folders below one that matches as a whole, whose files are read, too
     */
    static PathPattern of(String table, Path path, Predicate<String> below) {
        Path absolute = path.toAbsolutePath().normalize();
        Optional<BasicFileAttributes> there = attributes(table, absolute);
        if (there.filter(BasicFileAttributes::isDirectory).isPresent()) {
            return new PathPattern(absolute, List.of(), below);
        }
        if (there.isPresent()) {
            Path name = absolute.getFileName();
            return new PathPattern(absolute.getParent(), List.of(Optional.of(name::equals)), folder -> false);
        }
        int first = 0;
        while (first < absolute.getNameCount() && !isPattern(absolute.getName(first))) {
            first++;
        }
        Path root = absolute.getRoot();
        Path base = first == 0 ? root : root.resolve(absolute.subpath(0, first));
        if (first == absolute.getNameCount()
                || attributes(table, base)
                        .filter(BasicFileAttributes::isDirectory)
                        .isEmpty()) {
            throw new SourceException(
                    "cannot read filesystem table \"%s\": expected a file, a folder or a pattern for names, got %s, which does not exist"
                            .formatted(table, absolute),
                    "Create it, or correct the option 'path'; relative paths start at the folder of the script.");
        }
        return new PathPattern(base, levels(table, absolute, first), below);
    }

    /** Empty only if nothing is there, or a link that leads nowhere: a disk that fails is another thing than a path that does not exist. */
    private static Optional<BasicFileAttributes> attributes(String table, Path path) {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (NoSuchFileException | AccessDeniedException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if ("Not a directory".equals(e.getReason()) || Files.isSymbolicLink(path)) {
                return Optional.empty();
            }
            throw failure(table, path, e);
        } catch (IOException e) {
            throw failure(table, path, e);
        }
    }

    private static SourceException failure(String table, Path path, IOException cause) {
        return new SourceException(
                "cannot read filesystem table \"%s\": cannot look at %s: %s"
                        .formatted(table, path, FileFailure.reason(cause)),
                FileFailure.HINT,
                cause);
    }

    /**
     * Whether a table of this path would read files that a sink writes into {@code written}. Neither need be there. Folders below that a sink makes have a name that is hidden or {@code k=v}.
     */
    static boolean reads(Path path, boolean recursive, Path target) {
        Path written = real(target.toAbsolutePath().normalize());
        Path absolute = path.toAbsolutePath().normalize();
        int first = 0;
        while (first < absolute.getNameCount() && (Files.exists(absolute) || !isPattern(absolute.getName(first)))) {
            first++;
        }
        Path root = absolute.getRoot();
        Path base = real(first == 0 ? root : root.resolve(absolute.subpath(0, first)));
        if (base.equals(written)) {
            return true;
        }
        if (base.startsWith(written)) {
            String below = base.getName(written.getNameCount()).toString();
            return Files.isDirectory(base) && (!FileRules.isVisible(below) || below.indexOf('=') > 0);
        }
        return written.startsWith(base)
                && new PathPattern(base, levels("", absolute, first), name -> recursive || name.indexOf('=') > 0)
                        .readsBelow(base.relativize(written));
    }

    /** Without links, as far as the path is there. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            Path parent = path.getParent();
            return parent == null ? path : real(parent).resolve(path.getFileName());
        }
    }

    private boolean readsBelow(Path folders) {
        long states = start();
        for (Path name : folders) {
            states = FileRules.isVisible(name.toString()) ? enter(states, name) : 0;
        }
        long withAFile = withAnyLevels(states | states << 1);
        return (withAFile & 1L << levels.size()) != 0;
    }

    private static boolean isPattern(Path name) {
        return name.toString().chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    private static List<Optional<PathMatcher>> levels(String table, Path path, int first) {
        List<Optional<PathMatcher>> levels = new ArrayList<>();
        for (int i = first; i < path.getNameCount(); i++) {
            String glob = path.getName(i).toString();
            try {
                levels.add(
                        glob.equals(ANY_LEVELS)
                                ? Optional.empty()
                                : Optional.of(path.getFileSystem().getPathMatcher("glob:" + glob)));
            } catch (IllegalArgumentException e) {
                throw new SourceException(
                        "cannot read filesystem table \"%s\": expected a pattern for names of one level, got '%s' in %s"
                                .formatted(table, glob, path),
                        "Close each { and [ before the next '/'; several paths are written 'a;b'.",
                        e);
            }
        }
        if (levels.size() > MAX_LEVELS) {
            throw new SourceException(
                    "cannot read filesystem table \"%s\": expected a pattern of at most %d levels, got %d in %s"
                            .formatted(table, MAX_LEVELS, levels.size(), path),
                    "Name the folder that is common to all files.");
        }
        return levels;
    }

    /** The folder below which everything lies. */
    Path base() {
        return base;
    }

    /** The states of {@link #base}. */
    long start() {
        return withAnyLevels(1);
    }

    /** The states of the folder {@code name} in a folder with {@code states}; 0: nothing below it can match. */
    long enter(long states, Path name) {
        long next = 0;
        for (int i = 0; i <= levels.size(); i++) {
            if ((states & 1L << i) == 0) {
                continue;
            }
            if (i == levels.size()) {
                next |= below.test(name.toString()) ? 1L << i : 0;
            } else if (levels.get(i).isEmpty()) {
                next |= 1L << i;
            } else if (levels.get(i).get().matches(name)) {
                next |= 1L << i + 1;
            }
        }
        return withAnyLevels(next);
    }

    /** Whether the file {@code name} in a folder with {@code states} belongs to the table. */
    boolean takes(long states, Path name) {
        long end = 1L << levels.size();
        if ((states & end) != 0) {
            return true;
        }
        for (int i = 0; i < levels.size(); i++) {
            boolean matches = (states & 1L << i) != 0
                    && levels.get(i).map(level -> level.matches(name)).orElse(false);
            if (matches && (withAnyLevels(1L << i + 1) & end) != 0) {
                return true;
            }
        }
        return false;
    }

    private long withAnyLevels(long states) {
        long all = states;
        for (int i = 0; i < levels.size(); i++) {
            if ((all & 1L << i) != 0 && levels.get(i).isEmpty()) {
                all |= 1L << i + 1;
            }
        }
        return all;
    }
}
