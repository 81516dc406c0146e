package io.sluice.benchmarks.conformance;

import static java.util.Objects.requireNonNull;

/** What came of a query. */
record Verdict(Kind kind, String detail) {
    static final Verdict PASSED = new Verdict(Kind.PASSED, "");

    /** From the best to the worst. */
    enum Kind {
        PASSED,
        /** The engine said at the start that it does not take the query, and why. */
        REFUSED,
        /** The engine ended the query because of a row: an overflow, a cast that fails. */
        FAILED,
        /** Other rows than expected. */
        WRONG,
        /** An error of the engine's own. */
        CRASHED
    }

    Verdict {
        requireNonNull(kind, "kind");
        requireNonNull(detail, "detail");
    }
}
