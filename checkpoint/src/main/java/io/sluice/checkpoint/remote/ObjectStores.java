package io.sluice.checkpoint.remote;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.file.Trouble;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds object stores by their address. */
public final class ObjectStores {
    private ObjectStores() {}

    /** Whether a text is an address, and not a path. */
    public static boolean isAddress(String text) {
        return text.matches("(?i)[a-z][a-z0-9+.-]+://.*") && !text.regionMatches(true, 0, "file:", 0, 5);
    }

    /** Fails if no module for it is there, or if its configuration is wrong. */
    public static ObjectStore connect(URI address) {
        String scheme = address.getScheme().toLowerCase(Locale.ROOT);
        for (ObjectStoreProvider provider : ServiceLoader.load(ObjectStoreProvider.class)) {
            if (provider.schemes().contains(scheme)) {
                return provider.open(address);
            }
        }
        throw new CheckpointException(
                CheckpointException.Kind.ENVIRONMENT,
                "cannot open checkpoint %s: there is no module for \"%s\"".formatted(address, scheme),
                "Build the module for object stores, 'mvn -Phadoop -pl checkpoint/hadoop -am -DskipTests package', or use a local"
                        + " directory.",
                null);
    }

    /** Brings a checkpoint into a local directory while {@code work} looks at it. */
    public static <T> T look(URI address, Function<Path, T> work) {
        return look(address, RemoteLog::copy, work);
    }

    /** Brings only its logs and metadata, which takes a few requests however much state there is. */
    public static <T> T lookAtLogs(URI address, Function<Path, T> work) {
        return look(address, RemoteLog::copyLogs, work);
    }

    private static <T> T look(URI address, BiConsumer<ObjectStore, Path> copy, Function<Path, T> work) {
        Path directory = null;
        try (ObjectStore store = connect(address)) {
            directory = Files.createTempDirectory("sluice-checkpoint-");
            copy.accept(store, directory);
            return work.apply(directory);
        } catch (IOException e) {
            throw Trouble.with("create", Path.of(System.getProperty("java.io.tmpdir")), e);
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        if (directory == null) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw Trouble.with("delete", directory, e);
        }
    }
}
