package io.sluice.sources.socket;

import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * The columns of a table that are not in what the server sends: the time at which a row came.
 *
 * @param times their positions in the table
 */
record SocketColumns(Set<Integer> times) {
    /** Milliseconds, as Spark's source of this name has it. */
    static final Field TIME = new Field(
            "timestamp",
            new FieldType(false, new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"), null, Map.of("precision", "3")),
            null);

    SocketColumns {
        times = Set.copyOf(times);
    }

    static SocketColumns of(SourceTable table) {
        List<Field> fields = table.schema().getFields();
        return new SocketColumns(IntStream.range(0, fields.size())
                .filter(position -> fields.get(position).getMetadata().containsKey(SourceTable.METADATA_KEY))
                .boxed()
                .collect(Collectors.toSet()));
    }

    /** The splits of rows that came at {@link DataFile#modified}. */
    List<Split> splits(FileFormat format, DataFile file, Scan scan) {
        if (times.isEmpty()) {
            return format.splits(file, scan);
        }
        List<Integer> stored = scan.columns().stream()
                .filter(column -> !times.contains(column))
                .toList();
        int[] places = scan.columns().stream().mapToInt(stored::indexOf).toArray();
        return format.splits(file, new Scan(stored, ScanPredicate.TRUE)).stream()
                .<Split>map(split -> new StampedSplit(split, places, file.modified()))
                .toList();
    }
}
