/**
 * A disk in memory for crash tests: a {@code java.nio.file} file system that forgets what was not forced. For the tests
 * of this module and of those above it; imports the JDK only. Start with {@link
 * io.sluice.checkpoint.simulation.SimulatedDisk}.
 */
package io.sluice.checkpoint.simulation;
