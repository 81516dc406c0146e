package io.sluice.runtime.codegen;

import io.sluice.planner.udf.UserInstance;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A generated class, ready to be instantiated for each thread. May be shared by threads. */
public final class CompiledPipeline {
    private final Constructor<?> constructor;
    private final List<Supplier<Object>> constants;
    private final int[] reads;
    private final Optional<int[]> filterReads;
    private final int largestMethod;
    private final FailedExpression failed;

    CompiledPipeline(
            Class<?> type,
            List<Supplier<Object>> constants,
            int[] reads,
            Optional<int[]> filterReads,
            int largestMethod,
            FailedExpression failed) {
        this.constants = List.copyOf(constants);
        this.reads = reads;
        this.filterReads = filterReads;
        this.largestMethod = largestMethod;
        this.failed = failed;
        try {
            constructor = type.getConstructor(Object[].class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The columns of the input that the loop reads; others need not be there. */
    public int[] reads() {
        return reads;
    }

    /**
     * Of a pipeline that selects: the columns that {@link FusedLoop#select} reads. Then {@link #reads} are the others,
     * which {@link FusedLoop#process} reads of the selected rows.
     */
    public Optional<int[]> filterReads() {
        return filterReads;
    }

    /** Tells which expression has failed for a row. */
    public FailedExpression failed() {
        return failed;
    }

    /** Bytes of code of the largest method. */
    public int largestMethod() {
        return largestMethod;
    }

    public FusedLoop newLoop() {
        Object[] values = constants.stream().map(Supplier::get).toArray();
        try {
            FusedLoop loop = (FusedLoop) constructor.newInstance((Object) values);
            for (int i = 0; i < values.length; i++) {
                if (constants.get(i) instanceof UserInstance made) {
                    Object instance = values[i];
                    loop.own(() -> made.close(instance));
                }
            }
            return loop;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a generated class cannot be instantiated", e);
        }
    }
}
