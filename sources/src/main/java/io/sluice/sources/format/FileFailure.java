package io.sluice.sources.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Failures of the file system in words. */
public final class FileFailure {
    public static final String HINT = "Check that the file is there, complete and readable.";

    private FileFailure() {}

    public static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "the file does not exist";
        }
        if (failure instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (failure instanceof EOFException) {
            return "the file ends too early, " + failure.getMessage();
        }
        if (failure instanceof ClosedChannelException) {
            return "the file was closed while it was read";
        }
        return failure.getMessage() == null ? "reading failed" : failure.getMessage();
    }
}
