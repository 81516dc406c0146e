package io.sluice.engine.query;

import io.sluice.engine.catalog.Binding.Readable;
import io.sluice.engine.catalog.Binding.Writable;
import io.sluice.engine.catalog.CatalogTable;
import io.sluice.planner.PlannedQuery;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds a query that reads what it writes, by the name of the table or by what the table stands for. It would read its own
 * output for ever, or, if the table ends, what happened to be there.
 */
final class OwnOutput {
    static final String HINT =
            "A query would read its own output. Write into another table, in another place; or, if one"
                    + " INSERT of a statement set is to read what another writes, make each a query of its own.";

    private OwnOutput() {}

    /** What is wrong, to stand after the query's name. */
    static Optional<String> find(PlannedQuery plan, Optional<String> deadLetters, Map<String, CatalogTable> tables) {
        Set<String> sinks = new LinkedHashSet<>(plan.sinks());
        deadLetters.ifPresent(sinks::add);
        for (String source : plan.sources()) {
            if (sinks.contains(source)) {
                return Optional.of("reads and writes table \"%s\"".formatted(source));
            }
            Optional<Readable<?>> read = tables.get(source).readable();
            for (String sink : sinks) {
                Optional<String> written = tables.get(sink).writable().flatMap(Writable::place);
                if (read.isPresent()
                        && written.filter(place -> read.get().reads(place)).isPresent()) {
                    return Optional.of("reads by table \"%s\" what it writes by table \"%s\": %s"
                            .formatted(source, sink, written.get()));
                }
            }
        }
        return Optional.empty();
    }
}
