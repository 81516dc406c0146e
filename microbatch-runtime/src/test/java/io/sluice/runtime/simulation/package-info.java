/**
 * Tiny jobs over a simulated disk, one seed per run: power losses, kills, failed, torn and late calls, full disks. Start
 * with {@link io.sluice.runtime.simulation.Simulation}.
 */
package io.sluice.runtime.simulation;
