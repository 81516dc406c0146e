package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.StoredInterval;
import java.io.IOException;

/** Intervals of twelve bytes to microseconds or months; their bytes have no order. */
final class IntervalConversion implements Conversion {
    private final ColumnType column;

    IntervalConversion(ColumnType column) {
        this.column = column;
    }

    @Override
    public byte[] apply(byte[] bytes, ColumnVector out, int at, int count) throws IOException {
        for (int i = at; i < at + count; i++) {
            out.longs[i] = StoredInterval.read(bytes, out.starts[i], column);
        }
        return bytes;
    }

    @Override
    public boolean keepsOrder() {
        return false;
    }
}
