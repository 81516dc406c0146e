package io.sluice.benchmarks;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.runtime.QueryListener;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.StreamingQuery;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a row takes from the moment at which it is due to be sent by a server to the end of the commit that has its result, while
 * rows come at a steady rate. In milliseconds. A sender that is late counts against the engine, too.
 *
 * <p>Arguments: rows a second, seconds that are counted; a quarter as long goes before them to warm up, but five seconds at least.
 */
public final class Latency {
    private static final long SECOND = 1_000_000_000L;
    private static final int KEYS = 100;

    private static final String TABLES =
            """
            CREATE TABLE events (id BIGINT, k INT, sent BIGINT, ts AS TO_TIMESTAMP_LTZ(sent, 3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
            WITH ('connector' = 'socket', 'hostname' = '127.0.0.1', 'port' = '%d', 'format' = 'json');
            CREATE TABLE counts (window_start TIMESTAMP_LTZ(3), k INT, n BIGINT, most BIGINT) WITH ('connector' = 'blackhole');
            CREATE TABLE files (id BIGINT, k INT) WITH ('connector' = 'filesystem', 'path' = 'files', 'format' = 'parquet');
            """;

    private static final Map<String, String> QUERIES = new LinkedHashMap<>();

    static {
        QUERIES.put(
                "windowed",
                """
                INSERT INTO counts SELECT window_start, k, COUNT(*), MAX(id)
                FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY window_start, k EMIT UPDATE""");
        QUERIES.put("stateless to parquet", "INSERT INTO files SELECT id, k FROM events WHERE k > 0");
    }

    private final int rate;
    private final int warmUp;
    private final int rows;
    private final Measurement millis = new Measurement();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile long begin;
    private int triggers;

    private Latency(int rate, int seconds) {
        this.rate = rate;
        warmUp = rate * Math.max(5, seconds / 4);
        rows = warmUp + rate * seconds;
    }

    public static void main(String[] arguments) throws Exception {
        int rate = Integer.parseInt(arguments[0]);
        for (Map.Entry<String, String> query : QUERIES.entrySet()) {
            Latency run = new Latency(rate, Integer.parseInt(arguments[1]));
            run.measure(query.getValue());
            System.out.printf(
                    "{\"benchmark\":\"latency\",\"query\":\"%s\",\"rows_per_s\":%d,\"rows\":%d,\"triggers\":%d,\"p50_ms\":%s,"
                            + "\"p99_ms\":%s,\"max_ms\":%s}%n",
                    query.getKey(),
                    rate,
                    run.rows - run.warmUp,
                    run.triggers,
                    Measurement.number(run.millis.median()),
                    Measurement.number(run.millis.percentile(99)),
                    Measurement.number(run.millis.max()));
        }
    }

    private void measure(String query) throws Exception {
        Path scratch = Files.createTempDirectory("sluice-benchmark");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Session session = Sluice.open(SessionConfig.in(scratch))) {
            Thread sender = new Thread(() -> send(server), "sender");
            sender.start();
            session.addListener(new Commits());
            StreamingQuery running = session.sql(TABLES.formatted(server.getLocalPort()) + query + ";");
            done.await();
            running.stop();
            sender.join();
        } finally {
            Scratch.delete(scratch);
        }
    }

    private void send(ServerSocket server) {
        try (Socket socket = server.accept();
                OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16)) {
            socket.setTcpNoDelay(true);
            begin = System.nanoTime();
            for (int row = 0; row < rows; row++) {
                long wait = due(row) - System.nanoTime();
                if (wait > 0) {
                    out.flush();
                    LockSupport.parkNanos(wait);
                }
                out.write("{\"id\":%d,\"k\":%d,\"sent\":%d}\n"
                        .formatted(row, row % KEYS, System.currentTimeMillis())
                        .getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
            done.await();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the server of rows failed", e);
        }
    }

    private long due(long row) {
        return begin + row * SECOND / rate;
    }

    /** What a batch has read is committed when its progress comes. */
    private final class Commits implements QueryListener {
        private int seen;

        @Override
        public void progress(QueryProgress progress) {
            long now = System.nanoTime();
            int before = seen;
            seen += (int) progress.numInputRows();
            for (int row = Math.max(before, warmUp); row < seen; row++) {
                millis.add((now - due(row)) / 1e6);
            }
            if (seen > warmUp && seen > before) {
                triggers++;
            }
            if (seen >= rows) {
                done.countDown();
            }
        }
    }
}
