package io.sluice.checkpoint.file;

import io.sluice.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The folder {@code writer-<random>} of the one who may change a checkpoint. While it is there he may; whoever takes the checkpoint
 * over moves it away, by one rename. So what a writer changes by name he renames from his folder, or into it: in one
 * step the file system tests that he may, and does it. What he changes through an open file is a copy from then on.
 *
 * <pre>
 *   writer:      open a file    test the folder    write            force   test the folder    publish
 *   successor:                move the folder      copy the files that may be open, under the same names
 * </pre>
 *
 * If the second test finds the folder, the successor's copy has what was written; if not, nobody has learned of it. Names are
 * never used again, and need not survive a loss of power, since no writer does.
 */
public final class WriterFolder implements AutoCloseable {
    private static final String PREFIX = "writer-";
    private static final String FENCED = "fenced-";

    private final Path directory;
    private final Path own;
    private final boolean others;

    private WriterFolder(Path directory, Path own, boolean others) {
        this.directory = directory;
        this.own = own;
        this.others = others;
    }

    /** Makes the folder, and moves those of others away. For who has the lock. */
    public static WriterFolder make(Path directory, DirectoryLock lock) {
        Path own = directory.resolve(
                PREFIX + UUID.randomUUID().toString().substring(0, 18).replace("-", ""));
        try {
            Files.createDirectory(own);
            lock.check();
            boolean others = fence(directory, own, lock.isTakenOver());
            return new WriterFolder(directory, own, others);
        } catch (IOException e) {
            throw Trouble.with("become the writer of", directory, e);
        }
    }

    /**
     * Whether somebody may have files open. What is found of a writer who had the lock to his end is deleted; but if he had not
     * come to copy the files of one before him, that is still to be done.
     */
    private static boolean fence(Path directory, Path own, boolean takenOver) throws IOException {
        boolean others = false;
        for (Path writer : children(directory, PREFIX)) {
            if (!writer.equals(own)) {
                Path fenced = own.resolve(FENCED + writer.getFileName());
                others |= moveAway(directory, own, writer, fenced)
                        && (takenOver || !children(fenced, FENCED).isEmpty());
            }
        }
        if (!others) {
            for (Path fenced : children(own, FENCED)) {
                delete(fenced);
            }
        }
        return others;
    }

    /** False if its writer has just ended, and has deleted it himself. */
    private static boolean moveAway(Path directory, Path own, Path writer, Path fenced) throws IOException {
        try {
            Files.move(writer, fenced, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            if (!Files.isDirectory(own)) {
                throw takenOver(directory, e);
            }
            return false;
        }
    }

    /** Whether somebody may go on writing to files that he has open, until {@link #haveCopied}. */
    public boolean hasOthers() {
        return others;
    }

    /** The files that others may have open are other files now. */
    public void haveCopied() {
        try {
            for (Path fenced : children(own, FENCED)) {
                delete(fenced);
            }
        } catch (IOException e) {
            throw Trouble.with("delete", own, e);
        }
    }

    /** Where a file is made that {@link #publish} will give its name. */
    public Path temporary(String name) {
        return own.resolve(name);
    }

    /** Gives a file of this folder its name; what had that name is gone. */
    public void publish(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            check();
            throw e;
        }
    }

    /** Deletes a file; one that is gone already does not matter. */
    public void delete(String name, Path file) throws IOException {
        Path removed = own.resolve(name);
        try {
            Files.move(file, removed, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(removed);
        } catch (NoSuchFileException e) {
            check();
        }
    }

    /** Fails if the checkpoint was taken over. */
    public void check() {
        try {
            Files.readAttributes(own, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw takenOver(directory, e);
        } catch (IOException e) {
            throw Trouble.with("look at", own, e);
        }
    }

    static CheckpointException takenOver(Path directory, Throwable cause) {
        return new CheckpointException(
                CheckpointException.Kind.IN_USE,
                "cannot go on with checkpoint %s: another start of the query has taken it over".formatted(directory),
                "This run has stopped where it was; nothing that the other one has written was touched, and nothing is to be"
                        + " done.",
                cause);
    }

    /** What is missing is missing because the checkpoint was taken over, or else because of {@code cause}. */
    CheckpointException trouble(String doing, Path path, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            check();
        }
        return Trouble.with(doing, path, cause);
    }

    private static List<Path> children(Path directory, String prefix) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path each : all) {
                if (each.getFileName().toString().startsWith(prefix)) {
                    found.add(each);
                }
            }
        }
        return found;
    }

    private static void delete(Path path) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
            for (Path each : all) {
                delete(each);
            }
        } catch (NotDirectoryException | NoSuchFileException e) {
            // A file, or gone.
        }
        Files.deleteIfExists(path);
    }

    @Override
    public void close() {
        try {
            delete(own);
        } catch (IOException e) {
            throw Trouble.with("delete", own, e);
        }
    }
}
