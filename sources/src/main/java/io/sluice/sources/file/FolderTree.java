package io.sluice.sources.file;

import io.sluice.sources.SourceException;
import io.sluice.sources.format.FileFailure;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The folders of a table. Remembers when each had changed, so that one that did not is not listed again; names are not
 * remembered, and only those are looked at more closely that nobody knows.
 *
 * <p>Links are followed; one that leads to a folder above it is left out. A file is called by its path below the first
 * path of the table, or by its absolute path if it lies elsewhere.
 */
final class FolderTree {
    /** The coarsest clock of a file system: what changed just before a listing may change again unnoticed. */
    private static final Duration COARSEST_TIME = Duration.ofSeconds(2);

    private static final int MAX_LINKS = 40;
    private static final char UNREADABLE = '\uFFFD';

    private final String table;
    private final List<PathPattern> patterns;
    private final FileRules rules;
    private final Predicate<String> known;
    private final Consumer<FileEntry> found;
    private final Consumer<KnownFolder> entered;
    private final Map<Path, KnownFolder> folders = new LinkedHashMap<>();

    /**
     * @param known the paths of files that need not be looked at
     * @param found takes each other file that is found
     * @param entered takes each new folder before it is listed
     */
    FolderTree(
            String table,
            List<PathPattern> patterns,
            FileRules rules,
            Predicate<String> known,
            Consumer<FileEntry> found,
            Consumer<KnownFolder> entered) {
        this.table = table;
        this.patterns = List.copyOf(patterns);
        this.rules = rules;
        this.known = known;
        this.found = found;
        this.entered = entered;
    }

    Path resolve(String path) {
        return patterns.get(0).base().resolve(path);
    }

    Collection<KnownFolder> folders() {
        return List.copyOf(folders.values());
    }

    boolean has(KnownFolder folder) {
        return folders.get(folder.path) == folder;
    }

    /** How many names a listing of everything goes through. */
    long names() {
        return folders.values().stream().mapToLong(folder -> folder.names).sum();
    }

    /** Lists everything; folders that are known only if they may have changed. */
    void refresh(Instant now) {
        for (PathPattern pattern : patterns) {
            if (!folders.containsKey(pattern.base())) {
                enter(root(pattern), now);
            }
        }
        folders().forEach(folder -> refresh(folder, now));
    }

    private KnownFolder root(PathPattern pattern) {
        Path base = pattern.base();
        try {
            return new KnownFolder(
                    base,
                    prefix(base),
                    pattern,
                    pattern.start(),
                    List.of(key(base, Files.readAttributes(base, BasicFileAttributes.class))));
        } catch (IOException e) {
            throw failure(base, e);
        }
    }

    private String prefix(Path folder) {
        Path home = patterns.get(0).base();
        if (folder.equals(home)) {
            return "";
        }
        Path shown = folder.startsWith(home) ? home.relativize(folder) : folder;
        return shown.toString().replace(folder.getFileSystem().getSeparator(), "/") + "/";
    }

    private void enter(KnownFolder folder, Instant now) {
        folders.put(folder.path, folder);
        entered.accept(folder);
        list(folder, now);
    }

    /** Lists the folder if it may have changed since the last time. */
    void refresh(KnownFolder folder, Instant now) {
        try {
            if (folder.modified == KnownFolder.NEVER || modified(folder) != folder.modified) {
                list(folder, now);
            }
        } catch (NoSuchFileException e) {
            vanished(folder, e);
        } catch (IOException e) {
            throw failure(folder.path, e);
        }
    }

    private static long modified(KnownFolder folder) throws IOException {
        return Files.getLastModifiedTime(folder.path).to(TimeUnit.MICROSECONDS);
    }

    private void vanished(KnownFolder folder, IOException cause) {
        if (folder.keys.size() == 1) {
            throw failure(folder.path, cause);
        }
        folders.remove(folder.path, folder);
    }

    /** Lists the folder, whatever is known of it. */
    void list(KnownFolder folder, Instant now) {
        int names = 0;
        try {
            long modified = modified(folder);
            folder.modified = KnownFolder.NEVER;
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder.path)) {
                for (Path path : stream) {
                    names++;
                    look(folder, path.getFileName(), now, true);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            boolean settled = modified
                    < TimeUnit.MILLISECONDS.toMicros(now.minus(COARSEST_TIME).toEpochMilli());
            folder.modified = settled ? modified : KnownFolder.NEVER;
            folder.names = names;
        } catch (NoSuchFileException | NotDirectoryException e) {
            vanished(folder, e);
        } catch (IOException e) {
            throw failure(folder.path, e);
        }
    }

    /** Something happened to this name in a folder. */
    void visit(KnownFolder folder, String name, Instant now) {
        if (has(folder)) {
            look(folder, Path.of(name), now, false);
        }
    }

    private void look(KnownFolder folder, Path name, Instant now, boolean listing) {
        String text = name.toString();
        if (!FileRules.isVisible(text)) {
            return;
        }
        String path = folder.prefix + text;
        boolean wanted = folder.pattern.takes(folder.states, name) && rules.takes(folder.path, name);
        long states = folder.pattern.enter(folder.states, name);
        if (!wanted && states == 0 || known.test(path)) {
            return;
        }
        Path location = folder.path.resolve(name);
        KnownFolder below = states == 0 ? null : folders.get(location);
        if (below != null && listing) {
            return;
        }
        checkName(folder, name, text);
        attributes(location).ifPresent(attributes -> {
            if (attributes.isDirectory()) {
                enterBelow(folder, location, path, states, attributes, now);
            } else if (wanted && attributes.isRegularFile()) {
                found.accept(entry(path, attributes));
            }
        });
    }

    private void enterBelow(
            KnownFolder parent, Path location, String path, long states, BasicFileAttributes attributes, Instant now) {
        Object key = key(location, attributes);
        if (states == 0 || parent.keys.contains(key)) {
            return;
        }
        List<Object> keys = new ArrayList<>(parent.keys);
        keys.add(key);
        enter(new KnownFolder(location, path + "/", parent.pattern, states, keys), now);
    }

    private Object key(Path folder, BasicFileAttributes attributes) {
        try {
            return attributes.fileKey() == null ? folder.toRealPath() : attributes.fileKey();
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    /** A name that is not text on this machine cannot be written down, so it could not be found again. */
    private void checkName(KnownFolder folder, Path name, String text) {
        if (text.indexOf(UNREADABLE) < 0) {
            return;
        }
        boolean same;
        try {
            same = name.equals(name.getFileSystem().getPath(text));
        } catch (InvalidPathException e) {
            same = false;
        }
        if (!same) {
            throw new SourceException(
                    "cannot read filesystem table \"%s\": expected names in the encoding of this machine (%s), got \"%s\" in %s"
                            .formatted(table, System.getProperty("sun.jnu.encoding"), text, folder.path),
                    "Start with LC_ALL=C.UTF-8 if the name is UTF-8, or rename the file.");
        }
    }

    /** The file as it is now; empty if there is no such file. */
    Optional<FileEntry> find(String path) {
        return attributes(resolve(path))
                .filter(BasicFileAttributes::isRegularFile)
                .map(attributes -> entry(path, attributes));
    }

    /** Empty if nothing is there, or a link that leads nowhere. */
    private Optional<BasicFileAttributes> attributes(Path location) {
        try {
            return Optional.of(Files.readAttributes(location, BasicFileAttributes.class));
        } catch (NoSuchFileException | FileSystemLoopException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (Files.isSymbolicLink(location) && isLinkOnly(location)) {
                return Optional.empty();
            }
            throw failure(location, e);
        }
    }

    /** A link to itself, or through itself. */
    private static boolean isLinkOnly(Path location) {
        Path next = location;
        try {
            for (int hops = 0; hops < MAX_LINKS; hops++) {
                if (!Files.isSymbolicLink(next)) {
                    return false;
                }
                next = next.resolveSibling(Files.readSymbolicLink(next)).normalize();
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static FileEntry entry(String path, BasicFileAttributes attributes) {
        return new FileEntry(
                path, attributes.size(), attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS));
    }

    private SourceException failure(Path place, IOException cause) {
        return new SourceException(
                "cannot read filesystem table \"%s\": cannot list %s: %s"
                        .formatted(table, place, FileFailure.reason(cause)),
                "Check that it is there and readable, or leave it out by the option 'path' or 'pathGlobFilter'.",
                cause);
    }
}
