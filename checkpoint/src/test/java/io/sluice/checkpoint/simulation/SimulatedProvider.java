package io.sluice.checkpoint.simulation;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code Files} and {@code FileChannel} do on a {@link SimulatedDisk}. As on Linux; no links, no owners. */
final class SimulatedProvider extends FileSystemProvider {
    private final SimulatedDisk disk;
    private final SimulatedFileSystem fileSystem;

    SimulatedProvider(SimulatedDisk disk, SimulatedFileSystem fileSystem) {
        this.disk = disk;
        this.fileSystem = fileSystem;
    }

    @Override
    public String getScheme() {
        return "simulated";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException("a simulated file system is made by new SimulatedDisk()");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
        return fileSystem.getPath(uri.getPath());
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        synchronized (disk) {
            disk.look(DiskHook.Operation.OPEN, path);
            boolean append = options.contains(StandardOpenOption.APPEND);
            boolean write = append || options.contains(StandardOpenOption.WRITE);
            boolean read = !write || options.contains(StandardOpenOption.READ);
            Node node = write ? openForWriting(path, options) : Tree.node(disk.rootDirectory(), path);
            boolean deleteOnClose = options.contains(StandardOpenOption.DELETE_ON_CLOSE);
            return new SimulatedChannel(
                    disk, path, node, new SimulatedChannel.Mode(read, write, append, deleteOnClose));
        }
    }

    private Node openForWriting(Path path, Set<? extends OpenOption> options) throws IOException {
        Optional<Node> existing = Tree.find(disk.rootDirectory(), path);
        if (existing.isPresent()) {
            if (options.contains(StandardOpenOption.CREATE_NEW)) {
                throw new FileAlreadyExistsException(path.toString());
            }
            File file = Tree.file(disk.rootDirectory(), path);
            if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
                SimulatedDisk.Verdict verdict = disk.begin(DiskHook.Operation.TRUNCATE, path);
                file.truncate(0);
                disk.end(verdict);
            }
            return file;
        }
        if (!options.contains(StandardOpenOption.CREATE) && !options.contains(StandardOpenOption.CREATE_NEW)) {
            throw new NoSuchFileException(path.toString());
        }
        return create(path, new File(), !options.contains(StandardOpenOption.CREATE_NEW));
    }

    /** A call may wait in its beginning while others are done, so what it was to find is looked for again after that. */
    private Node create(Path path, Node node, boolean orOpen) throws IOException {
        Tree.parent(disk.rootDirectory(), path);
        SimulatedDisk.Verdict verdict = disk.begin(DiskHook.Operation.CREATE, path);
        Optional<Node> existing = Tree.find(disk.rootDirectory(), path);
        if (existing.isPresent() && !orOpen) {
            throw new FileAlreadyExistsException(path.toString());
        }
        if (existing.isEmpty()) {
            node.modifiedMillis(disk.now());
            Tree.parent(disk.rootDirectory(), path).put(Tree.name(path), node, Directory.step());
        }
        disk.end(verdict);
        return existing.orElse(node);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        List<Path> result = new ArrayList<>();
        synchronized (disk) {
            disk.look(DiskHook.Operation.LIST, directory);
            for (String name : Tree.directory(disk.rootDirectory(), directory).names()) {
                Path child = directory.resolve(name);
                if (filter.accept(child)) {
                    result.add(child);
                }
            }
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return result.iterator();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
        synchronized (disk) {
            if (Tree.find(disk.rootDirectory(), directory).isPresent()) {
                throw new FileAlreadyExistsException(directory.toString());
            }
            create(directory, disk.newDirectory(), false);
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        synchronized (disk) {
            checkEmpty(path, Tree.node(disk.rootDirectory(), path));
            SimulatedDisk.Verdict verdict = disk.begin(DiskHook.Operation.DELETE, path);
            checkEmpty(path, Tree.node(disk.rootDirectory(), path));
            if (!verdict.skipped()) {
                Tree.parent(disk.rootDirectory(), path).remove(Tree.name(path), Directory.step());
            }
            disk.end(verdict);
        }
    }

    private static void checkEmpty(Path path, Node node) throws DirectoryNotEmptyException {
        if (node instanceof Directory directory && !directory.names().isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        synchronized (disk) {
            Set<CopyOption> chosen = Set.of(options);
            boolean replaces = chosen.contains(StandardCopyOption.REPLACE_EXISTING)
                    || chosen.contains(StandardCopyOption.ATOMIC_MOVE);
            if (isSameFile(source, target, replaces)) {
                return;
            }
            SimulatedDisk.Verdict verdict = disk.begin(DiskHook.Operation.RENAME, target);
            if (!verdict.skipped() && !isSameFile(source, target, replaces)) {
                Node node = Tree.node(disk.rootDirectory(), source);
                Directory from = Tree.parent(disk.rootDirectory(), source);
                Directory.Step step = from.stepFrom(Tree.name(source));
                Tree.parent(disk.rootDirectory(), target).put(Tree.name(target), node, step);
                from.remove(Tree.name(source), step);
            }
            disk.end(verdict);
        }
    }

    /** Fails if the one cannot be renamed to the other. */
    private boolean isSameFile(Path source, Path target, boolean replaces) throws IOException {
        Node node = Tree.node(disk.rootDirectory(), source);
        Optional<Node> replaced = Tree.find(disk.rootDirectory(), target);
        if (replaced.isPresent() && replaced.get() == node) {
            return true;
        }
        if (replaced.isPresent() && !replaces) {
            throw new FileAlreadyExistsException(target.toString());
        }
        if (replaced.isPresent()) {
            checkEmpty(target, replaced.get());
        }
        Tree.parent(disk.rootDirectory(), target);
        return false;
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        if (Set.of(options).contains(StandardCopyOption.REPLACE_EXISTING)) {
            Files.deleteIfExists(target);
        }
        if (Files.isDirectory(source)) {
            createDirectory(target);
        } else {
            Files.write(target, Files.readAllBytes(source), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }

    @Override
    public boolean isSameFile(Path left, Path right) throws IOException {
        synchronized (disk) {
            return Tree.node(disk.rootDirectory(), left) == Tree.node(disk.rootDirectory(), right);
        }
    }

    @Override
    public boolean isHidden(Path path) {
        return path.getFileName() != null && path.getFileName().toString().startsWith(".");
    }

    @Override
    public FileStore getFileStore(Path path) {
        throw new UnsupportedOperationException("a simulated disk has no file store");
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        synchronized (disk) {
            disk.look(DiskHook.Operation.LOOK, path);
            Node node = Tree.node(disk.rootDirectory(), path);
            if (node instanceof File && Set.of(modes).contains(AccessMode.EXECUTE)) {
                throw new FileSystemException(path.toString(), null, "Permission denied");
            }
        }
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return type.isAssignableFrom(SimulatedAttributes.View.class)
                ? type.cast(new SimulatedAttributes.View(disk, path))
                : null;
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        synchronized (disk) {
            disk.look(DiskHook.Operation.LOOK, path);
            return type.cast(SimulatedAttributes.of(Tree.node(disk.rootDirectory(), path)));
        }
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) throws IOException {
        BasicFileAttributes all = readAttributes(path, BasicFileAttributes.class);
        return Map.of(
                "size", all.size(),
                "isDirectory", all.isDirectory(),
                "isRegularFile", all.isRegularFile(),
                "lastModifiedTime", all.lastModifiedTime(),
                "creationTime", all.creationTime());
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options) throws IOException {
        if (!name.replace("basic:", "").equals("lastModifiedTime")) {
            throw new UnsupportedOperationException("a simulated file has no attribute " + name);
        }
        new SimulatedAttributes.View(disk, path).setTimes((FileTime) value, null, null);
    }
}
