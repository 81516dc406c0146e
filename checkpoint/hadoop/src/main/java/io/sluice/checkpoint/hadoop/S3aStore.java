package io.sluice.checkpoint.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;

/** Objects of S3: an object is created by a PUT on the condition that there is none ({@code If-None-Match: *}). */
final class S3aStore extends HadoopStore {
    /** No requests to look for folders of that name. */
    private static final String PERFORMANCE = "fs.s3a.create.performance";

    private static final int PRECONDITION_FAILED = 412;

    S3aStore(FileSystem files, Path root) {
        super(files, root);
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder = files().createFile(path(name)).overwrite(true);
        builder.must(Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
        builder.opt(PERFORMANCE, true);
        OutputStream output = builder.build();
        boolean written = false;
        try {
            output.write(content);
            written = true;
            output.close();
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (PathIOException e) {
            if (isPreconditionFailed(e)) {
                return false;
            }
            throw e;
        } finally {
            if (!written) {
                output.close();
            }
        }
    }

    private static boolean isPreconditionFailed(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && cause.getMessage().contains("Status Code: " + PRECONDITION_FAILED)) {
                return true;
            }
        }
        return false;
    }

    @Override
    void put(String name, Content content) throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder = files().createFile(path(name)).overwrite(true);
        builder.opt(PERFORMANCE, true);
        try (OutputStream output = builder.build()) {
            content.writeTo(output);
        } catch (FileNotFoundException e) {
            throw new IOException("cannot write " + path(name) + ": " + e.getMessage(), e);
        }
    }
}
