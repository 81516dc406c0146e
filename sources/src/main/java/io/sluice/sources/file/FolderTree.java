package io.sluice.sources.file;

import io.sluice.sources.SourceException;
import io.sluice.sources.format.FileFailure;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The folders of a table. Remembers when each had changed, so that one that did not is not listed again; names are not
 * remembered, and only those are looked at more closely that nobody knows.
 *
 * <pre>
 *   ask ──> asked ── no round going on ──> round ── goOn, a portion at a time ──> found files
 *                                            └── and folders below that are new ──> round
 * </pre>
 *
 * <p>Links are followed; one that leads to a folder above it is left out. A file is called by its path below the first
 * path of the table, or by its absolute path if it lies elsewhere.
 */
final class FolderTree implements AutoCloseable {
    private static final int MAX_LINKS = 40;
    private static final char UNREADABLE = '\uFFFD';

    private final String table;
    private final List<PathPattern> patterns;
    private final FileRules rules;
    private final Predicate<String> known;
    private final Consumer<KnownFolder> entered;
    private final Map<Place, KnownFolder> folders = new LinkedHashMap<>();
    /** What the next round lists. */
    private final Set<KnownFolder> asked = new LinkedHashSet<>();
    /** What this one has still to list. */
    private final Deque<KnownFolder> round = new ArrayDeque<>();

    private Optional<FolderListing> open = Optional.empty();

    /** Two paths of a table may have patterns for one folder. */
    private record Place(Path folder, PathPattern pattern) {
        // Written out for the sake of a start, as in Offset.
        @Override
        public boolean equals(Object other) {
            return other instanceof Place that && folder.equals(that.folder) && pattern.equals(that.pattern);
        }

        @Override
        public int hashCode() {
            return folder.hashCode() * 31 + pattern.hashCode();
        }
    }

    /**
     * @param known the paths of files that need not be looked at
     * @param entered takes each new folder before it is listed
     */
    FolderTree(
            String table,
            List<PathPattern> patterns,
            FileRules rules,
            Predicate<String> known,
            Consumer<KnownFolder> entered) {
        this.table = table;
        this.patterns = List.copyOf(patterns);
        this.rules = rules;
        this.known = known;
        this.entered = entered;
    }

    Path resolve(String path) {
        return patterns.get(0).base().resolve(path);
    }

    Collection<KnownFolder> folders() {
        return List.copyOf(folders.values());
    }

    boolean has(KnownFolder folder) {
        return folders.get(place(folder)) == folder;
    }

    /** How many names a listing of everything goes through. */
    long names() {
        return folders.values().stream().mapToLong(folder -> folder.names).sum();
    }

    private static Place place(KnownFolder folder) {
        return new Place(folder.path, folder.pattern);
    }

    /** All folders are to be listed if they may have changed. */
    void askAll() {
        for (PathPattern pattern : patterns) {
            if (!folders.containsKey(new Place(pattern.base(), pattern))) {
                enter(root(pattern));
            }
        }
        asked.addAll(folders.values());
    }

    /** The folder is to be listed if it may have changed. */
    void ask(KnownFolder folder) {
        asked.add(folder);
    }

    /** The folder is to be listed, whatever is known of it. */
    void askAgain(KnownFolder folder) {
        folder.modified = KnownFolder.NEVER;
        asked.add(folder);
    }

    /** Whether a folder is to be listed or is being listed. */
    boolean isListing() {
        return open.isPresent() || !round.isEmpty() || !asked.isEmpty();
    }

    /**
     * Goes on with the round, or begins the next one if folders were asked for; whether it is at its end. {@code found}
     * takes the files that nobody knows.
     */
    boolean goOn(Instant now, LookBudget.Look look, Consumer<FileEntry> found) {
        if (open.isEmpty() && round.isEmpty()) {
            round.addAll(asked);
            asked.clear();
        }
        while (open.isPresent() || !round.isEmpty()) {
            if (look.isSpent()) {
                return false;
            }
            KnownFolder folder = open.map(FolderListing::folder).orElseGet(round::remove);
            try {
                if (open.isEmpty()) {
                    look.count();
                    open = has(folder) ? FolderListing.open(folder, now) : Optional.empty();
                }
                if (open.isPresent()) {
                    list(open.get(), look, found);
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                close();
                vanished(folder, e);
            } catch (IOException e) {
                throw failure(folder.path, e);
            }
        }
        return true;
    }

    private void list(FolderListing listing, LookBudget.Look look, Consumer<FileEntry> found) throws IOException {
        while (!look.isSpent()) {
            Optional<Path> name = listing.next();
            if (name.isEmpty()) {
                close();
                return;
            }
            look.count();
            look(listing.folder(), name.get(), true, found);
        }
    }

    private void vanished(KnownFolder folder, IOException cause) {
        if (folder.keys.size() == 1) {
            throw failure(folder.path, cause);
        }
        folders.remove(place(folder), folder);
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

    private void enter(KnownFolder folder) {
        folders.put(place(folder), folder);
        entered.accept(folder);
    }

    /** Something happened to this name in a folder. */
    void visit(KnownFolder folder, String name, Consumer<FileEntry> found) {
        if (has(folder)) {
            look(folder, Path.of(name), false, found);
        }
    }

    private void look(KnownFolder folder, Path name, boolean listing, Consumer<FileEntry> found) {
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
        KnownFolder below = states == 0 ? null : folders.get(new Place(location, folder.pattern));
        if (below != null && listing) {
            return;
        }
        checkName(folder, name, text);
        attributes(location).ifPresent(attributes -> {
            if (attributes.isDirectory()) {
                enterBelow(folder, location, path, states, attributes).ifPresent(listing ? round::add : asked::add);
            } else if (wanted && attributes.isRegularFile()) {
                found.accept(entry(path, attributes));
            }
        });
    }

    private Optional<KnownFolder> enterBelow(
            KnownFolder parent, Path location, String path, long states, BasicFileAttributes attributes) {
        Object key = key(location, attributes);
        if (states == 0 || parent.keys.contains(key)) {
            return Optional.empty();
        }
        List<Object> keys = new ArrayList<>(parent.keys);
        keys.add(key);
        KnownFolder folder = new KnownFolder(location, path + "/", parent.pattern, states, keys);
        enter(folder);
        return Optional.of(folder);
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

    /** Ends the listing that is open. */
    @Override
    public void close() {
        try {
            if (open.isPresent()) {
                open.get().close();
            }
        } catch (IOException e) {
            throw failure(open.get().folder().path, e);
        } finally {
            open = Optional.empty();
        }
    }
}
