/** Stream scripts: rows in, changes out, each also restarted and crashed. */
package io.sluice.engine.script;
