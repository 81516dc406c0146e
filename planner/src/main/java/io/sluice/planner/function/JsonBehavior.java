package io.sluice.planner.function;

/**
 * What JSON_VALUE, JSON_QUERY and JSON_EXISTS do, prepared from three words: the wrapper (NONE, CONDITIONAL,
 * UNCONDITIONAL), what is given where nothing is found, and where something is wrong (NULL, DEFAULT, EMPTY_ARRAY,
 * EMPTY_OBJECT, TRUE, FALSE, UNKNOWN, ERROR).
 */
public final class JsonBehavior {
    private final String wrapper;
    private final String onEmpty;
    private final String onError;

    public JsonBehavior(String words) {
        String[] parts = words.split(" ");
        if (parts.length != 3) {
            throw new RowException("'" + words + "' is no behavior of a JSON function", "Use the clauses of SQL.");
        }
        wrapper = parts[0];
        onEmpty = parts[1];
        onError = parts[2];
    }

    String wrapper() {
        return wrapper;
    }

    String onEmpty() {
        return onEmpty;
    }

    String onError() {
        return onError;
    }
}
