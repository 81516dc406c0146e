package io.sluice.runtime.loop;

import io.sluice.runtime.execution.BatchInput;
import io.sluice.runtime.execution.BatchResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what each batch was given. */
final class RecordedInputs {
    private final List<BatchInput> inputs = new CopyOnWriteArrayList<>();

    BatchRunner.Compiler compiler() {
        return (query, sources, sinks, options, allocator) -> new RunningSum(sources, sinks, allocator) {
            @Override
            public BatchResult run(BatchInput input) {
                inputs.add(input);
                return super.run(input);
            }
        };
    }

    List<BatchInput> all() {
        return inputs;
    }

    BatchInput last() {
        return inputs.get(inputs.size() - 1);
    }
}
