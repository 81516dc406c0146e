package io.sluice.benchmarks.nexmark;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The events in folders: {@code person}, {@code auction} and {@code bid} have as many Parquet files each, the same part of the
 * stream in files of the same rank; {@code side_input} is the table that q13 joins.
 *
 * @param directory where they are
 * @param events how many there are
 * @param files in each folder
 * @param rate events in a second of event time
 */
record NexmarkFiles(Path directory, long events, int files, long rate) {
    private static final int SIDE_ROWS = 10_000;

    /** Makes the files unless they are there. */
    void make() throws IOException {
        Path complete = directory.resolve("complete");
        if (Files.exists(complete)) {
            return;
        }
        Files.createDirectories(directory.resolve("side_input"));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < SIDE_ROWS; i++) {
            lines.add(i + "," + i);
        }
        Files.write(directory.resolve("side_input/side_input.csv"), lines);
        String script = NexmarkQuery.resource("events.sql") + NexmarkQuery.resource("write.sql");
        SessionConfig config = SessionConfig.in(directory)
                .withSettings(Map.of("parallelism.default", "1", "pipeline.name", "write", "trigger", "available-now"));
        try (Session session = Sluice.open(config)) {
            session.sql(NexmarkQuery.substitute(script, variables())).awaitTermination();
        }
        Files.writeString(complete, events + " events\n");
    }

    /** What the texts of queries and tables leave open. */
    Map<String, String> variables() {
        return Map.of(
                "DATA", directory.toString(),
                "TPS", Long.toString(rate),
                "EVENTS_NUM", Long.toString(events),
                "STOP_AT", "-1",
                "BATCH_ROWS", Long.toString((events + files - 1) / files),
                "KEEP_ALIVE", "true",
                "FILES_OF_TRIGGER", "1");
    }
}
