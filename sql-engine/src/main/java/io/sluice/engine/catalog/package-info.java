/**
 * Tables and views of a session, and the binding of their options to connectors. Used by the session only. No parameter
 * and no return value is null.
 */
package io.sluice.engine.catalog;
