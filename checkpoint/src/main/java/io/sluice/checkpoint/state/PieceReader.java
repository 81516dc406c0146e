package io.sluice.checkpoint.state;

import io.sluice.checkpoint.StoredPieces;
import io.sluice.checkpoint.Tasks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Reads files of a table one after the other, several record batches at a time, each by a thread:
 *
 * <pre>
 * file      snapshot          delta 7   delta 8
 * batches   0 1 2 3 4 5 6     0 1       0 1
 * rounds    └──┬──┘ └────┬────┘ └───┬───┘
 * </pre>
 *
 * A file that is read by several threads is open several times. Used by one thread.
 */
final class PieceReader implements AutoCloseable {
    /** So that threads that are done with a batch have another one. */
    private static final int OF_THREAD = 2;

    private final Tasks tasks;
    private final Consumer<StoredPieces> consumer;
    private final long allBytes;
    private double doneBytes;
    private final List<Batch> round = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();

    /** A record batch that is read in this round. */
    private record Batch(StateInput input, int number) {}

    /** Files that are read by this round, or have been by the one before. */
    private static final class Open {
        private final List<StateInput> inputs = new ArrayList<>();
        private int used;
    }

    /** @param allBytes of all that will be read */
    PieceReader(Tasks tasks, long allBytes, Consumer<StoredPieces> consumer) {
        this.tasks = tasks;
        this.allBytes = allBytes;
        this.consumer = consumer;
    }

    private int width() {
        return tasks.threads() * OF_THREAD;
    }

    /**
     * Reads a file.
     *
     * @param first the file, opened and checked
     * @param bytes about how many it has
     * @param again opens it again
     */
    void add(StateInput first, long bytes, IntFunction<StateInput> again) {
        Open file = new Open();
        open.add(file);
        file.inputs.add(first);
        int count = first.batches();
        for (int number = 0; number < count; number++) {
            if (file.used == file.inputs.size()) {
                file.inputs.add(again.apply(file.used));
            }
            round.add(new Batch(file.inputs.get(file.used++), number));
            doneBytes += (double) bytes / count;
            if (round.size() == width()) {
                read();
            }
        }
    }

    /** Reads what is left. */
    void finish() {
        if (!round.isEmpty()) {
            read();
        }
    }

    private void read() {
        tasks.run(round.size(), i -> round.get(i).input().load(round.get(i).number()));
        List<StoredPieces.Piece> pieces = new ArrayList<>();
        for (Batch batch : round) {
            pieces.add(new StoredPieces.Piece(batch.input().root(), batch.number() == 0));
        }
        consumer.accept(new StoredPieces(pieces, Math.min(1, doneBytes / allBytes)));
        round.clear();
        Optional<Open> last = Optional.ofNullable(open.peekLast());
        while (open.size() > 1) {
            close(open.removeFirst());
        }
        last.ifPresent(file -> file.used = 0);
    }

    private static void close(Open file) {
        file.inputs.forEach(StateInput::close);
    }

    @Override
    public void close() {
        open.forEach(PieceReader::close);
    }
}
