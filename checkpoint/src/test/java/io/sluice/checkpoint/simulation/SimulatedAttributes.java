package io.sluice.checkpoint.simulation;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What is known of a node at one moment. Every time is that of the last change. */
record SimulatedAttributes(boolean isDirectory, long size, FileTime lastModifiedTime, Object fileKey)
        implements BasicFileAttributes {
    static SimulatedAttributes of(Node node) {
        return new SimulatedAttributes(
                node instanceof Directory,
                node instanceof File file ? file.size() : 0,
                FileTime.fromMillis(node.modifiedMillis()),
                node);
    }

    @Override
    public FileTime lastAccessTime() {
        return lastModifiedTime;
    }

    @Override
    public FileTime creationTime() {
        return lastModifiedTime;
    }

    @Override
    public boolean isRegularFile() {
        return !isDirectory;
    }

    @Override
    public boolean isSymbolicLink() {
        return false;
    }

    @Override
    public boolean isOther() {
        return false;
    }

    /** To read and set them. */
    record View(SimulatedDisk disk, Path path) implements BasicFileAttributeView {
        @Override
        public String name() {
            return "basic";
        }

        @Override
        public BasicFileAttributes readAttributes() throws IOException {
            synchronized (disk) {
                disk.look(DiskHook.Operation.LOOK, path);
                return of(Tree.node(disk.rootDirectory(), path));
            }
        }

        @Override
        public void setTimes(FileTime modified, FileTime access, FileTime created) throws IOException {
            synchronized (disk) {
                Node node = Tree.node(disk.rootDirectory(), path);
                SimulatedDisk.Verdict verdict = disk.begin(DiskHook.Operation.SET_TIME, path);
                if (modified != null) {
                    node.modifiedMillis(modified.toMillis());
                }
                disk.end(verdict);
            }
        }
    }
}
