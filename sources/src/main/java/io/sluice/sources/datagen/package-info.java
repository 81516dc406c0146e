/**
 * The source of the connector {@code datagen}: rows made up from a seed. Start with {@link
 * io.sluice.sources.datagen.DatagenSource}.
 */
package io.sluice.sources.datagen;
