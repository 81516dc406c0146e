package io.sluice.sources;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The table that a source serves.
 *
 * @param name as the user wrote it, for messages
 * @param schema the physical columns; a metadata column carries its key in the field's metadata under {@link
 *     #METADATA_KEY}. TIMESTAMP is {@code Timestamp(MICROSECOND, null)}, TIMESTAMP_LTZ {@code Timestamp(MICROSECOND,
 *     "UTC")}, DATE {@code Date(DAY)}, STRING {@code Utf8}, DECIMAL 128 bits
 * @param partitions positions in the schema of the columns of PARTITIONED BY, in the order of the folders; their values
 *     are in the place of a row and not in the row. Empty unless the factory takes partitions
 * @param zone the session's time zone, for text without a zone
 */
public record SourceTable(String name, Schema schema, List<Integer> partitions, ZoneId zone) {
    public static final String METADATA_KEY = "sluice.metadata";

    public SourceTable {
        requireNonNull(name, "name");
        requireNonNull(schema, "schema");
        partitions = List.copyOf(partitions);
        requireNonNull(zone, "zone");
    }
}
