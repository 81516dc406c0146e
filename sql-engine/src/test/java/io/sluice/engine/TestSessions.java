package io.sluice.engine;

import io.sluice.planner.Script;
import io.sluice.sinks.SinkFactory;
import java.util.List;

/** Sessions with connectors of the tests. */
public final class TestSessions {
    private TestSessions() {}

    public static Session open(SessionConfig config, SinkFactory<?> sink) {
        return new Session(config, List.of(new PartitionedSourceFactory()), List.of(sink));
    }

    public static Script script(String text) {
        return new Script("<test>", text);
    }
}
