/**
 * Stream scripts: rows in, changes out, for tests of jobs. It sees the session and what the session gives. Start with {@link
 * io.sluice.engine.testing.StreamScriptRunner}.
 */
package io.sluice.engine.testing;
