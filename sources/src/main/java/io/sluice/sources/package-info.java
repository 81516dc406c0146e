/**
 * The contract of a source and the list of those that are built in. The runtime sees this package only; each connector
 * has a package below. Start with {@link io.sluice.sources.Source}. No parameter and no return value is null.
 */
package io.sluice.sources;
