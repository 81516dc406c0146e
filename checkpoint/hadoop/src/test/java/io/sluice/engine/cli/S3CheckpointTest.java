package io.sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.remote.ObjectStore;
import io.sluice.checkpoint.remote.ObjectStores;
import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that speaks S3, on this machine. */
class S3CheckpointTest {
    private static final String SECRET = "a-secret-that-nobody-sees";
    private static final Map<String, String> OPTIONS = new TreeMap<>();
    private static S3Proxy server;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        TransientNio2BlobStore blobs = new TransientNio2BlobStore();
        blobs.createContainer("bucket");
        server = S3Proxy.builder()
                .blobStore(blobs)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "somebody", SECRET)
                .build();
        server.start();
        OPTIONS.put("fs.s3a.endpoint", "http://127.0.0.1:" + server.getPort());
        OPTIONS.put("fs.s3a.endpoint.region", "us-east-1");
        OPTIONS.put("fs.s3a.path.style.access", "true");
        OPTIONS.put("fs.s3a.connection.ssl.enabled", "false");
        OPTIONS.put("fs.s3a.access.key", "somebody");
        OPTIONS.put("fs.s3a.secret.key", SECRET);
        OPTIONS.put("fs.s3a.attempts.maximum", "2");
        OPTIONS.put("fs.s3a.retry.limit", "2");
        OPTIONS.forEach(System::setProperty);
    }

    @AfterAll
    static void stop() throws Exception {
        OPTIONS.keySet().forEach(System::clearProperty);
        server.stop();
    }

    @Test
    void objectsAreCreatedOnce() throws Exception {
        try (ObjectStore store = ObjectStores.connect(URI.create("s3a://bucket/once"))) {
            assertThat(store.list("log/")).isEmpty();
            assertThat(store.read("log/1")).isEmpty();
            assertThat(store.create("log/1", bytes("first"))).isTrue();
            assertThat(store.create("log/1", bytes("second"))).isFalse();
            assertThat(store.read("log/1")).hasValue(bytes("first"));
            store.put("log/1", bytes("third"));
            assertThat(store.read("log/1")).hasValue(bytes("third"));
            Path file = Files.writeString(directory.resolve("file"), "content");
            store.upload(file, "state/a-1/groups/x");
            assertThat(store.download("state/a-1/groups/x", directory.resolve("copy")))
                    .isTrue();
            assertThat(directory.resolve("copy")).hasContent("content");
            assertThat(store.download("state/a-1/groups/y", directory.resolve("none")))
                    .isFalse();
            assertThat(store.list("state/")).containsExactly("state/a-1/groups/x");
            store.delete(List.of("state/a-1/groups/x", "log/1", "log/never"));
            assertThat(store.list("state/")).isEmpty();
            assertThat(store.list("log/")).isEmpty();
        }
    }

    @Test
    void ofManyThatCreateAnObjectOneDoes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (ObjectStore store = ObjectStores.connect(URI.create("s3a://bucket/race"))) {
            for (int round = 0; round < 10; round++) {
                String name = "log/" + round;
                List<Callable<Boolean>> writers = new ArrayList<>();
                for (int writer = 0; writer < 8; writer++) {
                    byte[] content = bytes("writer " + writer);
                    writers.add(() -> store.create(name, content));
                }
                int created = 0;
                for (Future<Boolean> each : threads.invokeAll(writers)) {
                    created += each.get() ? 1 : 0;
                }
                assertThat(created).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aJobGoesOnFromTheStore() throws Exception {
        Files.createDirectory(directory.resolve("input"));
        Path script = Files.writeString(
                directory.resolve("job.sql"),
                """
                SET 'execution.runtime-mode' = 'streaming';
                SET 'trigger' = 'available-now';
                CREATE TABLE t (k INT, v INT) WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json',
                  'source.monitor-interval' = '1 s', 'maxFilesPerTrigger' = '1');
                CREATE TABLE totals (k INT, n BIGINT, total BIGINT, PRIMARY KEY (k) NOT ENFORCED)
                WITH ('connector' = 'filesystem', 'path' = 'output', 'format' = 'json');
                INSERT INTO totals SELECT k, COUNT(*), SUM(v) FROM t GROUP BY k EMIT COMPLETE;
                """);
        for (int run = 1; run <= 3; run++) {
            for (int file = 0; file < 4; file++) {
                String name = "input/%d-%d.json".formatted(run, file);
                Files.writeString(directory.resolve(name), "{\"k\":1,\"v\":%d}\n{\"k\":2,\"v\":1}\n".formatted(run));
            }
            assertThat(sluice("run", script.toString(), "--checkpoint", "s3a://bucket/jobs", "--progress", "none"))
                    .isEmpty();
        }
        assertThat(directory.resolve(".sluice")).doesNotExist();
        List<String> rows = new ArrayList<>();
        try (var files = Files.walk(directory.resolve("output"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                rows.addAll(Files.readAllLines(file));
            }
        }
        assertThat(rows)
                .containsExactlyInAnyOrder("{\"k\":1,\"n\":12,\"total\":24}", "{\"k\":2,\"n\":12,\"total\":12}");
        assertThat(sluice("explain", script.toString(), "--checkpoint", "s3a://bucket/jobs"))
                .contains("checkpoint s3a://bucket/jobs/totals: fits; the query would go on with batch 12");
        assertThat(sluice("checkpoint", "inspect", "s3a://bucket/jobs/totals")).contains("aggregate-1");
        assertThat(sluice("checkpoint", "verify", "s3a://bucket/jobs/totals")).contains("whole");
        assertThat(sluice("checkpoint", "rewind", "s3a://bucket/jobs/totals", "--to-batch", "9"))
                .contains("goes on with batch 10");
        assertThat(sluice("explain", script.toString(), "--checkpoint", "s3a://bucket/jobs"))
                .contains("checkpoint s3a://bucket/jobs/totals: fits; the query would go on with batch 10");
    }

    @Test
    void whatIsWrongIsSaidWithoutSecrets() {
        String query = "CREATE TABLE t (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10');"
                + " CREATE TABLE u (a INT) WITH ('connector' = 'blackhole'); INSERT INTO u SELECT a FROM t;";
        for (String address : List.of("s3a://nobucket/jobs", "gs://bucket/jobs")) {
            SessionConfig config =
                    SessionConfig.in(directory).withSettings(Map.of("execution.checkpointing.dir", address));
            try (Session session = Sluice.open(config)) {
                assertThatThrownBy(() -> session.sql(query))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageContaining(address)
                        .satisfies(e -> assertThat(e.toString()).doesNotContain(SECRET));
            }
        }
    }

    private static String sluice(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int code = Main.run(
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                arguments);
        assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        return output.toString(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
