/**
 * Rows between operators as plain arrays, and their copies to and from Arrow at the edges. Start with {@link
 * io.sluice.runtime.batch.ColumnBatch}. Null exists only inside vectors, and for absent weights.
 */
package io.sluice.runtime.batch;
