package io.sluice.engine.law;

import java.util.Locale;
import java.util.Map;

/** How a query is run: what its table gets, how often the job is started anew, and on how many threads. */
enum LawMode {
    APPEND(2, 2, Map.of("trigger", "available-now")),
    UPDATE(3, 2, Map.of("trigger", "available-now")),
    CHANGELOG(2, 1, Map.of("trigger", "available-now")),
    COMPLETE(2, 2, Map.of("trigger", "available-now")),
    BOUNDED(1, 2, Map.of("execution.runtime-mode", "batch"));

    private final int sessions;
    private final int threads;
    private final Map<String, String> settings;

    LawMode(int sessions, int threads, Map<String, String> settings) {
        this.sessions = sessions;
        this.threads = threads;
        this.settings = settings;
    }

    int sessions() {
        return sessions;
    }

    int threads() {
        return threads;
    }

    Map<String, String> settings() {
        return settings;
    }

    /** What stands behind EMIT. */
    String emit() {
        return this == BOUNDED ? APPEND.name() : name();
    }

    /** Every query can be run so. */
    boolean isAlwaysLegal() {
        return this != APPEND && this != UPDATE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
