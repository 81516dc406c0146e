package io.sluice.sinks;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The table that a sink fills, and the query that fills it.
 *
 * @param name as the user wrote it, for messages
 * @param schema the columns of the rows; types as in a source's table
 * @param key positions of the primary key's columns; empty for none
 * @param partitions positions in the schema of the columns of PARTITIONED BY, in the order of the folders; empty for none
 *     and unless the factory takes partitions
 * @param mode what the sink gets
 * @param queryId stable over restarts; goes into the names of files, so that a repeated batch has the same names
 * @param queryName for messages and output
 * @param zone the session's time zone, for printing
 */
public record SinkTable(
        String name,
        Schema schema,
        List<Integer> key,
        List<Integer> partitions,
        OutputMode mode,
        String queryId,
        String queryName,
        ZoneId zone) {
    public SinkTable {
        requireNonNull(name, "name");
        requireNonNull(schema, "schema");
        key = List.copyOf(key);
        partitions = List.copyOf(partitions);
        requireNonNull(mode, "mode");
        requireNonNull(queryId, "queryId");
        requireNonNull(queryName, "queryName");
        requireNonNull(zone, "zone");
    }
}
