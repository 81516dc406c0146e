package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.checkpoint.simulation.SimulatedDisk;
import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A disk that is full, read-only or gone: a message to act on, and nothing lost when it is mended. */
class SurroundingsTest {
    private static final String JOB =
            """
            CREATE TABLE input (k INT, name STRING)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json');
            CREATE TABLE results (name STRING, n BIGINT)
            WITH ('connector' = 'filesystem', 'path' = 'results', 'format' = 'json');
            INSERT INTO results SELECT name, COUNT(*) FROM input GROUP BY name;
            """;

    private SimulatedDisk disk = new SimulatedDisk();
    private Path directory;

    @BeforeEach
    void writeInput() throws IOException {
        directory = Files.createDirectories(disk.root().resolve("job"));
        Path input = Files.createDirectories(directory.resolve("input"));
        Files.writeString(input.resolve("a.json"), "{\"k\": 1, \"name\": \"a\"}\n{\"k\": 2, \"name\": \"b\"}\n");
    }

    /** When the trouble comes: at once, or before a step of the first batch. */
    private static final Optional<Step> AT_ONCE = Optional.empty();

    private final Map<String, String> reports = new LinkedHashMap<>();

    /** Each gets its whole message and exit code; when it is mended, the same command gives each row once. */
    @Test
    void troublesWithTheDiskAreToldAndLoseNothing() throws IOException {
        trouble("no room to begin", AT_ONCE, full -> full.capacity(1000));
        trouble("no room to plan a batch", Optional.of(Step.INTEND), SurroundingsTest::fill);
        trouble("no room for a batch", Optional.of(Step.EXECUTE), SurroundingsTest::fill);
        trouble("no room to commit a batch", Optional.of(Step.COMMIT), SurroundingsTest::fill);
        trouble("no room to publish a batch", Optional.of(Step.PUBLISH), SurroundingsTest::fill);
        trouble("a read-only disk", AT_ONCE, readOnly -> readOnly.readOnly(true));
        trouble("a disk that is read-only from a commit on", Optional.of(Step.COMMIT), SurroundingsTest::protect);
        trouble("a disk that is read-only from a publication on", Optional.of(Step.PUBLISH), SurroundingsTest::protect);
        readOnlyCheckpoint();
        StringBuilder text = new StringBuilder();
        reports.forEach((title, report) -> text.append(text.isEmpty() ? "" : "\n")
                .append("== ")
                .append(title)
                .append('\n')
                .append(report));
        Golden.check("/io/sluice/engine/surroundings.txt", text.toString());
    }

    private static void fill(SimulatedDisk disk) {
        disk.capacity(disk.usedBytes());
    }

    private static void protect(SimulatedDisk disk) {
        disk.readOnly(true);
    }

    private void trouble(String title, Optional<Step> before, Consumer<SimulatedDisk> trouble) throws IOException {
        disk = new SimulatedDisk();
        writeInput();
        if (before.isEmpty()) {
            trouble.accept(disk);
        }
        report(title, SessionConfig.in(directory).withSteps(new StepListener() {
            @Override
            public void before(Step step, long batch) {
                if (before.equals(Optional.of(step))) {
                    trouble.accept(disk);
                }
            }
        }));
        disk.readOnly(false);
        disk.capacity(Long.MAX_VALUE);
        run(SessionConfig.in(directory));
        assertThat(rows()).as(title).containsExactlyInAnyOrder("{\"name\":\"a\",\"n\":1}", "{\"name\":\"b\",\"n\":1}");
    }

    private void readOnlyCheckpoint() throws IOException {
        SimulatedDisk other = new SimulatedDisk();
        disk = new SimulatedDisk();
        writeInput();
        SessionConfig config = SessionConfig.in(directory)
                .withCheckpoints(Files.createDirectories(other.root().resolve("checkpoints")));
        other.readOnly(true);
        report("a checkpoint on a read-only disk", config);
        assertThat(directory.resolve("results")).doesNotExist();
        other.readOnly(false);
        run(config);
        assertThat(rows()).hasSize(2);
    }

    private void report(String title, SessionConfig config) {
        Throwable failure = catchThrowable(() -> run(config));
        assertThat(failure).as(title).isNotNull();
        ErrorReport report = ErrorReport.of(failure);
        assertThat(report.text()).as(title).doesNotContain("\tat ");
        reports.put(
                title,
                "exit %d\n%s"
                        .formatted(
                                report.exitCode(),
                                report.text().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>")));
    }

    @Test
    void fileThatVanishesBeforeItIsReadIsNamed() throws IOException {
        Files.delete(directory.resolve("input/a.json"));
        Files.delete(directory.resolve("input"));
        assertThat(reportOf(catchThrowable(this::run))).contains("input").doesNotContain("\tat ");
    }

    private void run() {
        run(SessionConfig.in(directory));
    }

    private static void run(SessionConfig config) {
        try (Session session = Sluice.open(config)) {
            session.sql(JOB).awaitTermination();
        }
    }

    private static String reportOf(Throwable failure) {
        assertThat(failure).isNotNull();
        return ErrorReport.of(failure).text();
    }

    private List<String> rows() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("results"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .flatMap(file -> {
                        try {
                            return Files.readAllLines(file).stream();
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
