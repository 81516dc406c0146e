package io.sluice.sources.datagen;

import io.sluice.sources.Scan;
import io.sluice.sources.Split;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.WallClock;
import java.util.List;

/**
 * The rows of a {@code rate} table: {@code value} counts from 0, {@code timestamp} is when the row came. While the rate
 * goes up, second s brings s + 1 shares of {@code rate / (rampUp + 1)} rows less one share; the rows of a second are
 * spread evenly over it.
 */
final class RateRows implements MadeRows {
    private static final long SECOND = 1_000_000L;

    private final List<ColumnType> columns;
    private final WallClock zone;
    private final long rate;
    private final long rampUp;

    /** Into how many splits a batch is cut at least. */
    private final long pieces;

    RateRows(List<ColumnType> columns, WallClock zone, RateOptions options) {
        this.columns = List.copyOf(columns);
        this.zone = zone;
        this.rate = options.rate();
        this.rampUp = options.rampUpSeconds();
        this.pieces = options.numPartitions().orElse(1L);
    }

    /** The number of rows before second {@code second} begins. */
    long before(long second) {
        long share = rate / (rampUp + 1);
        long ramp = Math.min(second, rampUp);
        long sum = ramp % 2 == 0
                ? Saturated.product(Saturated.product(ramp / 2, ramp + 1), share)
                : Saturated.product(Saturated.product(ramp, (ramp + 1) / 2), share);
        return Saturated.sum(sum, Saturated.product(Math.max(0, second - rampUp), rate));
    }

    @Override
    public long by(long elapsedMicros) {
        long second = elapsedMicros / SECOND;
        long rows = before(second);
        long more = before(second + 1) - rows;
        return Saturated.sum(rows, elapsedMicros % SECOND * more / SECOND);
    }

    @Override
    public long end() {
        return Long.MAX_VALUE;
    }

    @Override
    public List<Split> splits(long from, long to, long startMicros, Scan scan) {
        List<Generator> generators =
                columns.stream().map(column -> generator(column, startMicros)).toList();
        return DatagenSplit.cut(from, to, pieces, scan, columns, generators);
    }

    private Generator generator(ColumnType column, long startMicros) {
        if (column.name().equals(RateColumns.VALUE)) {
            return RateColumns.values();
        }
        long start = column.kind() == ColumnType.Kind.TIMESTAMP ? zone.toWall(startMicros) : startMicros;
        long step = column.timestampStep();
        return (first, count, out) -> {
            long second = secondOf(first);
            long begin = before(second);
            long end = before(second + 1);
            for (int i = 0; i < count; i++) {
                long row = first + i;
                while (row >= end) {
                    begin = end;
                    end = before(++second + 1);
                }
                long micros = start + second * SECOND + (row - begin) * SECOND / (end - begin);
                out.longs[i] = Math.floorDiv(micros, step) * step;
            }
        };
    }

    /** The second that brings a row. */
    private long secondOf(long row) {
        long low = 0;
        long high = rampUp + row / rate + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (before(middle + 1) > row) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    @Override
    public long nanosBetweenRows() {
        return 1_000_000_000L / rate;
    }
}
