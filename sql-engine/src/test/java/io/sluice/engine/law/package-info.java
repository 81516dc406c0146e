/** The law: the integrated output equals the batch answer, for any split into batches, threads, restarts and modes. */
package io.sluice.engine.law;
