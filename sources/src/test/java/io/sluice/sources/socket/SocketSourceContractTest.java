package io.sluice.sources.socket;

import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Scan;
import io.sluice.sources.Source;
import io.sluice.sources.SourceContract;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.TestTable;
import io.sluice.sources.file.FileSourceOptions.Format;
import io.sluice.sources.file.FormatOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** All but replay: each source has a connection, to which the server sends the same texts, one for each batch. */
class SocketSourceContractTest extends SourceContract {
    private static final List<String> TEXTS =
            List.of("{\"k\":1,\"s\":\"a\"}\n{\"k\":2}\n", "{\"k\":3,\"s\":\"č\"}\n", "{\"s\":\"\"}\n{\"k\":4}\n{}\n");

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Override
    protected SourceTable table() {
        return TestTable.of("k INT", "s STRING");
    }

    @Override
    protected void produce() {}

    @Override
    protected Source open() {
        SocketOptions options = new SocketOptions(
                "localhost",
                server.getLocalPort(),
                Optional.empty(),
                Format.JSON,
                Optional.empty(),
                FormatOptions.DEFAULT);
        Source source = new SocketSourceFactory().open(table(), options);
        try {
            return new Fed(source, server.accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Before it looks behind the last position, the next text has come. */
    private static final class Fed implements Source {
        private final Source source;
        private final Socket client;
        private final Queue<String> texts = new ArrayDeque<>(TEXTS);
        private final Semaphore woken = new Semaphore(0);
        private Optional<Offset> last = Optional.empty();

        Fed(Source source, Socket client) {
            this.source = source;
            this.client = client;
            source.onAvailable(woken::release);
        }

        @Override
        public Optional<Offset> next(Optional<Offset> start, ReadLimit limit) {
            Optional<Offset> next = start.equals(last) ? fed(start, limit) : source.next(start, limit);
            last = next.or(() -> last);
            return next;
        }

        private Optional<Offset> fed(Optional<Offset> start, ReadLimit limit) {
            if (texts.isEmpty()) {
                return source.next(start, limit);
            }
            try {
                client.getOutputStream().write(texts.remove().getBytes(StandardCharsets.UTF_8));
                woken.acquire();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return source.next(start, limit);
        }

        @Override
        public Optional<Offset> latest() {
            return source.latest();
        }

        @Override
        public void freeze() {
            source.freeze();
        }

        @Override
        public void freeze(Offset end) {
            source.freeze(end);
        }

        @Override
        public Optional<Offset> end(Optional<Offset> position) {
            return source.end(position);
        }

        @Override
        public boolean isExhausted(Optional<Offset> position) {
            return source.isExhausted(position);
        }

        @Override
        public List<Split> splits(OffsetRange range, Scan scan) {
            return source.splits(range, scan);
        }

        @Override
        public void release(Offset position) {
            source.release(position);
        }

        @Override
        public Optional<Duration> pollInterval() {
            return source.pollInterval();
        }

        @Override
        public String description() {
            return source.description();
        }

        @Override
        public void close() {
            source.close();
            try {
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
