/**
 * From a chain of plan nodes to one Java class with a fused loop. Start with {@link
 * io.sluice.runtime.codegen.PipelineCompiler}; expressions are compiled by {@link
 * io.sluice.runtime.codegen.ExpressionCompiler}. No parameter and no return value is null.
 */
package io.sluice.runtime.codegen;
