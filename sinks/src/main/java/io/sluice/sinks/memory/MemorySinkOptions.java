package io.sluice.sinks.memory;

/** {@code WITH ('connector' = 'memory')} has no options. */
public record MemorySinkOptions() {}
