/**
 * Reads the tables of the connector {@code memory}, which {@code sinks} fills; here, since only this module sees both. Start
 * with {@link io.sluice.engine.memory.MemorySource}.
 */
package io.sluice.engine.memory;
