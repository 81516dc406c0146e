package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.checkpoint.simulation.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private final SimulatedDisk disk = new SimulatedDisk();
    private Path directory;

    @BeforeEach
    void writeInput() throws IOException {
        directory = Files.createDirectories(disk.root().resolve("job"));
        Path input = Files.createDirectories(directory.resolve("input"));
        Files.writeString(input.resolve("a.json"), "{\"k\": 1, \"name\": \"a\"}\n{\"k\": 2, \"name\": \"b\"}\n");
    }

    @Test
    void fullDiskIsNamedAndTheJobGoesOnWhenThereIsRoom() throws IOException {
        disk.capacity(1000);
        assertThat(reportOf(catchThrowable(this::run)))
                .containsIgnoringCase("no space left on device")
                .doesNotContain("\tat ");
        disk.capacity(Long.MAX_VALUE);
        run();
        assertThat(rows()).containsExactlyInAnyOrder("{\"name\":\"a\",\"n\":1}", "{\"name\":\"b\",\"n\":1}");
    }

    @Test
    void readOnlyDiskIsNamedAndTheJobGoesOnWhenItCanBeWritten() throws IOException {
        disk.readOnly(true);
        assertThat(reportOf(catchThrowable(this::run))).contains("checkpoint").doesNotContain("\tat ");
        disk.readOnly(false);
        run();
        assertThat(rows()).hasSize(2);
    }

    @Test
    void fileThatVanishesBeforeItIsReadIsNamed() throws IOException {
        Files.delete(directory.resolve("input/a.json"));
        Files.delete(directory.resolve("input"));
        assertThat(reportOf(catchThrowable(this::run))).contains("input").doesNotContain("\tat ");
    }

    private void run() {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
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
