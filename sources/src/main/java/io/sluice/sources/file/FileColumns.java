package io.sluice.sources.file;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.file.FileSplit.ScanColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The columns of a table that are not in its files.
 *
 * @param metadata by position in the table
 */
record FileColumns(Map<Integer, FileMetadata> metadata, PartitionColumns partitions) {
    FileColumns {
        metadata = Map.copyOf(metadata);
        requireNonNull(partitions, "partitions");
    }

    private boolean isStored(int position) {
        return !metadata.containsKey(position) && !partitions.contains(position);
    }

    /** The part of the scan that the format sees. */
    Scan stored(Scan scan) {
        List<Integer> positions = scan.columns().stream().filter(this::isStored).toList();
        List<ScanPredicate.Comparison> comparisons = scan.predicate().comparisons().stream()
                .filter(comparison -> isStored(comparison.column()))
                .toList();
        return scan.observed().stream().allMatch(this::isStored)
                ? new Scan(positions, new ScanPredicate(comparisons), scan.observed())
                : new Scan(positions, ScanPredicate.TRUE);
    }

    /**
     * Of a file whose partition fails the predicate: no row is wanted, but the greatest event time is. A format with
     * statistics tells it without reading; of the others all rows come, and the caller drops them.
     */
    static Scan timeOnly(Scan stored) {
        return new Scan(
                stored.columns(),
                new ScanPredicate(List.of(new ScanPredicate.Comparison(
                        stored.observed().getAsInt(), ScanPredicate.Operator.EQUAL, Long.MIN_VALUE))),
                stored.observed());
    }

    /** Where each scanned column of a file with these partition values comes from. */
    List<ScanColumn> places(Scan scan, Map<Integer, PartitionValue> values) {
        List<ScanColumn> places = new ArrayList<>();
        int stored = 0;
        for (int position : scan.columns()) {
            if (metadata.containsKey(position)) {
                places.add(new ScanColumn.Metadata(metadata.get(position)));
            } else if (values.containsKey(position)) {
                places.add(new ScanColumn.Partition(values.get(position)));
            } else {
                places.add(new ScanColumn.Stored(stored++));
            }
        }
        return places;
    }
}
