package io.sluice.engine.memory;

/** {@code WITH ('connector' = 'memory')} has no options. */
public record MemorySourceOptions() {}
