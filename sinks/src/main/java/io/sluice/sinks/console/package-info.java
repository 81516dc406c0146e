/**
 * Sinks that print, at least once: a batch is printed before it is committed, so that a crash may print it twice but never
 * loses it. Start with {@link io.sluice.sinks.console.ConsoleSink}.
 */
package io.sluice.sinks.console;
