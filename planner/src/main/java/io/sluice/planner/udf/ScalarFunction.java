package io.sluice.planner.udf;

/**
 * A function of one row. It has one or more public methods {@code eval}, which differ in their parameters; which is called, and
 * what the call gives, follows from the Java types. To extend it is not needed: any public class with {@code eval} will do.
 *
 * <p>Each thread of each place in a plan has an instance of its own, so that an instance may keep buffers. It is made by the
 * public constructor without parameters when a thread first needs it, then {@link #open}ed, and {@link #close}d with the
 * query.
 */
public abstract class ScalarFunction {
    /** Before the first call. */
    public void open() throws Exception {}

    /** After the last call. */
    public void close() throws Exception {}

    /** Whether equal arguments always give equal results; false where it reads a clock, chance or the outside. */
    public boolean isDeterministic() {
        return true;
    }
}
