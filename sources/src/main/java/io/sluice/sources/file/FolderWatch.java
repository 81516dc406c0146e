package io.sluice.sources.file;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from the operating system which names in which folders were made or changed, so that nothing need be listed
 * while nothing happens, and not the whole of a large folder when one file comes. It may miss events (on network file
 * systems, say), so folders are still checked now and then. Events are taken on a thread of its own.
 */
final class FolderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    /** Above so many names a folder is rather listed. */
    private static final int MAX_NAMES = 1000;

    private final WatchService service;
    private final Runnable wake;
    /** By key; several if patterns of two paths go through one folder. */
    private final Map<WatchKey, List<KnownFolder>> watched = new HashMap<>();
    /** What happened since the last {@link #take}: names, or empty for "list it". Both maps are guarded by this object. */
    private Map<KnownFolder, Optional<Set<String>>> changes = new LinkedHashMap<>();

    private volatile boolean changed;
    private volatile boolean alive = true;

    private FolderWatch(WatchService service, Runnable wake) {
        this.service = service;
        this.wake = wake;
    }

    /** Empty where the file system cannot tell. */
    static Optional<FolderWatch> start(FileSystem files, String table, Runnable wake) {
        try {
            FolderWatch watch = new FolderWatch(files.newWatchService(), wake);
            Thread thread = new Thread(watch::run, "watch files of " + table);
            thread.setDaemon(true);
            thread.start();
            return Optional.of(watch);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.info("the folders of \"{}\" are polled, since changes are not reported: {}", table, e.toString());
            return Optional.empty();
        }
    }

    /** From now on changes in the folder are told; false if that is not possible for this one. */
    boolean add(KnownFolder folder) {
        try {
            WatchKey key = folder.path.register(
                    service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            synchronized (this) {
                watched.computeIfAbsent(key, first -> new ArrayList<>()).add(folder);
            }
            return true;
        } catch (ClosedWatchServiceException | IOException e) {
            LOG.info("{} is polled, since changes in it are not reported: {}", folder.path, e.toString());
            return false;
        }
    }

    private void run() {
        try {
            while (true) {
                WatchKey key = service.take();
                note(key);
                if (!key.reset()) {
                    synchronized (this) {
                        watched.remove(key);
                    }
                }
                wake.run();
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("watch closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            alive = false;
        }
    }

    private synchronized void note(WatchKey key) {
        List<WatchEvent<?>> events = key.pollEvents();
        for (KnownFolder folder : watched.getOrDefault(key, List.of())) {
            changed = true;
            note(folder, events);
        }
    }

    private void note(KnownFolder folder, List<WatchEvent<?>> events) {
        Optional<Set<String>> names = changes.computeIfAbsent(folder, first -> Optional.of(new HashSet<>()));
        for (WatchEvent<?> event : events) {
            if (names.isPresent() && event.context() instanceof Path name) {
                names.get().add(name.toString());
            } else {
                names = Optional.empty();
            }
        }
        changes.put(folder, names.filter(some -> some.size() <= MAX_NAMES));
    }

    /** Whether something happened since the last {@link #take}, or nobody would tell. */
    boolean isChanged() {
        return changed || !alive;
    }

    boolean isAlive() {
        return alive;
    }

    /** The names that were made or changed since the last call; no names for a folder that must be listed. */
    synchronized Map<KnownFolder, Optional<Set<String>>> take() {
        changed = false;
        Map<KnownFolder, Optional<Set<String>>> taken = changes;
        changes = new LinkedHashMap<>();
        return taken;
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            LOG.debug("cannot close the watch", e);
        }
    }
}
