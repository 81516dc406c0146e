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
    /** BINARY, VARBINARY and BYTES: bytes, compared as unsigned numbers. */
    BINARY,
    /** Microseconds of the day on a clock without a zone. */
    TIME,
    /** Days since 1970-01-01. */
    DATE,
    /** Microseconds since 1970-01-01 00:00 on a clock without a zone. */
    TIMESTAMP,
    /** Microseconds since the epoch; shown in the session's time zone. */
    TIMESTAMP_LTZ,
    /** Days to fractions of a second, in microseconds. */
    INTERVAL_DAY_TIME,
    /** Years and months, in months. */
    INTERVAL_YEAR_MONTH,
    /** A list of elements of one type. */
    ARRAY,
    /** Keys, which are never NULL and differ from one another, each with a value. */
    MAP,
    /** Named fields. */
    ROW;

    public boolean isInteger() {
        return this == TINYINT || this == SMALLINT || this == INT || this == BIGINT;
    }

    public boolean isFloating() {
        return this == FLOAT || this == DOUBLE;
    }

    public boolean isTimestamp() {
        return this == TIMESTAMP || this == TIMESTAMP_LTZ;
    }

    public boolean isInterval() {
        return this == INTERVAL_DAY_TIME || this == INTERVAL_YEAR_MONTH;
    }

    public boolean isNested() {
        return this == ARRAY || this == MAP || this == ROW;
    }

    /** Whether the runtime holds a value as a slice of bytes. */
    public boolean isSlice() {
        return this == STRING || this == BINARY || isNested();
    }
}
