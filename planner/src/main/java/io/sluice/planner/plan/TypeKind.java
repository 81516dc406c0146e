package io.sluice.planner.plan;

/** The kinds of SQL types. */
public enum TypeKind {
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INT,
    BIGINT,
    FLOAT,
    DOUBLE,
    DECIMAL,
    /** CHAR, VARCHAR and STRING: UTF-8 text. */
    STRING,
    /** Days since 1970-01-01. */
    DATE,
    /** Microseconds since 1970-01-01 00:00 on a clock without a zone. */
    TIMESTAMP,
    /** Microseconds since the epoch; shown in the session's time zone. */
    TIMESTAMP_LTZ,
    /** Days to fractions of a second, in microseconds. */
    INTERVAL_DAY_TIME,
    /** Years and months, in months. */
    INTERVAL_YEAR_MONTH;

    public boolean isInteger() {
        return this == TINYINT || this == SMALLINT || this == INT || this == BIGINT;
    }

    public boolean isFloating() {
        return this == FLOAT || this == DOUBLE;
    }

    public boolean isTimestamp() {
        return this == TIMESTAMP || this == TIMESTAMP_LTZ;
    }
}
