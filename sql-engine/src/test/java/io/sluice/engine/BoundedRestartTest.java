package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.simulation.SimulatedDisk;
import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bounded job is killed, files come, and it is started again: it reads the files that it was started with. */
class BoundedRestartTest {
    private static final String JOB =
            """
            CREATE TABLE input (k INT) WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json',
              'maxFilesPerTrigger' = '1'%s);
            CREATE TABLE results (n BIGINT, total BIGINT)
            WITH ('connector' = 'filesystem', 'path' = 'results', 'format' = 'json');
            INSERT INTO results SELECT COUNT(*), SUM(k) FROM input;
            """;
    private static final String MONITORED = ", 'source.monitor-interval' = '1 s'";

    private final SimulatedDisk disk = new SimulatedDisk();
    private Path directory;

    @BeforeEach
    void writeInput() throws IOException {
        directory = Files.createDirectories(disk.root().resolve("job"));
        Files.createDirectories(directory.resolve("input"));
        for (int k = 1; k <= 3; k++) {
            write(k);
        }
    }

    private void write(int k) throws IOException {
        Files.writeString(directory.resolve("input/%d.json".formatted(k)), "{\"k\":%d}\n".formatted(k));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void monitoredFolder(long batch) throws IOException {
        killed(JOB.formatted(MONITORED), batch);
        write(4);
        write(5);
        run(JOB.formatted(MONITORED), StepListener.NONE);
        assertThat(rows()).containsExactly("{\"n\":3,\"total\":6}");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void folderThatIsReadOnce(long batch) throws IOException {
        killed(JOB.formatted(""), batch);
        write(4);
        run(JOB.formatted(""), StepListener.NONE);
        assertThat(rows()).containsExactly("{\"n\":3,\"total\":6}");
    }

    /** A person mends the file that has failed; so the next start looks at the folder anew. */
    @Test
    void folderIsListedAnewAfterAFailureOfTheFirstBatch() throws IOException {
        Path broken = directory.resolve("input/1.json");
        Files.writeString(broken, "{\"k\":\n");
        String job = JOB.formatted(MONITORED).replace("'maxFilesPerTrigger' = '1'", "'maxFilesPerTrigger' = '9'");
        assertThatThrownBy(() -> run(job, StepListener.NONE)).isInstanceOf(QueryFailedException.class);
        Files.delete(broken);
        write(4);
        run(job, StepListener.NONE);
        assertThat(rows()).containsExactly("{\"n\":3,\"total\":9}");
    }

    /** Kills the job when it has computed a batch and is about to commit it. */
    private void killed(String job, long batch) {
        assertThatThrownBy(() -> run(job, new StepListener() {
                    @Override
                    public void before(Step step, long inBatch) {
                        if (step == Step.COMMIT && inBatch == batch) {
                            disk.crashAt(1);
                        }
                    }
                }))
                .isInstanceOf(QueryFailedException.class);
        disk.kill();
    }

    private void run(String job, StepListener steps) {
        SessionConfig config = SessionConfig.in(directory)
                .withSettings(Map.of("execution.runtime-mode", "batch"))
                .withSteps(steps);
        try (Session session = Sluice.open(config)) {
            session.sql(job).awaitTermination();
        }
    }

    private List<String> rows() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("results"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .flatMap(file -> {
                        try {
                            return Files.readAllLines(file).stream();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
