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
 * Where one query keeps the files that are not published yet: {@code .sluice-staging/<query id>.<random>} in the target folder, so
 * that a rename publishes them. Each start gives the folder another name: a writer who was taken over, and goes on, finds
 * nothing there, and can neither make a file nor publish one. Their names end in {@code .staged}, those of files in the making in {@code .tmp}: even a
 * reader that looks into hidden folders takes none of them.
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

    private StagingDirectory(Path root, String queryId, Path directory) {
        this.root = root;
        this.queryId = queryId;
        this.directory = directory;
    }

    /** The hidden folder of all queries that write to {@code target}. */
    static Path root(Path target) {
        return target.resolve(NAME);
    }

    static StagingDirectory create(Path target, String queryId) throws IOException {
        Path root = root(target);
        DurableFiles.createDirectories(root);
        List<Path> earlier = foldersOf(root, queryId);
        Path directory = earlier.isEmpty() ? fresh(root, queryId) : earlier.get(0);
        DurableFiles.createDirectories(directory);
        return new StagingDirectory(root, queryId, directory);
    }

    private static Path fresh(Path root, String queryId) {
        return root.resolve(queryId + "." + UUID.randomUUID().toString().substring(0, 8));
    }

    private static List<Path> foldersOf(Path root, String queryId) throws IOException {
        return list(root).stream()
                .filter(folder -> isOf(folder.getFileName().toString(), queryId))
                .toList();
    }

    /**
     * From now on nobody else finds what is staged. A writer who was taken over between his check and his renaming may rename the
     * folder once more: then it is looked for again.
     *
     * @param check fails if another writer has taken over; then the folder that was found may be his
     */
    void claim(Runnable check) throws IOException {
        while (true) {
            List<Path> earlier = foldersOf(root, queryId);
            check.run();
            try {
                claim(earlier);
                return;
            } catch (NoSuchFileException e) {
                if (foldersOf(root, queryId).equals(earlier)) {
                    throw e;
                }
            }
        }
    }

    private void claim(List<Path> earlier) throws IOException {
        Path claimed = fresh(root, queryId);
        if (earlier.isEmpty()) {
            DurableFiles.createDirectories(claimed);
        } else {
            DurableFiles.rename(earlier.get(0), claimed);
            for (Path other : earlier.subList(1, earlier.size())) {
                adopt(other, claimed);
            }
        }
        directory = claimed;
    }

    private static boolean isOf(String folder, String queryId) {
        return folder.equals(queryId) || folder.startsWith(queryId + ".");
    }

    /** Two have been made at the same time; one has not been used. */
    private static void adopt(Path other, Path directory) throws IOException {
        for (Path file : list(other)) {
            if (!DurableFiles.exists(directory.resolve(file.getFileName()))) {
                DurableFiles.rename(file, directory.resolve(file.getFileName()));
            }
        }
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
