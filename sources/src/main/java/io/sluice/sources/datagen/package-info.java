/**
 * Rows that are made up: the connectors {@code datagen} (from a seed), {@code rate} and {@code rate-micro-batch} (numbered, with
 * the time). Start with {@link io.sluice.sources.datagen.DatagenSource}.
 */
package io.sluice.sources.datagen;
