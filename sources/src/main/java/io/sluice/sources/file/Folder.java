package io.sluice.sources.file;

import io.sluice.sources.SourceException;
import io.sluice.sources.format.FileFailure;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Where the files of a table are: the files of one directory whose names match. Names that begin with {@code .} or
 * {@code _}, and those of files that are being copied, do not count. Directories below are not looked into.
 */
final class Folder {
    private static final List<String> UNFINISHED = List.of(".tmp", ".inprogress", ".crc", "._COPYING_");

    private final String table;
    private final Path directory;
    private final PathMatcher names;

    private Folder(String table, Path directory, PathMatcher names) {
        this.table = table;
        this.directory = directory;
        this.names = names;
    }

    /** {@code path} is a directory, a file, or a directory and a pattern; it must be there, a pattern's directory too. */
    static Folder of(String table, Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.isDirectory(absolute)) {
            return new Folder(table, absolute, name -> true);
        }
        Path last = absolute.getFileName();
        Path parent = absolute.getParent();
        if (Files.exists(absolute)) {
            return new Folder(table, parent, last::equals);
        }
        if (!isPattern(absolute) || !Files.isDirectory(parent)) {
            throw new SourceException(
                    "cannot read filesystem table \"%s\": expected a file, a folder or a pattern for names, got %s, which does not exist"
                            .formatted(table, absolute),
                    "Create it, or correct the option 'path'; relative paths start at the folder of the script.");
        }
        return new Folder(table, parent, absolute.getFileSystem().getPathMatcher("glob:" + last));
    }

    /** The directory whose files a table of this path reads, or the one file; links are followed. It need not be there. */
    static String place(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        boolean pattern = isPattern(absolute) && !Files.exists(absolute);
        Path place = pattern ? absolute.getParent() : absolute;
        try {
            return place.toRealPath().toString();
        } catch (IOException e) {
            return place.toString();
        }
    }

    private static boolean isPattern(Path path) {
        Path last = path.getFileName();
        return last != null && last.toString().chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    Path directory() {
        return directory;
    }

    Path resolve(String path) {
        return directory.resolve(path);
    }

    /** All files of the table that {@code wanted} takes by their path. */
    List<FileEntry> list(Predicate<String> wanted) {
        List<FileEntry> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path path : stream) {
                String name = path.getFileName().toString();
                if (isVisible(name) && names.matches(path.getFileName()) && wanted.test(name)) {
                    find(name).ifPresent(found::add);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw failure(e.getCause());
        } catch (IOException e) {
            throw failure(e);
        }
        return found;
    }

    private static boolean isVisible(String name) {
        return !name.startsWith(".")
                && !name.startsWith("_")
                && UNFINISHED.stream().noneMatch(name::endsWith);
    }

    /** The file as it is now; empty if there is no such file. */
    Optional<FileEntry> find(String path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(resolve(path), BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(new FileEntry(
                            path,
                            attributes.size(),
                            attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS)))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private SourceException failure(IOException cause) {
        return new SourceException(
                "cannot read filesystem table \"%s\": cannot list %s: %s"
                        .formatted(table, directory, FileFailure.reason(cause)),
                "Check that the folder is there and readable.",
                cause);
    }
}
