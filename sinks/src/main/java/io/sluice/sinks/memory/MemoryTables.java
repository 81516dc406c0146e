package io.sluice.sinks.memory;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The tables of the connector {@code memory} by name, owned by a session. Thread-safe. */
public final class MemoryTables {
    private final ConcurrentMap<String, MemoryTable> tables = new ConcurrentHashMap<>();

    /** Empty until a query that writes the table was opened. */
    public Optional<MemoryTable> find(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** What a table holds is wanted no more. */
    public void remove(String name) {
        tables.remove(name);
    }

    /** The table; a new one if there is none. */
    MemoryTable table(String name) {
        return tables.computeIfAbsent(name, MemoryTable::new);
    }
}
