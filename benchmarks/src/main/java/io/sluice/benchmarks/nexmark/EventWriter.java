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

/** Makes the files of events by a query over the connector {@code nexmark}: each batch is a file in each folder. */
final class EventWriter {
    private static final int SIDE_ROWS = 10_000;

    private EventWriter() {}

    /** Writes the files unless they are there. */
    static void write(NexmarkFiles files) throws IOException {
        Path directory = files.directory();
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
            session.sql(NexmarkQuery.substitute(script, files.variables())).awaitTermination();
        }
        Files.writeString(complete, files.events() + " events\n");
    }
}
