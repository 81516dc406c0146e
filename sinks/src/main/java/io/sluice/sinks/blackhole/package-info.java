/** A sink that reads every value and keeps none, for measuring. */
package io.sluice.sinks.blackhole;
