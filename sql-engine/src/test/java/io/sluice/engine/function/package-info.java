/** The functions of the register as SQL calls them, through parser, planner and generated code. */
package io.sluice.engine.function;
