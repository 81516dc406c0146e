package io.sluice.sources.socket;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a server sends, on a thread of its own, and holds it until it is taken; the server waits while {@value
 * #MOST_HELD} bytes are held. Rows end with {@code \n} here, whatever ends them there. Thread-safe.
 */
final class SocketLines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketLines.class);
    private static final int MOST_HELD = 64 << 20;
    private static final int BUFFER = 64 << 10;
    private static final long MICROS_OF_MILLI = 1000;

    private final String table;
    private final Socket socket;
    private final byte delimiter;
    private final boolean stamped;
    private final InstantSource clock;

    /** Rows that came before the last ones, by their time. */
    private final List<Taken> earlier = new ArrayList<>();

    private int earlierBytes;
    private long time;
    private final ByteArrayOutputStream complete = new ByteArrayOutputStream();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private long rows;
    private boolean ended;
    private Runnable wake = () -> {};

    /**
     * Rows that have come together.
     *
     * @param micros when their ends came; 0 if nobody wants to know
     */
    record Taken(byte[] text, long rows, long micros) {}

    /** @param stamped whether rows are kept apart by the millisecond in which they came */
    SocketLines(String table, Socket socket, byte delimiter, boolean stamped, InstantSource clock) {
        this.stamped = stamped;
        this.clock = requireNonNull(clock, "clock");
        this.table = requireNonNull(table, "table");
        this.socket = requireNonNull(socket, "socket");
        this.delimiter = delimiter;
        Thread thread = new Thread(this::run, "socket of " + table);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        byte[] buffer = new byte[BUFFER];
        String end = "closed by the server";
        try (InputStream input = socket.getInputStream()) {
            for (int got = input.read(buffer); got >= 0; got = input.read(buffer)) {
                add(buffer, got);
            }
        } catch (IOException e) {
            end = "lost: " + e.getMessage();
        } catch (InterruptedException e) {
            end = "closed";
        }
        if (!isEnded()) {
            LOG.warn("the connection of socket table \"{}\" was {}; no more rows will come", table, end);
        }
        end();
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    private void add(byte[] buffer, int count) throws InterruptedException {
        Runnable toWake;
        synchronized (this) {
            while (earlierBytes + complete.size() > MOST_HELD && !ended) {
                wait();
            }
            int from = 0;
            for (int i = 0; i < count; i++) {
                if (buffer[i] == delimiter) {
                    partial.write(buffer, from, i - from);
                    complete();
                    from = i + 1;
                }
            }
            partial.write(buffer, from, count - from);
            toWake = wake;
        }
        toWake.run();
    }

    private void complete() {
        long now = stamped ? clock.millis() * MICROS_OF_MILLI : 0;
        if (now != time) {
            keep();
            time = now;
        }
        complete.writeBytes(partial.toByteArray());
        complete.write('\n');
        partial.reset();
        rows++;
    }

    private void keep() {
        if (rows > 0) {
            earlier.add(new Taken(complete.toByteArray(), rows, time));
            earlierBytes += complete.size();
            complete.reset();
            rows = 0;
        }
    }

    /** What has no delimiter behind it is a row, too. */
    private void end() {
        Runnable toWake;
        synchronized (this) {
            if (partial.size() > 0) {
                complete();
            }
            ended = true;
            toWake = wake;
        }
        toWake.run();
    }

    /** The rows that have come since the last call, in their order; those that came at other times apart. */
    synchronized List<Taken> take() {
        keep();
        List<Taken> taken = List.copyOf(earlier);
        earlier.clear();
        earlierBytes = 0;
        notifyAll();
        return taken;
    }

    /** Whether all that will ever come was taken. */
    synchronized boolean isDrained() {
        return ended && rows == 0 && earlier.isEmpty();
    }

    synchronized void onRows(Runnable listener) {
        wake = listener;
    }

    @Override
    public void close() {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing the connection of socket table \"{}\"", table, e);
        }
    }
}
