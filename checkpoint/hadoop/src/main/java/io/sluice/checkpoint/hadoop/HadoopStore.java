package io.sluice.checkpoint.hadoop;

import io.sluice.checkpoint.remote.ObjectStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Objects as files of a Hadoop file system. */
abstract class HadoopStore implements ObjectStore {
    private final FileSystem files;
    private final Path root;

    /** @param files closed with this store */
    HadoopStore(FileSystem files, Path root) {
        this.files = files;
        this.root = files.makeQualified(root);
    }

    FileSystem files() {
        return files;
    }

    Path path(String name) {
        return new Path(root, name);
    }

    /** Writes what an object is to hold. */
    interface Content {
        void writeTo(OutputStream output) throws IOException;
    }

    /** Creates or replaces an object in one step. */
    abstract void put(String name, Content content) throws IOException;

    @Override
    public void put(String name, byte[] content) throws IOException {
        put(name, output -> output.write(content));
    }

    @Override
    public void upload(java.nio.file.Path file, String name) throws IOException {
        put(name, output -> Files.copy(file, output));
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        try (InputStream input = files.open(path(name))) {
            return Optional.of(input.readAllBytes());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean download(String name, java.nio.file.Path file) throws IOException {
        try (InputStream input = files.open(path(name))) {
            Files.copy(input, file);
            return true;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        List<String> names = new ArrayList<>();
        try {
            RemoteIterator<LocatedFileStatus> found = files.listFiles(path(prefix), true);
            String above = root.toUri().getPath() + "/";
            while (found.hasNext()) {
                names.add(found.next().getPath().toUri().getPath().substring(above.length()));
            }
            return names;
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    @Override
    public void delete(Collection<String> names) throws IOException {
        if (names.isEmpty()) {
            return;
        }
        try (BulkDelete bulk = files.createBulkDelete(root)) {
            List<Path> page = new ArrayList<>();
            for (String name : names) {
                page.add(path(name));
                if (page.size() == bulk.pageSize()) {
                    bulk.bulkDelete(page);
                    page.clear();
                }
            }
            if (!page.isEmpty()) {
                bulk.bulkDelete(page);
            }
        }
    }

    @Override
    public String address() {
        return root.toString();
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + root, e);
        }
    }
}
