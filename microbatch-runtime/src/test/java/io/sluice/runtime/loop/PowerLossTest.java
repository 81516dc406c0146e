package io.sluice.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.runtime.QueryFailedException;
import io.sluice.sinks.SinkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SQL from files to files, with nothing that only tests have but the disk, which loses power at each operation, and again
 * at each {@code sluice.crash.stride}-th operation of the next run.
 */
class PowerLossTest {
    private static final int STRIDE = Integer.getInteger("sluice.crash.stride", 4_000);

    /** Both ways a file is read once: by what is remembered of it, and by being deleted. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachRowIsWrittenOnceAndEachWindowHasAllItsRows(boolean cleans) throws IOException {
        List<String> failures = new ArrayList<>();
        boolean more = true;
        for (int first = 1; more && failures.isEmpty(); first++) {
            boolean again = true;
            for (int second = 1 + first % STRIDE; again && failures.isEmpty(); second += STRIDE) {
                FilesJob job = new FilesJob(false, cleans);
                more = job.crash(first);
                again = more && goOn(job, first, second, failures);
                if (!more) {
                    job.check();
                }
            }
        }
        assertThat(failures).isEmpty();
    }

    /** A file that comes after the first start belongs to another run, wherever this one is cut off. */
    @Test
    void boundedRunReadsTheFilesOfItsFirstStart() throws IOException {
        boolean more = true;
        for (int place = 1; more; place++) {
            FilesJob job = new FilesJob(true, false);
            more = job.crash(place);
            if (more) {
                job.restart(place);
                job.run();
            }
            job.checkBounded();
        }
    }

    private static boolean goOn(FilesJob job, int first, int second, List<String> failures) throws IOException {
        try {
            job.restart(first);
            boolean again = job.crash(second);
            if (again) {
                job.restart(1000L * first + second);
                job.run();
            }
            job.check();
            return again;
        } catch (AssertionError | QueryFailedException | CheckpointException | SinkException e) {
            failures.add("power lost at %d and %d: %s".formatted(first, second, e.getMessage()));
            return false;
        }
    }
}
