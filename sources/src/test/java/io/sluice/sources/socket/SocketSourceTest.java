package io.sluice.sources.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import io.sluice.sources.SourceTable;
import io.sluice.sources.TestClock;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import io.sluice.sources.file.FileSourceOptions.Format;
import io.sluice.sources.file.FormatOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketSourceTest {
    private static final SourceTable LINES = TestTable.of("line STRING");

    private final Semaphore woken = new Semaphore(0);
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private SocketOptions options(Format format, Optional<Long> delimiter) {
        return new SocketOptions(
                "localhost", server.getLocalPort(), delimiter, format, Optional.empty(), FormatOptions.DEFAULT);
    }

    private Source open(SourceTable table, SocketOptions options) {
        Source source = new SocketSourceFactory().open(table, options);
        source.onAvailable(woken::release);
        return source;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }

    /** Waits for rows. */
    private Offset next(Source source, Optional<Offset> start) throws InterruptedException {
        Optional<Offset> next = source.next(start, ReadLimit.NONE);
        while (next.isEmpty()) {
            woken.acquire();
            next = source.next(start, ReadLimit.NONE);
        }
        return next.get();
    }

    private static List<List<Object>> rows(Source source, SourceTable table, Optional<Offset> from, Offset to) {
        return TestRows.of(source.splits(new OffsetRange(from, to), TestTable.scan(table)), table);
    }

    @Test
    void rowsThatHaveComeAreABatchThatCanBeReadAgain() throws Exception {
        try (Source source = open(LINES, options(Format.RAW, Optional.empty()));
                Socket client = server.accept()) {
            send(client, "a\nbc\nhalf");
            Offset first = next(source, Optional.empty());
            while (!first.json().contains("\"rows\":2")) {
                woken.acquire();
                first = next(source, Optional.empty());
            }
            assertThat(rows(source, LINES, Optional.empty(), first)).containsExactly(List.of("a"), List.of("bc"));
            assertThat(rows(source, LINES, Optional.empty(), first)).hasSize(2);
            source.release(first);
            send(client, " and half\n");
            Offset second = next(source, Optional.of(first));
            assertThat(rows(source, LINES, Optional.of(first), second)).containsExactly(List.of("half and half"));
        }
    }

    @Test
    void theLastRowNeedsNoDelimiterAndThenTheSourceIsExhausted() throws Exception {
        try (Source source = open(LINES, options(Format.RAW, Optional.of((long) ';')))) {
            try (Socket client = server.accept()) {
                send(client, "a;b");
            }
            Optional<Offset> at = Optional.empty();
            while (!source.isExhausted(at)) {
                at = Optional.of(next(source, at));
                woken.drainPermits();
                woken.release();
            }
            assertThat(at.orElseThrow().json()).contains("\"rows\":2");
            assertThat(rows(source, LINES, Optional.empty(), at.get())).containsExactly(List.of("a"), List.of("b"));
        }
    }

    @Test
    void rowsAreReadAsJson() throws Exception {
        SourceTable table = TestTable.of("k INT", "s STRING");
        try (Source source = open(table, options(Format.JSON, Optional.empty()));
                Socket client = server.accept()) {
            send(client, "{\"k\":7,\"s\":\"x\"}\n");
            assertThat(rows(source, table, Optional.empty(), next(source, Optional.empty())))
                    .containsExactly(List.of(7L, "x"));
        }
    }

    @Test
    void aNewProcessGoesOnFromWhatIsCommittedButCannotReplay() throws Exception {
        Offset committed;
        Offset planned;
        try (Source source = open(LINES, options(Format.RAW, Optional.empty()));
                Socket client = server.accept()) {
            send(client, "a\n");
            committed = next(source, Optional.empty());
            send(client, "b\n");
            planned = next(source, Optional.of(committed));
        }
        try (Source source = open(LINES, options(Format.RAW, Optional.empty()));
                Socket client = server.accept()) {
            assertThatThrownBy(() -> rows(source, LINES, Optional.of(committed), planned))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("socket table \"t\"")
                    .hasMessageContaining("a process that is gone");
            send(client, "c\n");
            Offset next = next(source, Optional.of(committed));
            assertThat(rows(source, LINES, Optional.of(committed), next)).containsExactly(List.of("c"));
        }
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        int port = server.getLocalPort();
        server.close();
        SocketOptions options = new SocketOptions(
                "localhost", port, Optional.empty(), Format.RAW, Optional.empty(), FormatOptions.DEFAULT);
        assertThatThrownBy(() -> new SocketSourceFactory().open(LINES, options))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("localhost:" + port);
    }

    @Test
    void eachRowHasTheTimeAtWhichItCame() throws Exception {
        SourceTable table = TestTable.of("line STRING", "at TIMESTAMP_LTZ NOT NULL METADATA timestamp", "n INT");
        TestClock clock = new TestClock();
        SocketOptions options = new SocketOptions(
                "localhost",
                server.getLocalPort(),
                Optional.empty(),
                Format.JSON,
                Optional.of(true),
                FormatOptions.DEFAULT);
        SocketSourceFactory factory = new SocketSourceFactory(clock);
        assertThat(factory.metadataColumns(options)).extracting(Field::getName).containsExactly("timestamp");
        try (Source source = factory.open(table, options);
                Socket client = server.accept()) {
            source.onAvailable(woken::release);
            long first = clock.millis() * 1000;
            send(client, "{\"line\":\"a\",\"n\":1}\n{\"n\":2,\"line\":\"b\"}\n{\"line\":");
            woken.acquire();
            clock.advance(Duration.ofMillis(1500));
            send(client, "\"c\"}\n");
            woken.acquire();
            Offset end = next(source, Optional.empty());
            assertThat(end.json()).contains("\"rows\":3");
            List<List<Object>> expected = List.of(
                    List.of("a", first, 1L), List.of("b", first, 2L), Arrays.asList("c", first + 1_500_000, null));
            assertThat(rows(source, table, Optional.empty(), end)).isEqualTo(expected);
            assertThat(rows(source, table, Optional.empty(), end)).isEqualTo(expected);
        }
    }

    @Test
    void theTimeIsOfferedOnlyWhereItIsAskedFor() {
        assertThat(new SocketSourceFactory().metadataColumns(options(Format.RAW, Optional.empty())))
                .isEmpty();
    }
}
