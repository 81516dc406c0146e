package io.sluice.sinks.file;

import io.sluice.sinks.SinkException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/** Says what the file system refused, in the words of a table. */
record FileTrouble(String table) {
    private static final String SAFE = "What was committed is not lost: ";

    /** @param doing what was being done, as in "publish batch 12 of" */
    SinkException with(String doing, Path path, IOException cause) {
        if (cause instanceof NoSuchFileException missing && StagingDirectory.isTakenOver(missing)) {
            return new SinkException(
                    "cannot %s table \"%s\" in %s: there is no %s: another start of the query has taken it over, or somebody has removed it"
                            .formatted(doing, table, path, missing.getFile()),
                    "This run has stopped where it was, and what is committed is not lost. If no other one runs, start the query"
                            + " again.",
                    cause);
        }
        String reason = reason(cause);
        return new SinkException(
                "cannot %s table \"%s\" in %s: %s".formatted(doing, table, path, reason), hint(reason), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile();
        }
        if (cause instanceof FileAlreadyExistsException file) {
            return "expected a folder, got the file " + file.getFile();
        }
        if (cause instanceof NotDirectoryException file) {
            return "expected a folder, got the file " + file.getFile();
        }
        String text = cause instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : String.valueOf(cause.getMessage());
        return text.isEmpty()
                ? "the file system failed"
                : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static String hint(String reason) {
        if (reason.contains("no space left") || reason.contains("quota")) {
            return SAFE + "free space on the disk and start the query again.";
        }
        if (reason.contains("permission denied") || reason.contains("read-only")) {
            return SAFE + "give the user that runs the query the right to write there, or name another 'path'.";
        }
        if (reason.contains("expected a folder")) {
            return "Name a folder in option 'path'.";
        }
        if (reason.contains("too many open files")) {
            return SAFE + "raise the limit of open files and start the query again.";
        }
        return SAFE + "check the disk and start the query again.";
    }
}
