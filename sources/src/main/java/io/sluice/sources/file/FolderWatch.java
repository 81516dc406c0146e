package io.sluice.sources.file;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from the operating system that something happened in a folder, so that it need not be listed while nothing
 * does. It may miss events (on network file systems, say), so the folder is still listed now and then.
 */
final class FolderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    private final WatchService service;
    private final Runnable wake;
    private final AtomicBoolean changed = new AtomicBoolean(true);
    private volatile boolean alive = true;

    private FolderWatch(WatchService service, Runnable wake) {
        this.service = service;
        this.wake = wake;
    }

    /** Empty where the file system cannot tell. */
    static Optional<FolderWatch> start(Path directory, Runnable wake) {
        try {
            WatchService service = directory.getFileSystem().newWatchService();
            directory.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            FolderWatch watch = new FolderWatch(service, wake);
            Thread thread = new Thread(watch::run, "watch " + directory);
            thread.setDaemon(true);
            thread.start();
            return Optional.of(watch);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.info("{} is polled, since changes in it are not reported: {}", directory, e.toString());
            return Optional.empty();
        }
    }

    private void run() {
        try {
            boolean valid = true;
            while (valid) {
                WatchKey key = service.take();
                key.pollEvents();
                changed.set(true);
                wake.run();
                valid = key.reset();
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("watch closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            alive = false;
        }
    }

    /** Whether the folder must be listed: something happened since the last call, or nobody would tell. */
    boolean takeChanged() {
        return changed.getAndSet(false) || !alive;
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
