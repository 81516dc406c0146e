package io.sluice.runtime.execution;

import io.sluice.planner.plan.Column;
import io.sluice.runtime.batch.Vectors;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.KnownTimes;
import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Scan;
import io.sluice.sources.Source;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A source for tests: a batch reads the splits that were put there for it. Values are Boolean, Long, Double, BigDecimal,
 * String or null. Texts come with a dictionary if that is asked for.
 */
final class RowSource implements Source {
    private final List<Column> columns;
    private final boolean dictionaries;
    private List<Piece> pieces = List.of();

    RowSource(List<Column> columns, boolean dictionaries) {
        this.columns = List.copyOf(columns);
        this.dictionaries = dictionaries;
    }

    /** A split of a partition, and what it says of its event times. */
    record Piece(String partition, List<Object[]> rows, Optional<KnownTimes> times) {
        Piece(String partition, List<Object[]> rows) {
            this(partition, rows, Optional.empty());
        }
    }

    static OffsetRange range() {
        return new OffsetRange(Optional.empty(), new Offset("{}"));
    }

    void put(List<Piece> newPieces) {
        pieces = List.copyOf(newPieces);
    }

    @Override
    public List<Split> splits(OffsetRange range, Scan scan) {
        return pieces.stream().<Split>map(piece -> split(piece, scan)).toList();
    }

    private Split split(Piece piece, Scan scan) {
        return new Split() {
            @Override
            public String partition() {
                return piece.partition();
            }

            @Override
            public long estimatedRows() {
                return piece.rows().size();
            }

            @Override
            public Optional<KnownTimes> knownTimes() {
                return piece.times();
            }

            @Override
            public SplitReader open() {
                return new Reader(piece.rows(), scan.columns());
            }
        };
    }

    private final class Reader implements SplitReader {
        private static final int BATCH = 1000;

        private final List<Object[]> rows;
        private final List<Integer> projected;
        private int first;
        private int count;
        private long dictionary;

        Reader(List<Object[]> rows, List<Integer> projected) {
            this.rows = rows;
            this.projected = projected;
        }

        @Override
        public int next() {
            first += count;
            count = Math.min(BATCH, rows.size() - first);
            dictionary++;
            return count == 0 ? -1 : count;
        }

        @Override
        public ColumnVector column(int index) {
            int column = projected.get(index);
            return Vectors.of(
                    rows.subList(first, first + count),
                    column,
                    columns.get(column).type(),
                    dictionaries,
                    dictionary);
        }

        @Override
        public long bytesRead() {
            return 8L * first;
        }

        @Override
        public void close() {}
    }

    @Override
    public Optional<Offset> next(Optional<Offset> start, ReadLimit limit) {
        throw new IllegalStateException("not asked in these tests");
    }

    @Override
    public Optional<Offset> latest() {
        return Optional.empty();
    }

    @Override
    public void freeze() {}

    @Override
    public void freeze(Offset end) {}

    @Override
    public Optional<Offset> end(Optional<Offset> position) {
        return Optional.empty();
    }

    @Override
    public boolean isExhausted(Optional<Offset> position) {
        return false;
    }

    @Override
    public void release(Offset position) {}

    @Override
    public Optional<Duration> pollInterval() {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "RowSource";
    }

    @Override
    public void close() {}
}
