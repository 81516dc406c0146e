package io.sluice.checkpoint.state;

import io.sluice.checkpoint.StoredPieces;
import io.sluice.checkpoint.Tasks;
import io.sluice.checkpoint.Threads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads files of a table one after the other, several record batches at a time, each by a thread:
 *
 * <pre>
 * file      snapshot          delta 7   delta 8
 * batches   0 1 2 3 4 5 6     0 1       0 1
 * rounds    └──┬──┘ └────┬────┘ └───┬───┘
 * </pre>
 *
 * While the rows of a round are taken, a thread more reads ahead: it has what the threads that take them leave of the processors, as when
 * they wait for each other. What it has not begun when they are done, they read themselves. A file that is read by several threads is
 * open several times. Used by one thread.
 */
final class PieceReader implements AutoCloseable {
    /** So that threads that are done with a batch have another one. */
    private static final int OF_THREAD = 2;

    private final Tasks tasks;
    private final Consumer<StoredPieces> consumer;
    private final long allRows;
    private final Optional<ExecutorService> ahead;
    private final Deque<Open> open = new ArrayDeque<>();

    /** It fills. */
    private Round next = new Round(0);

    /** It is read, and has not been taken. */
    private Optional<Round> read = Optional.empty();

    /** A record batch, read by whoever begins with it. */
    private static final class Batch {
        private final StateInput input;
        private final int number;
        private final AtomicBoolean begun = new AtomicBoolean();

        private Batch(StateInput input, int number) {
            this.input = input;
            this.number = number;
        }

        private void read() {
            if (begun.compareAndSet(false, true)) {
                input.load(number);
            }
        }

        private StoredPieces.Piece piece() {
            return new StoredPieces.Piece(input.root(), number == 0);
        }
    }

    private static final class Round {
        private final int number;
        private final List<Batch> batches = new ArrayList<>();

        private Round(int number) {
            this.number = number;
        }

        private void readAll() {
            batches.forEach(Batch::read);
        }

        private void leave() {
            batches.forEach(batch -> batch.begun.set(true));
        }
    }

    /** A file: open for a round, and for the one after it, which is read ahead. */
    private static final class Open {
        private final List<List<StateInput>> inputs = List.of(new ArrayList<>(), new ArrayList<>());
        private int round;
        private int used;

        /** Those of a round, of which none is used when it begins. */
        private List<StateInput> of(Round to) {
            if (round != to.number) {
                round = to.number;
                used = 0;
            }
            return inputs.get(to.number % inputs.size());
        }

        private void close() {
            inputs.forEach(each -> each.forEach(StateInput::close));
        }
    }

    /** @param allRows about how many will be read */
    PieceReader(Tasks tasks, long allRows, Consumer<StoredPieces> consumer) {
        this.tasks = tasks;
        this.allRows = allRows;
        this.consumer = consumer;
        ahead = tasks.threads() > 1
                ? Optional.of(Executors.newSingleThreadExecutor(Threads.daemons("sluice-checkpoint-read")))
                : Optional.empty();
    }

    private int width() {
        return tasks.threads() * OF_THREAD;
    }

    /**
     * Reads a file.
     *
     * @param first the file, opened and checked
     * @param again opens it again
     */
    void add(StateInput first, Supplier<StateInput> again) {
        Open file = new Open();
        file.of(next).add(first);
        open.add(file);
        int count = first.batches();
        for (int number = 0; number < count; number++) {
            List<StateInput> inputs = file.of(next);
            if (file.used == inputs.size()) {
                inputs.add(again.get());
            }
            next.batches.add(new Batch(inputs.get(file.used++), number));
            if (next.batches.size() == width()) {
                readAndTake();
            }
        }
    }

    /** Reads and gives what is left. */
    void finish() {
        if (!next.batches.isEmpty()) {
            readAndTake();
        }
        read.ifPresent(this::take);
        read = Optional.empty();
    }

    /** Reads the next round, and meanwhile gives the one before. */
    private void readAndTake() {
        Round reading = next;
        Optional<Future<?>> helper =
                read.isEmpty() ? Optional.empty() : ahead.map(each -> each.submit(reading::readAll));
        Optional<Throwable> failure = Optional.empty();
        try {
            read.ifPresent(this::take);
            tasks.run(reading.batches.size(), i -> reading.batches.get(i).read());
        } finally {
            reading.leave();
            if (helper.isPresent()) {
                failure = await(helper.get());
            }
        }
        failure.ifPresent(Threads::rethrow);
        while (open.size() > 1 && open.peekFirst().round < reading.number) {
            open.removeFirst().close();
        }
        read = Optional.of(reading);
        next = new Round(reading.number + 1);
    }

    private void take(Round round) {
        List<StoredPieces.Piece> pieces =
                round.batches.stream().map(Batch::piece).toList();
        consumer.accept(new StoredPieces(pieces, allRows));
    }

    /** Gives what went wrong. It fills memory that is closed next, so it is waited for even when this thread is interrupted. */
    private static Optional<Throwable> await(Future<?> task) {
        try {
            Threads.await(task::get);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause());
        }
    }

    @Override
    public void close() {
        ahead.ifPresent(ExecutorService::shutdown);
        open.forEach(Open::close);
    }
}
