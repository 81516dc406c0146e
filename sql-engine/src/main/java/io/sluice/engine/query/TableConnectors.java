package io.sluice.engine.query;

import io.sluice.engine.catalog.CatalogTable;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.Connectors;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkTable;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceTable;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Opens the sources and sinks of a prepared query. */
final class TableConnectors implements Connectors {
    private final PreparedQuery query;

    TableConnectors(PreparedQuery query) {
        this.query = query;
    }

    @Override
    public Map<String, Source> sources() {
        return open(query.plan().sources());
    }

    @Override
    public Map<String, Source> sources(Set<String> names) {
        return open(query.plan().sources().stream().filter(names::contains).toList());
    }

    private Map<String, Source> open(List<String> names) {
        Map<String, Source> opened = new LinkedHashMap<>();
        try {
            for (String name : names) {
                CatalogTable table = query.tables().get(name);
                SourceTable request = new SourceTable(name, table.readSchema(), table.readPartitions(), zone());
                opened.put(name, table.readable().orElseThrow().open(request));
            }
        } catch (RuntimeException e) {
            closeAll(opened.values(), e);
            throw e;
        }
        return opened;
    }

    @Override
    public Map<String, Sink> sinks(String queryId) {
        Map<String, Sink> opened = new LinkedHashMap<>();
        try {
            for (PlanNode.Write write : query.plan().outputs()) {
                OutputMode mode = OutputMode.valueOf(write.emission().mode().name());
                opened.put(write.sink(), open(write.sink(), queryId, mode, write.key()));
                write.lateSink()
                        .ifPresent(late -> opened.computeIfAbsent(
                                late, name -> open(name, queryId, OutputMode.APPEND, List.of())));
            }
            query.deadLetterTable()
                    .ifPresent(table -> opened.put(table, open(table, queryId, OutputMode.APPEND, List.of())));
        } catch (RuntimeException e) {
            closeAll(opened.values(), e);
            throw e;
        }
        return opened;
    }

    private Sink open(String name, String queryId, OutputMode mode, List<Integer> planKey) {
        CatalogTable table = query.tables().get(name);
        List<Integer> key = table.writeKey().isEmpty() ? planKey : table.writeKey();
        return table.writable()
                .orElseThrow()
                .open(new SinkTable(
                        name, table.writeSchema(), key, table.writePartitions(), mode, queryId, query.name(), zone()));
    }

    @Override
    public Map<String, ReadLimit> limits() {
        Map<String, ReadLimit> limits = new LinkedHashMap<>();
        query.plan()
                .sources()
                .forEach(name -> limits.put(
                        name, query.tables().get(name).readable().orElseThrow().readLimit()));
        return limits;
    }

    @Override
    public Map<String, SinkKind> sinkKinds() {
        Map<String, SinkKind> kinds = new LinkedHashMap<>();
        Stream.concat(query.plan().sinks().stream(), query.deadLetterTable().stream())
                .forEach(name -> {
                    CatalogTable table = query.tables().get(name);
                    kinds.put(
                            name,
                            new SinkKind(
                                    table.connector(),
                                    table.writable().orElseThrow().repetition()));
                });
        return kinds;
    }

    private ZoneId zone() {
        return query.settings().zone();
    }

    private static void closeAll(Iterable<? extends AutoCloseable> opened, RuntimeException cause) {
        for (AutoCloseable closeable : opened) {
            try {
                closeable.close();
            } catch (Exception e) {
                cause.addSuppressed(e);
            }
        }
    }
}
