/**
 * The contract of a sink and the list of those that are built in. The runtime sees this package only; each connector has
 * a package below. Start with {@link io.sluice.sinks.Sink}. No parameter and no return value is null unless it says so.
 */
package io.sluice.sinks;
