/**
 * Cells and rows as text. Knows Arrow and the contract of a sink, no connector. Start with {@link
 * io.sluice.sinks.encode.JsonEncoder}.
 */
package io.sluice.sinks.encode;
