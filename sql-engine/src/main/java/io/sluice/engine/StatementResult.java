package io.sluice.engine;

import io.sluice.runtime.StreamingQuery;
import java.util.List;

/** What a statement gave. */
public sealed interface StatementResult {
    /** It is done, and there is nothing to show. */
    record Done() implements StatementResult {}

    /** Text for a person, such as a plan. */
    record Text(String text) implements StatementResult {}

    /** A small table for a person. */
    record Rows(List<String> columns, List<List<String>> rows) implements StatementResult {
        public Rows {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /** A query that was started. */
    record Started(StreamingQuery query) implements StatementResult {}
}
