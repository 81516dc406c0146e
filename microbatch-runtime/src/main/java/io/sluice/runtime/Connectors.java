package io.sluice.runtime;

import io.sluice.sinks.Repetition;
import io.sluice.sinks.Sink;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Opens what a query reads and writes, by the names in its plan. What it returns is closed by the query. */
public interface Connectors {
    /** Opens all sources. */
    Map<String, Source> sources();

    /** Opens some of the sources, once more. */
    default Map<String, Source> sources(Set<String> names) {
        Map<String, Source> some = new LinkedHashMap<>(sources());
        some.entrySet().removeIf(source -> {
            boolean unwanted = !names.contains(source.getKey());
            if (unwanted) {
                source.getValue().close();
            }
            return unwanted;
        });
        return some;
    }

    /** Opens all sinks for the query {@code queryId}. */
    Map<String, Sink> sinks(String queryId);

    /** How much a batch may take from each source; {@link ReadLimit#DEFAULT} for those that are absent. */
    Map<String, ReadLimit> limits();

    /** What the checkpoint remembers of each sink, for people who take the query back. */
    default Map<String, SinkKind> sinkKinds() {
        return Map.of();
    }

    /** The connector of a sink, and what becomes of output that is published again. */
    record SinkKind(String connector, Repetition repetition) {}
}
