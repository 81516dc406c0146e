package io.sluice.benchmarks;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.planner.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Runs a script to its end. Arguments: its file; {@code available-now} or {@code bounded}. */
public final class ScriptJob {
    private ScriptJob() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        Map<String, String> settings = arguments[1].equals("bounded")
                ? Map.of("execution.runtime-mode", "batch")
                : Map.of("trigger", "available-now");
        SessionConfig config = SessionConfig.forScript(file, Optional.empty()).withSettings(settings);
        try (Session session = Sluice.open(config)) {
            session.executeAll(new Script(file.toString(), Files.readString(file)));
            session.awaitAll();
        }
    }
}
