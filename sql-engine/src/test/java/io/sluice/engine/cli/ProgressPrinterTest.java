package io.sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.engine.cli.RunCommand.Progress;
import io.sluice.runtime.QueryActivity;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressPrinterTest {
    private static final long MINUTE = 60_000_000L;

    private static QueryProgress progress(long batch, long rows, long late) {
        QueryProgress.EventTime time = new QueryProgress.EventTime(
                Optional.empty(), Optional.of(70 * MINUTE), Optional.of(0L), Optional.of(60 * MINUTE));
        return new QueryProgress(
                "id",
                "run",
                "delays",
                Instant.EPOCH,
                batch,
                Duration.ofMillis(10),
                Optional.empty(),
                new TreeMap<>(),
                time,
                List.of(new QueryProgress.StateOperator(
                        "op", 72_839, 1, Duration.ZERO, 1, Duration.ZERO, Duration.ZERO, 9_200_000, late, 0, Map.of())),
                List.of(new QueryProgress.SourceProgress(
                        "t", "T", Optional.empty(), Optional.empty(), Optional.empty(), rows, 0, 0, 0, Map.of())),
                new QueryProgress.SinkProgress("S", 0, Map.of()));
    }

    @Test
    void lineTellsHowFarItIs() {
        ProgressLine line = new ProgressLine("delays");
        line.add(progress(1, 1_000_000, 12));
        QueryActivity activity = new QueryActivity(2, Step.EXECUTE, 1_000_000, OptionalDouble.of(0.5));
        assertThat(line.show(activity, true, 4))
                .isEqualTo(
                        "delays [##########----------]  50 %, 4 s left, batch 2 execute, 2,000,000 rows, 500,000 rows/s,"
                                + " watermark 1970-01-01 01:00:00 (10 min behind), state 72,839 rows 9.2 MB, 12 late");
    }

    @Test
    void rowsOfACommittedBatchAreCountedOnce() {
        ProgressLine line = new ProgressLine("q");
        line.add(progress(2, 1000, 0));
        assertThat(line.show(new QueryActivity(2, Step.EXECUTE, 1000, OptionalDouble.empty()), true, 1))
                .contains("q, batch 2 execute, 1,000 rows, ");
    }

    @Test
    void anEndlessInputHasNoBarAndAnEndedQuerySaysSo() {
        ProgressLine line = new ProgressLine("q");
        assertThat(line.show(new QueryActivity(7, Step.WAIT, 0, OptionalDouble.empty()), true, 1))
                .isEqualTo("q, batch 7 wait, 0 rows, 0 rows/s");
        assertThat(line.show(new QueryActivity(7, Step.WAIT, 0, OptionalDouble.of(1)), false, 1))
                .isEqualTo("q: ended after batch 7, 0 rows, 0 rows/s");
    }

    @Test
    void resultsAreNotMixedWithTheLines(@TempDir Path directory) {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        PrintStream terminal = new PrintStream(screen, true, StandardCharsets.UTF_8);
        ProgressPrinter printer = new ProgressPrinter(Progress.line, terminal, 80);
        PrintStream results = printer.above(terminal);
        try (Session session = Sluice.open(SessionConfig.in(directory).withOutput(results))) {
            printer.show(session);
            session.sql("CREATE TABLE made (k BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '10',"
                            + " 'fields.k.kind' = 'sequence', 'fields.k.start' = '1', 'fields.k.end' = '10');"
                            + "SELECT SUM(k) AS s FROM made;")
                    .awaitTermination();
            printer.close();
        }
        assertThat(screen.toString(StandardCharsets.UTF_8)).contains("| 55|").contains("select-1: ended after batch");
    }
}
