package io.sluice.sources.datagen;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.sources.Offset;
import io.sluice.sources.SourceException;

/**
 * A position, as {@code {"rows":1000,"start":1700000000000000}}.
 *
 * @param rows how many rows were made
 * @param start when the query was first started, microseconds since the epoch
 */
record DatagenOffset(@JsonProperty("rows") long rows, @JsonProperty("start") long start) {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    static DatagenOffset parse(Offset offset, String table) {
        try {
            return MAPPER.readValue(offset.json(), DatagenOffset.class);
        } catch (JsonProcessingException e) {
            throw new SourceException(
                    "cannot read the position of datagen table \"%s\": expected {\"rows\":…,\"start\":…}, got %s"
                            .formatted(table, offset),
                    "The checkpoint was made with another connector: use a new checkpoint directory.",
                    e);
        }
    }

    Offset toOffset() {
        return new Offset("{\"rows\":%d,\"start\":%d}".formatted(rows, start));
    }
}
