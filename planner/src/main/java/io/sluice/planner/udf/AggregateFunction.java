package io.sluice.planner.udf;

/**
 * A function of the rows of a group. It keeps an accumulator for each group, and has, beside the methods below, these public ones, which
 * are found by their names:
 *
 * <pre>
 * void accumulate(A accumulator, … arguments)     a row comes; there may be several that differ in their parameters
 * void retract(A accumulator, … arguments)        a row that came is taken back; only where rows can be
 * void merge(A accumulator, A other)              as if the rows of the other had come to this one; the other stays as it is
 * byte[] serialize(A accumulator)                 instead of the fields of A, with
 * A deserialize(byte[] bytes)
 * </pre>
 *
 * To extend this class is not needed: any public class with {@code createAccumulator}, {@code accumulate} and {@code getValue} will
 * do. Each thread has instances of its own; see {@link ScalarFunction}.
 *
 * @param <T> the result
 * @param <A> the accumulator: a public class with a public constructor without parameters, whose public fields are what is stored; a
 *     List, a Map or an array; with {@code serialize} anything
 */
public abstract class AggregateFunction<T, A> {
    /** Of a group without rows. */
    public abstract A createAccumulator();

    /** The result for a group; leaves the accumulator as it is. */
    public abstract T getValue(A accumulator);

    /** Before the first call. */
    public void open() throws Exception {}

    /** After the last call. */
    public void close() throws Exception {}

    /** Whether equal rows always give equal results. */
    public boolean isDeterministic() {
        return true;
    }
}
