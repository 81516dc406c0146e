package io.sluice.sinks.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where one query keeps the files that are not published yet: {@code .sluice-staging/<query id>} in the target folder, so
 * that a rename publishes them. Their names end in {@code .staged}, those of files in the making in {@code .tmp}: even a
 * reader that looks into hidden folders takes none of them.
 */
final class StagingDirectory {
    private static final String NAME = ".sluice-staging";
    private static final String STAGED = ".staged";
    private static final String TEMPORARY = ".tmp";

    private final Path directory;

    /** Whether a staged file is needed still. */
    @FunctionalInterface
    interface Need {
        boolean isNeeded(String name, long batch);
    }

    private StagingDirectory(Path directory) {
        this.directory = directory;
    }

    /** The hidden folder of all queries that write to {@code target}. */
    static Path root(Path target) {
        return target.resolve(NAME);
    }

    static StagingDirectory create(Path target, String queryId) throws IOException {
        Path directory = root(target).resolve(queryId);
        DurableFiles.createDirectories(directory);
        return new StagingDirectory(directory);
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
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(files::add);
        }
        return files;
    }
}
