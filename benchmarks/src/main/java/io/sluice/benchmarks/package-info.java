/**
 * Measurements that anyone can repeat: each class has a {@code main} and a script of its own in the module's folder, and
 * prints one line of JSON for each run. No parameter and no return value is null.
 */
package io.sluice.benchmarks;
