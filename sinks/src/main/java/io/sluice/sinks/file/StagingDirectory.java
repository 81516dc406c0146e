package io.sluice.sinks.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Where one query keeps the files that are not published yet: {@code .sluice-staging/<query id>.<random>} in the target
 * folder, so that a rename publishes them. Each start gives another name to all folders of the query before it uses one: a
 * writer who was taken over, and goes on, finds nothing there, and can neither make a file nor publish one. Names of files
 * end in {@code .staged}, of those in the making in {@code .tmp}: even a reader that looks into hidden folders takes none of
 * them.
 *
 * <pre>
 * list folders ─ check writer ─┬─ some: rename each, force the names ─ move all files into one
 *      └──── one was renamed ──┤
 *                              └─ none: make one, force its name ─ check writer
 * </pre>
 */
final class StagingDirectory {
    private static final String NAME = ".sluice-staging";
    private static final String STAGED = ".staged";
    private static final String TEMPORARY = ".tmp";

    private final Path root;
    private final String queryId;
    private Path directory;

    /** Whether a staged file is needed still. */
    @FunctionalInterface
    interface Need {
        boolean isNeeded(String name, long batch);
    }

    private StagingDirectory(Path root, String queryId) {
        this.root = root;
        this.queryId = queryId;
    }

    /** The hidden folder of all queries that write to {@code target}. */
    static Path root(Path target) {
        return target.resolve(NAME);
    }

    /** Of one start of a query; nothing may be staged before {@link #claim}. */
    static StagingDirectory create(Path target, String queryId) throws IOException {
        Path root = root(target);
        DurableFiles.createDirectories(root);
        return new StagingDirectory(root, queryId);
    }

    /**
     * From now on nobody else finds what is staged: each folder of the query has another name. A writer who was taken over
     * between his check and his renaming may rename a folder once more: then they are looked for again.
     *
     * @param check fails if another writer has taken over; then the folders that were found may be his
     */
    void claim(Runnable check) throws IOException {
        while (true) {
            List<Path> earlier = foldersOf(root, queryId);
            check.run();
            try {
                directory = earlier.isEmpty() ? make(check) : join(fence(earlier));
                return;
            } catch (NoSuchFileException e) {
                if (foldersOf(root, queryId).equals(earlier)) {
                    throw e;
                }
            }
        }
    }

    /** Who takes over after the check finds the folder; for who has before it, it is one without files. */
    private Path make(Runnable check) throws IOException {
        Path made = fresh();
        DurableFiles.createDirectories(made);
        check.run();
        return made;
    }

    private List<Path> fence(List<Path> earlier) throws IOException {
        List<Path> fenced = new ArrayList<>();
        for (Path folder : earlier) {
            Path renamed = fresh();
            DurableFiles.rename(folder, renamed);
            fenced.add(renamed);
        }
        DurableFiles.forceDirectory(root);
        return fenced;
    }

    /**
     * There are several where two starts have made one at the same time, and more than one has files if this was interrupted. One
     * that a loss of power brings back has none: what was deleted in it would come back, too.
     */
    private static Path join(List<Path> fenced) throws IOException {
        Path joined = fenced.get(0);
        for (Path other : fenced.subList(1, fenced.size())) {
            for (Path file : list(other)) {
                Files.move(file, joined.resolve(file.getFileName()));
            }
            DurableFiles.forceDirectory(joined);
            DurableFiles.forceDirectory(other);
            Files.deleteIfExists(other);
        }
        return joined;
    }

    private Path fresh() {
        return root.resolve(queryId + "." + UUID.randomUUID().toString().substring(0, 8));
    }

    private static List<Path> foldersOf(Path root, String queryId) throws IOException {
        return list(root).stream()
                .filter(folder -> isOf(folder.getFileName().toString(), queryId))
                .toList();
    }

    private static boolean isOf(String folder, String queryId) {
        return folder.equals(queryId) || folder.startsWith(queryId + ".");
    }

    /** Whether what is missing is missing because another start of the query has given the folder another name. */
    static boolean isTakenOver(NoSuchFileException missing) {
        Path file = Path.of(String.valueOf(missing.getFile()));
        for (Path at = file; at != null && at.getFileName() != null; at = at.getParent()) {
            if (at.getFileName().toString().equals(NAME)) {
                return true;
            }
        }
        return false;
    }

    /** Where the file of that name is staged. */
    Path staged(String name) {
        return directory.resolve(name + STAGED);
    }

    /** Where the file of that name is written before it is renamed. */
    Path temporary(String name) {
        return directory.resolve(name + TEMPORARY);
    }

    /** A file of the query's own. */
    Path file(String name) {
        return directory.resolve(name);
    }

    /** Makes the names of staged files durable. */
    void force() throws IOException {
        DurableFiles.forceDirectory(directory);
    }

    /**
     * Removes what a crash has left: files in the making, files of batches after {@code lastCommitted}, and files that
     * are published under their final name in {@code target}. Others may still have to be published.
     */
    void removeLeftovers(OptionalLong lastCommitted, Path target) throws IOException {
        for (Path file : list()) {
            String name = file.getFileName().toString();
            OptionalLong batch = PartName.batch(name);
            boolean isUncommitted =
                    batch.isPresent() && (lastCommitted.isEmpty() || batch.getAsLong() > lastCommitted.getAsLong());
            if (name.endsWith(TEMPORARY) || isUncommitted) {
                Files.deleteIfExists(file);
            } else if (name.endsWith(STAGED)) {
                removeIfPublished(file, target.resolve(name.substring(0, name.length() - STAGED.length())));
            }
        }
    }

    private static void removeIfPublished(Path staged, Path published) throws IOException {
        if (Files.exists(published) && Files.size(published) == Files.size(staged)) {
            DurableFiles.forceDirectory(published.getParent());
            Files.deleteIfExists(staged);
        }
    }

    /** Removes the staged files that are not needed. */
    void removeAllBut(Need need) throws IOException {
        for (Path file : list()) {
            String name = file.getFileName().toString();
            if (name.endsWith(STAGED)
                    && !need.isNeeded(name, PartName.batch(name).orElse(-1))) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> list() throws IOException {
        return list(directory);
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(files::add);
        }
        return files;
    }
}
