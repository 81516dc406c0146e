package io.sluice.checkpoint.simulation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A path: names, from the root or not. The empty path has one name without characters. */
final class SimulatedPath implements Path {
    private final SimulatedFileSystem fileSystem;
    private final boolean absolute;
    private final List<String> names;

    SimulatedPath(SimulatedFileSystem fileSystem, boolean absolute, List<String> names) {
        this.fileSystem = fileSystem;
        this.absolute = absolute;
        this.names = names.isEmpty() && !absolute ? List.of("") : List.copyOf(names);
    }

    @Override
    public FileSystem getFileSystem() {
        return fileSystem;
    }

    @Override
    public boolean isAbsolute() {
        return absolute;
    }

    @Override
    public Path getRoot() {
        return absolute ? fileSystem.root() : null;
    }

    @Override
    public Path getFileName() {
        return names.isEmpty() ? null : getName(names.size() - 1);
    }

    @Override
    public Path getParent() {
        if (names.isEmpty() || names.size() == 1 && !absolute) {
            return null;
        }
        return new SimulatedPath(fileSystem, absolute, names.subList(0, names.size() - 1));
    }

    @Override
    public int getNameCount() {
        return names.size();
    }

    @Override
    public Path getName(int index) {
        return subpath(index, index + 1);
    }

    @Override
    public Path subpath(int begin, int end) {
        if (begin < 0 || end > names.size() || begin >= end) {
            throw new IllegalArgumentException("names %d to %d of %d".formatted(begin, end, names.size()));
        }
        return new SimulatedPath(fileSystem, false, names.subList(begin, end));
    }

    @Override
    public boolean startsWith(Path other) {
        return other instanceof SimulatedPath that
                && that.fileSystem == fileSystem
                && that.absolute == absolute
                && that.names.size() <= names.size()
                && names.subList(0, that.names.size()).equals(that.names);
    }

    @Override
    public boolean endsWith(Path other) {
        if (!(other instanceof SimulatedPath that) || that.fileSystem != fileSystem) {
            return false;
        }
        int skipped = names.size() - that.names.size();
        if (that.absolute) {
            return absolute && skipped == 0 && names.equals(that.names);
        }
        return skipped >= 0 && names.subList(skipped, names.size()).equals(that.names);
    }

    @Override
    public Path normalize() {
        List<String> result = new ArrayList<>();
        for (String name : names) {
            boolean climbs = !result.isEmpty() && !result.get(result.size() - 1).equals("..");
            if (name.equals("..") && climbs) {
                result.remove(result.size() - 1);
            } else if (!name.equals(".") && !(name.equals("..") && absolute)) {
                result.add(name);
            }
        }
        return new SimulatedPath(fileSystem, absolute, result);
    }

    @Override
    public Path resolve(Path other) {
        SimulatedPath that = ours(other);
        if (that.absolute || isEmpty()) {
            return that;
        }
        if (that.isEmpty()) {
            return this;
        }
        List<String> result = new ArrayList<>(names);
        result.addAll(that.names);
        return new SimulatedPath(fileSystem, absolute, result);
    }

    @Override
    public Path relativize(Path other) {
        SimulatedPath that = ours(other);
        if (that.absolute != absolute) {
            throw new IllegalArgumentException("one of %s and %s is absolute".formatted(this, other));
        }
        if (isEmpty()) {
            return that;
        }
        int common = 0;
        while (common < Math.min(names.size(), that.names.size())
                && names.get(common).equals(that.names.get(common))) {
            common++;
        }
        List<String> result = new ArrayList<>();
        for (int i = common; i < names.size(); i++) {
            result.add("..");
        }
        result.addAll(that.names.subList(common, that.names.size()));
        return new SimulatedPath(fileSystem, false, result);
    }

    @Override
    public URI toUri() {
        return URI.create("simulated://" + toAbsolutePath().toString().replace(" ", "%20"));
    }

    @Override
    public Path toAbsolutePath() {
        return absolute ? this : fileSystem.root().resolve(this);
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        Path real = toAbsolutePath().normalize();
        if (!Files.exists(real)) {
            throw new NoSuchFileException(toString());
        }
        return real;
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("a simulated file system cannot be watched");
    }

    @Override
    public int compareTo(Path other) {
        return toString().compareTo(ours(other).toString());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SimulatedPath that
                && that.fileSystem == fileSystem
                && that.absolute == absolute
                && that.names.equals(names);
    }

    @Override
    public int hashCode() {
        return Objects.hash(System.identityHashCode(fileSystem), absolute, names);
    }

    @Override
    public String toString() {
        return (absolute ? "/" : "") + String.join("/", names);
    }

    private boolean isEmpty() {
        return !absolute && names.equals(List.of(""));
    }

    private static SimulatedPath ours(Path path) {
        if (path instanceof SimulatedPath ours) {
            return ours;
        }
        throw new ProviderMismatchException();
    }
}
