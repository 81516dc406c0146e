/**
 * SQL text to {@link io.sluice.planner.Statement}s. The grammar is in {@code src/main/codegen}; the parser is generated from
 * it and Calcite's template. Start with {@link io.sluice.planner.parse.StreamParser}. Imports Calcite and the module's top
 * package.
 */
package io.sluice.planner.parse;
