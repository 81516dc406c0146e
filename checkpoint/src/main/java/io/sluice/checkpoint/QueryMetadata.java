package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Which query a checkpoint belongs to.
 *
 * @param queryId stable over restarts
 * @param plan the whole plan, with the uids of its operators; only the planner and the runtime read it. Numbers
 *     that need more than a long or a double are text in it
 */
public record QueryMetadata(String queryId, JsonNode plan) {
    public QueryMetadata {
        requireNonNull(queryId, "queryId");
        requireNonNull(plan, "plan");
    }
}
