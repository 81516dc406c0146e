/**
 * What approximate aggregates keep of a group whose rows stay. The same rows give the same answer in whatever order and in
 * however many parts they come: what is kept is a function of the values alone, and so is what is made of it. Called as
 * {@link io.sluice.planner.plan.UserAggregate}s; names of classes and formats of bytes are part of checkpoints.
 */
package io.sluice.planner.sketch;
