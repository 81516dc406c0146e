/**
 * The events of the Nexmark benchmark: people who open auctions and bid in them, as a source {@code nexmark}. Event n is a function
 * of the options and n. Start with {@link io.sluice.sources.nexmark.NexmarkModel}.
 */
package io.sluice.sources.nexmark;
