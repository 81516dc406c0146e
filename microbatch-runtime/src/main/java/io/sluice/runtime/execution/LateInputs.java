package io.sluice.runtime.execution;

import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.operator.LateOutput;
import io.sluice.runtime.operator.RowEmitter;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the late rows of the inputs of a sharded operator go. */
final class LateInputs implements AutoCloseable {
    static final LateInputs NONE = new LateInputs(List.of());

    private final List<Input> inputs;

    /**
     * Of one input.
     *
     * @param time the column with the event time
     * @param watermark its place among those of the operator
     */
    record Input(LateOutput output, int time, int watermark) {}

    /** @param inputs by the place of the input; empty: its late rows are only counted */
    LateInputs(List<Optional<Input>> inputs) {
        this.inputs = new ArrayList<>();
        inputs.forEach(input -> this.inputs.add(input.orElse(null)));
    }

    void begin(long batch, long[] watermarks) {
        for (Input input : inputs) {
            if (input != null) {
                input.output.begin(batch, watermarks[input.watermark]);
            }
        }
    }

    /** Collects the late rows of a piece; they are sent by {@link Piece#flush}. */
    Piece piece(int thread, int piece) {
        return new Piece(thread, piece);
    }

    /** The late rows of one piece. Used by one thread. */
    final class Piece implements RowEmitter.Late {
        private final int thread;
        private final int number;

        private Piece(int thread, int number) {
            this.thread = thread;
            this.number = number;
        }

        @Override
        public void add(int index, ColumnVector[] columns, int row) {
            Input input = index < inputs.size() ? inputs.get(index) : null;
            if (input == null) {
                return;
            }
            ColumnBatch batch = input.output.batch(thread);
            int at = batch.rows();
            batch.copy(columns[input.time], row, 0, at);
            for (int i = 1; i < batch.columns().length; i++) {
                batch.copy(columns[i - 1], row, i, at);
            }
            batch.setRows(at + 1);
            if (batch.rows() == batch.capacity()) {
                send(input);
            }
        }

        void flush() {
            for (Input input : inputs) {
                if (input != null && input.output.batch(thread).rows() > 0) {
                    send(input);
                }
            }
        }

        private void send(Input input) {
            BatchConsumer consumer = input.output.consumer(thread, number);
            ColumnBatch batch = input.output.batch(thread);
            consumer.accept(batch);
            batch.clear();
        }
    }

    @Override
    public void close() {
        for (Input input : inputs) {
            if (input != null) {
                input.output.close();
            }
        }
    }
}
