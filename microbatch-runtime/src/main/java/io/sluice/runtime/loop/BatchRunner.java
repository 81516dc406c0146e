package io.sluice.runtime.loop;

import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.checkpoint.Tasks;
import io.sluice.planner.PlannedQuery;
import io.sluice.runtime.execution.BatchInput;
import io.sluice.runtime.execution.BatchResult;
import io.sluice.runtime.execution.EventTimes;
import io.sluice.runtime.execution.Execution;
import io.sluice.runtime.execution.ExecutionOptions;
import io.sluice.runtime.execution.ReadMeter;
import io.sluice.sinks.Sink;
import io.sluice.sources.Source;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;

/** What the loop needs of an {@link Execution}; tests of the loop put something simpler here. */
public interface BatchRunner extends AutoCloseable {
    /** Makes the runner of a query. */
    interface Compiler {
        BatchRunner compile(
                PlannedQuery query,
                Map<String, Source> sources,
                Map<String, Sink> sinks,
                ExecutionOptions options,
                BufferAllocator allocator);
    }

    List<StateTable> tables();

    /** Threads that read what is restored. */
    default Tasks tasks() {
        return Tasks.ONE_BY_ONE;
    }

    void restore(StateTable table, StoredPieces rows);

    /** All stored rows of a table were given. Whether they must be given once more, since they are too many for the memory. */
    default boolean restored(StateTable table) {
        return false;
    }

    /** Runs a batch up to its staged output; when it fails, the sinks have been told to abort the batch. */
    BatchResult run(BatchInput input);

    /** The same; {@code beforeStaging} is run before any sink stages, and at best when all else is done. */
    default BatchResult run(BatchInput input, Runnable beforeStaging) {
        beforeStaging.run();
        return run(input);
    }

    /** How far the reading of the running batch is; for any thread. */
    default ReadMeter meter() {
        return new ReadMeter();
    }

    /** Whether no row that may come changes an output any more. */
    default boolean isSatisfied() {
        return false;
    }

    /** Goes on where an earlier run has stopped; once, before the first batch. */
    default void resume(EventTimes committed) {}

    /** Whether a batch without rows that starts at these times would do something. */
    boolean isDue(EventTimes times, boolean endOfInput);

    /** The least time of a batch, in microseconds, at which something is due by the clock; empty: never. */
    default OptionalLong nextTime() {
        return OptionalLong.empty();
    }

    @Override
    void close();

    /** The real one. */
    static BatchRunner compile(
            PlannedQuery query,
            Map<String, Source> sources,
            Map<String, Sink> sinks,
            ExecutionOptions options,
            BufferAllocator allocator) {
        Execution execution = Execution.compile(query, sources, sinks, options, allocator);
        return new BatchRunner() {
            @Override
            public List<StateTable> tables() {
                return execution.tables();
            }

            @Override
            public Tasks tasks() {
                return execution.tasks();
            }

            @Override
            public void restore(StateTable table, StoredPieces rows) {
                execution.restore(table, rows);
            }

            @Override
            public boolean restored(StateTable table) {
                return execution.restored(table);
            }

            @Override
            public BatchResult run(BatchInput input) {
                return execution.run(input);
            }

            @Override
            public BatchResult run(BatchInput input, Runnable beforeStaging) {
                return execution.run(input, beforeStaging);
            }

            @Override
            public boolean isSatisfied() {
                return execution.isSatisfied();
            }

            @Override
            public ReadMeter meter() {
                return execution.meter();
            }

            @Override
            public void resume(EventTimes committed) {
                execution.resume(committed);
            }

            @Override
            public boolean isDue(EventTimes times, boolean endOfInput) {
                return execution.isDue(times, endOfInput);
            }

            @Override
            public OptionalLong nextTime() {
                return execution.nextTime();
            }

            @Override
            public void close() {
                execution.close();
            }
        };
    }
}
