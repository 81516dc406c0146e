/** Plans as people and checkpoints read them. Private to the module. */
package io.sluice.planner.explain;
