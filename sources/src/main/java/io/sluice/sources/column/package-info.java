/**
 * The types of a table's columns and the text of their values, shared by the connectors. Imports the contract package
 * only. Start with {@link io.sluice.sources.column.ColumnType}.
 */
package io.sluice.sources.column;
