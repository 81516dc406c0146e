package io.sluice.engine.query;

import io.sluice.checkpoint.remote.ObjectStores;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the checkpoint of a query is.
 *
 * @param directory a local one, unless there is an address
 * @param address of an object store
 */
public record CheckpointPlace(Optional<Path> directory, Optional<URI> address) {
    public static CheckpointPlace of(Path directory) {
        return new CheckpointPlace(Optional.of(directory), Optional.empty());
    }

    public static CheckpointPlace of(URI address) {
        return new CheckpointPlace(Optional.empty(), Optional.of(address));
    }

    /**
     * @param place a path or an address
     * @param base where relative paths start
     */
    static CheckpointPlace of(String place, Path base) throws URISyntaxException {
        if (place.startsWith("file:")) {
            return of(Path.of(new URI(place)));
        }
        return ObjectStores.isAddress(place) ? of(new URI(place)) : of(base.resolve(place));
    }

    /** A folder in it. */
    CheckpointPlace resolve(String folder) {
        return directory.map(path -> of(path.resolve(folder))).orElseGet(() -> {
            String parent = address.orElseThrow().toString();
            return of(URI.create(parent + (parent.endsWith("/") ? "" : "/") + folder));
        });
    }

    /** Gives a local directory with the checkpoint, in which nothing may be changed. */
    <T> T look(Function<Path, T> work) {
        return address.isPresent() ? ObjectStores.look(address.get(), work) : work.apply(directory.orElseThrow());
    }

    /** Gives a local directory with its logs and metadata, in which nothing may be changed. */
    <T> T lookAtLogs(Function<Path, T> work) {
        return address.isPresent() ? ObjectStores.lookAtLogs(address.get(), work) : work.apply(directory.orElseThrow());
    }

    @Override
    public String toString() {
        return address.map(URI::toString)
                .or(() -> directory.map(Path::toString))
                .orElseThrow();
    }
}
