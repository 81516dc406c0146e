/**
 * The command line. Results go to standard output; progress, logs and errors to standard error. Start with {@link
 * io.sluice.engine.cli.Main}. No parameter and no return value is null.
 */
package io.sluice.engine.cli;
