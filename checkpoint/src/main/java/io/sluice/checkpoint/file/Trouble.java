package io.sluice.checkpoint.file;

import io.sluice.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says what the file system refused, in the words of a checkpoint. */
public final class Trouble {
    private Trouble() {}

    /** @param doing what was being done, as in "write the commit of batch 12 to" */
    public static CheckpointException with(String doing, Path path, IOException cause) {
        String reason = reason(cause);
        return new CheckpointException(
                CheckpointException.Kind.ENVIRONMENT,
                "cannot %s %s: %s".formatted(doing, path, reason),
                hint(reason),
                cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (cause instanceof NotDirectoryException) {
            return "it is not a directory";
        }
        if (cause instanceof ClosedByInterruptException) {
            return "the thread was interrupted, which closes its files";
        }
        String text = cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
        return text == null || text.isEmpty()
                ? "the file system failed"
                : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static String hint(String reason) {
        if (reason.contains("no space left") || reason.contains("quota")) {
            return "Nothing that was committed is lost. Free space on the disk and start the query again.";
        }
        if (reason.contains("permission denied") || reason.contains("read-only")) {
            return "Nothing that was committed is lost. Give the user that runs the query the right to write there,"
                    + " or name another checkpoint directory.";
        }
        if (reason.contains("too many open files")) {
            return "Nothing that was committed is lost. Raise the limit of open files and start the query again.";
        }
        return "Nothing that was committed is lost. Check the disk, then start the query again.";
    }
}
