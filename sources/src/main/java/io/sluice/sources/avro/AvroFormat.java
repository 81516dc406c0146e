package io.sluice.sources.avro;

import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.Scan;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileFormat;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Avro object container files, cut at the markers between blocks. Columns are found by name in each file's schema. */
public final class AvroFormat implements FileFormat {
    private static final long SPLIT = 16 << 20;

    private final List<ColumnType> columns;
    private final AvroRules rules;
    private final long splitBytes;

    /** {@code columns} are those of the table, by position; those that are not in the files are never scanned. */
    public AvroFormat(List<ColumnType> columns, ZoneId zone, boolean truncateNanos, BadRowPolicy badRows) {
        this(columns, zone, truncateNanos, badRows, SPLIT);
    }

    AvroFormat(List<ColumnType> columns, ZoneId zone, boolean truncateNanos, BadRowPolicy badRows, long splitBytes) {
        this.columns = List.copyOf(columns);
        this.rules = new AvroRules(zone, truncateNanos, badRows);
        this.splitBytes = splitBytes;
    }

    /**
     * How records become rows.
     *
     * @param zone between instants and wall clocks
     * @param badRows what becomes of a record with a value that does not fit its column
     */
    record AvroRules(ZoneId zone, boolean truncateNanos, BadRowPolicy badRows) {}

    @Override
    public List<Split> splits(DataFile file, Scan scan) {
        List<ColumnType> read = scan.columns().stream().map(columns::get).toList();
        List<Split> splits = new ArrayList<>();
        for (long from = 0; from < file.size(); from += splitBytes) {
            splits.add(new AvroSplit(file, from, from + splitBytes, read, rules));
        }
        return splits;
    }

    /** The blocks that begin in {@code [from, to)}. */
    record AvroSplit(DataFile file, long from, long to, List<ColumnType> columns, AvroRules rules) implements Split {
        private static final int BYTES_OF_ROW = 50;

        @Override
        public String partition() {
            return "0";
        }

        @Override
        public String place() {
            return from == 0 ? "" : "from byte " + from;
        }

        @Override
        public long estimatedRows() {
            return Math.max(1, (Math.min(to, file.size()) - from) / BYTES_OF_ROW);
        }

        @Override
        public SplitReader open() {
            return new AvroReader(this);
        }
    }
}
