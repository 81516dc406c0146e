/**
 * The function register: names, types and the static methods that implement the functions, which generated code calls.
 * Free of Calcite. Start with {@link io.sluice.planner.function.FunctionRegister}. No parameter and no return value is
 * null unless it says so.
 */
package io.sluice.planner.function;
