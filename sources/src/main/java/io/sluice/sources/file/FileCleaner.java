package io.sluice.sources.file;

import io.sluice.sources.SourceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files that were read and committed, or moves them into an archive. Doing it again does nothing; a file that is
 * no longer the one that was read is left alone. What fails is told in the log and does not stop the query: the file stays
 * remembered, and the next start tries again.
 */
final class FileCleaner {
    private static final Logger LOG = LoggerFactory.getLogger(FileCleaner.class);

    /** Empty: files are deleted. */
    private final Optional<Path> archive;

    private FileCleaner(Optional<Path> archive) {
        this.archive = archive;
    }

    /** Empty where nothing is cleaned. An archive must not lie where its files would be found again. */
    static Optional<FileCleaner> of(String table, FileChoice choice, List<PathPattern> patterns) {
        return switch (choice.cleanSource()) {
            case OFF -> Optional.empty();
            case DELETE -> Optional.of(new FileCleaner(Optional.empty()));
            case ARCHIVE -> {
                Path archive =
                        choice.archiveFolder().orElseThrow().toAbsolutePath().normalize();
                for (PathPattern pattern : patterns) {
                    if (isFound(archive, pattern.base())) {
                        throw new SourceException(
                                "cannot read filesystem table \"%s\": expected option 'sourceArchiveDir' outside of %s, got %s"
                                        .formatted(table, pattern.base(), archive),
                                "Choose a folder beside it, or one whose name begins with '.'.");
                    }
                }
                yield Optional.of(new FileCleaner(Optional.of(archive)));
            }
        };
    }

    private static boolean isFound(Path archive, Path base) {
        if (!archive.startsWith(base)) {
            return false;
        }
        for (Path name : base.relativize(archive)) {
            if (!FileRules.isVisible(name.toString()) && !name.toString().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Those of the files that are gone for good, a loss of power included: their names may be used again.
     *
     * @param location where a file is
     */
    List<FileEntry> clean(List<FileEntry> files, Function<FileEntry, Path> location) {
        Set<Path> touched = new LinkedHashSet<>();
        List<FileEntry> gone = files.stream()
                .filter(file -> isGone(file, location.apply(file), touched))
                .toList();
        try {
            for (Path folder : touched) {
                force(folder);
            }
            return gone;
        } catch (IOException e) {
            LOG.warn("files were cleaned away, but that may not outlive a loss of power: {}", e.toString());
            return List.of();
        }
    }

    private static void force(Path folder) throws IOException {
        Path there = folder;
        while (!Files.isDirectory(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try (FileChannel channel = FileChannel.open(there, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private boolean isGone(FileEntry file, Path location, Set<Path> touched) {
        try {
            touched.add(location.getParent());
            BasicFileAttributes now = Files.readAttributes(location, BasicFileAttributes.class);
            if (!isSame(file, now)) {
                LOG.info("{} is not cleaned away: it is another file than the one that was read", location);
                return true;
            }
            if (archive.isPresent()) {
                moveInto(archive.get(), file, location, touched);
            } else {
                Files.deleteIfExists(location);
            }
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            LOG.warn("{} was read but cannot be cleaned away; the next start tries again: {}", location, e.toString());
            return false;
        }
    }

    private static boolean isSame(FileEntry file, BasicFileAttributes now) {
        return now.size() == file.size() && now.lastModifiedTime().to(TimeUnit.MICROSECONDS) == file.modified();
    }

    private static void moveInto(Path archive, FileEntry file, Path location, Set<Path> touched) throws IOException {
        String below = file.path().startsWith("/") ? file.path().substring(1) : file.path();
        Path wanted = archive.resolve(below.replace(":", ""));
        Files.createDirectories(wanted.getParent());
        for (Path folder = wanted.getParent(); folder.startsWith(archive); folder = folder.getParent()) {
            touched.add(folder);
        }
        touched.add(archive.getParent());
        Path target = wanted;
        for (int copy = 1; !Files.notExists(target); copy++) {
            if (isSame(file, Files.readAttributes(target, BasicFileAttributes.class))) {
                Files.deleteIfExists(location);
                return;
            }
            target = wanted.resolveSibling(wanted.getFileName() + "." + copy);
        }
        try {
            Files.move(location, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            copyAcross(location, target);
        }
    }

    /** To another disk: the archive has the whole file before the folder loses it. */
    private static void copyAcross(Path location, Path target) throws IOException {
        Path half = target.resolveSibling("." + target.getFileName() + ".half");
        Files.copy(location, half, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        try (FileChannel channel = FileChannel.open(half, StandardOpenOption.READ)) {
            channel.force(true);
        }
        Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
        force(target.getParent());
        Files.deleteIfExists(location);
    }
}
