package io.sluice.checkpoint.simulation;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds nodes by their paths. */
final class Tree {
    private Tree() {}

    static Optional<Node> find(Directory root, Path path) throws IOException {
        Node node = root;
        for (Path name : path.toAbsolutePath().normalize()) {
            if (!(node instanceof Directory directory)) {
                throw new NotDirectoryException(path.toString());
            }
            Optional<Node> child = directory.get(name.toString());
            if (child.isEmpty()) {
                return Optional.empty();
            }
            node = child.get();
        }
        return Optional.of(node);
    }

    static Node node(Directory root, Path path) throws IOException {
        return find(root, path).orElseThrow(() -> new NoSuchFileException(path.toString()));
    }

    static File file(Directory root, Path path) throws IOException {
        if (node(root, path) instanceof File file) {
            return file;
        }
        throw new FileSystemException(path.toString(), null, "Is a directory");
    }

    static Directory directory(Directory root, Path path) throws IOException {
        if (node(root, path) instanceof Directory directory) {
            return directory;
        }
        throw new NotDirectoryException(path.toString());
    }

    static Directory parent(Directory root, Path path) throws IOException {
        Path parent = path.toAbsolutePath().normalize().getParent();
        if (parent == null) {
            throw new FileSystemException(path.toString(), null, "it is the root");
        }
        return directory(root, parent);
    }

    static String name(Path path) {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }
}
