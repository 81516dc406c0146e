package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DeadLetters;
import io.sluice.runtime.batch.ArrowRows;
import io.sluice.runtime.batch.ColumnBatch;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Sends rows that could not be read or computed to the dead-letter table, each in an envelope, see {@link DeadLetters};
 * they are published with the batch. Whoever meets such rows works on a piece of the batch:
 *
 * <pre>{@code
 * DeadLetterOutput.Letters letters = output.open(thread, piece);   // the thread's own; the same for the whole piece
 * letters.add("bids", "/in/a.json, line 3", "expected INT, got 'x'", "{…}");
 * letters.flush();                                                 // when the piece is done
 * }</pre>
 *
 * <p>The order of the envelopes is that of the pieces and of the calls, so calls must follow from the piece alone. What is
 * added costs a few copies; it is no way for rows by the million. Counting them is the caller's.
 */
public final class DeadLetterOutput implements AutoCloseable {
    private static final int FLUSH_BYTES = 1 << 20;

    private final byte[] query;
    private final SinkOutput output;
    private final BufferAllocator allocator;
    private final Letters[] letters;
    private long batch;

    public DeadLetterOutput(String queryName, SinkOutput output, int threads, BufferAllocator allocator) {
        query = queryName.getBytes(StandardCharsets.UTF_8);
        this.output = requireNonNull(output, "output");
        this.allocator = requireNonNull(allocator, "allocator");
        letters = new Letters[threads];
    }

    public void begin(long newBatch) {
        batch = newBatch;
        for (Letters each : letters) {
            if (each != null) {
                each.clear();
            }
        }
    }

    /** What {@code thread} sends while it works on a piece of the batch. */
    public Letters open(int thread, int piece) {
        if (letters[thread] == null) {
            letters[thread] = new Letters();
        }
        Letters own = letters[thread];
        own.turnTo(output.part(thread, piece));
        return own;
    }

    @Override
    public void close() {
        for (Letters each : letters) {
            if (each != null) {
                each.arrow.close();
            }
        }
    }

    /** The envelopes of one thread. */
    public final class Letters {
        private final ColumnBatch envelopes =
                ColumnBatch.of(DeadLetters.COLUMNS.stream().map(Column::type).toList());
        private final ArrowRows arrow = new ArrowRows(DeadLetters.COLUMNS, allocator);
        private int part;
        private long bytes;

        private Letters() {}

        private void turnTo(int newPart) {
            if (newPart != part) {
                flush();
                part = newPart;
            }
        }

        /**
         * Adds a row.
         *
         * @param source the table that it comes from; of a row that an operator has made, the operator's uid
         * @param place where in the source it is, in words
         * @param error what was expected and got
         * @param row its text: as it was read, or as JSON
         */
        public void add(String source, String place, String error, String row) {
            int at = envelopes.rows();
            ColumnBatch.appendText(envelopes.column(0), at, query, 0, query.length);
            append(1, at, source);
            append(2, at, place);
            append(3, at, error);
            envelopes.column(4).longs[at] = batch;
            append(5, at, row);
            envelopes.setRows(at + 1);
            if (envelopes.rows() == envelopes.capacity() || bytes > FLUSH_BYTES) {
                flush();
            }
        }

        private void append(int column, int row, String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            ColumnBatch.appendText(envelopes.column(column), row, utf8, 0, utf8.length);
            bytes += utf8.length;
        }

        /** Sends on what was added. */
        public void flush() {
            if (envelopes.rows() > 0) {
                output.write(part, arrow.fill(envelopes.columns(), envelopes.rows()), null);
                clear();
            }
        }

        private void clear() {
            envelopes.clear();
            bytes = 0;
        }
    }
}
