package io.sluice.checkpoint.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who writes a checkpoint, so that a second process is refused before it takes over by mistake. Nothing depends on it but
 * that: neither on clocks nor on whether it is renewed in time. The object {@code lease} is renewed by a thread of its own.
 */
final class Lease implements AutoCloseable {
    /** Of who only looks. */
    static final Lease NONE = new Lease(null);

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NAME = "lease";
    private static final Duration VALID = Duration.ofSeconds(30);
    private static final Duration RENEWED = Duration.ofSeconds(10);

    private final ObjectStore store;
    private final String holder = UUID.randomUUID().toString();
    private Optional<ScheduledExecutorService> renewal = Optional.empty();

    private Lease(ObjectStore store) {
        this.store = store;
    }

    /** Refuses if another process holds it, unless it is to be taken over. Not held before {@link #hold}. */
    static Lease take(ObjectStore store, boolean takeOver) {
        try {
            Optional<byte[]> there = store.read(NAME);
            if (there.isPresent() && !takeOver) {
                check(store, JSON.readTree(there.get()));
            }
            return new Lease(store);
        } catch (JsonProcessingException e) {
            return new Lease(store);
        } catch (IOException e) {
            throw new CheckpointException(
                    CheckpointException.Kind.ENVIRONMENT,
                    "cannot read checkpoint %s: %s".formatted(store.address(), e.getMessage()),
                    "Look whether the address and the credentials are right.",
                    e);
        }
    }

    private static void check(ObjectStore store, JsonNode lease) {
        Instant until = Instant.ofEpochMilli(lease.path("untilMillis").asLong());
        if (until.isAfter(Instant.now())) {
            throw new CheckpointException(
                    CheckpointException.Kind.IN_USE,
                    "cannot open checkpoint %s: expected that nobody has it open, but process %s on %s holds it until %s"
                            .formatted(
                                    store.address(),
                                    lease.path("process").asText(),
                                    lease.path("host").asText(),
                                    until.truncatedTo(ChronoUnit.SECONDS)),
                    "Stop the query that runs there, wait until then if it is gone, or take it over with --take-over.",
                    null);
        }
    }

    void hold() throws IOException {
        write();
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(Threads.daemons("checkpoint-lease"));
        thread.scheduleWithFixedDelay(this::renew, RENEWED.toMillis(), RENEWED.toMillis(), TimeUnit.MILLISECONDS);
        renewal = Optional.of(thread);
    }

    private void renew() {
        try {
            Optional<byte[]> there = store.read(NAME);
            boolean ours = there.isEmpty()
                    || holder.equals(JSON.readTree(there.get()).path("holder").asText());
            if (ours) {
                write();
            }
        } catch (IOException e) {
            LOG.warn("cannot renew the lease of checkpoint {}: {}", store.address(), e.getMessage());
        }
    }

    private void write() throws IOException {
        String json = JSON.createObjectNode()
                .put("holder", holder)
                .put("process", ProcessHandle.current().pid())
                .put("host", host())
                .put("untilMillis", Instant.now().plus(VALID).toEpochMilli())
                .toString();
        store.put(NAME, json.getBytes(StandardCharsets.UTF_8));
    }

    /** For people only. */
    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }

    @Override
    public void close() {
        if (renewal.isEmpty()) {
            return;
        }
        renewal.get().shutdownNow();
        try {
            renewal.get().awaitTermination(RENEWED.toMillis(), TimeUnit.MILLISECONDS);
            Optional<byte[]> there = store.read(NAME);
            if (there.isPresent()
                    && holder.equals(JSON.readTree(there.get()).path("holder").asText())) {
                store.delete(List.of(NAME));
            }
        } catch (IOException e) {
            LOG.warn("cannot give up the lease of checkpoint {}: {}", store.address(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
