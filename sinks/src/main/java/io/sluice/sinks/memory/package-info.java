/**
 * Rows kept as Java values, for tests and for programs that embed the engine. Start with {@link
 * io.sluice.sinks.memory.MemoryTable}.
 */
package io.sluice.sinks.memory;
