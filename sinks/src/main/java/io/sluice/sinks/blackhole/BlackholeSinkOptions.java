package io.sluice.sinks.blackhole;

/** {@code WITH ('connector' = 'blackhole')} has no options. */
public record BlackholeSinkOptions() {}
