package io.sluice.checkpoint.hadoop;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** Files of HDFS: a file is written under another name and gets its own by a rename, which is one step and may demand that there is none. */
final class RenamingStore extends HadoopStore {
    private final FileContext names;

    RenamingStore(FileSystem files, Path root) throws IOException {
        super(files, root);
        names = FileContext.getFileContext(files.getUri(), files.getConf());
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        Path temporary = write(name, output -> output.write(content));
        try {
            names.rename(temporary, path(name));
            return true;
        } catch (FileAlreadyExistsException e) {
            files().delete(temporary, false);
            return false;
        }
    }

    @Override
    void put(String name, Content content) throws IOException {
        names.rename(write(name, content), path(name), Options.Rename.OVERWRITE);
    }

    /** Below a folder of its own, which is never listed. */
    private Path write(String name, Content content) throws IOException {
        Path temporary = path("writing/" + UUID.randomUUID());
        try (OutputStream output = files().create(temporary, true)) {
            content.writeTo(output);
        }
        files().mkdirs(path(name).getParent());
        return temporary;
    }
}
