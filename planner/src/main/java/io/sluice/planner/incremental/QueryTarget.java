package io.sluice.planner.incremental;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.TableResolver.Abilities;
import io.sluice.planner.plan.Emission;
import java.util.List;
import java.util.Optional;

/**
 * Where a query writes.
 *
 * @param primaryKey places of the key's columns among the query's; empty if there is no key
 * @param required places of the columns that must not be NULL although the query may give it
 * @param mode what EMIT asks for; empty without EMIT and for EMIT CHANGES
 * @param changes EMIT CHANGES
 * @param lateSink where late rows go
 */
public record QueryTarget(
        String sink,
        Abilities abilities,
        List<Integer> primaryKey,
        List<Integer> required,
        Optional<Emission.Mode> mode,
        boolean changes,
        Optional<String> lateSink) {
    public QueryTarget {
        requireNonNull(sink, "sink");
        requireNonNull(abilities, "abilities");
        primaryKey = List.copyOf(primaryKey);
        required = List.copyOf(required);
        requireNonNull(mode, "mode");
        requireNonNull(lateSink, "lateSink");
    }
}
