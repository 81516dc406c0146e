/**
 * From a planned query to a running one: its settings, its connectors, its checkpoint. Used by the session only. No
 * parameter and no return value is null.
 */
package io.sluice.engine.query;
