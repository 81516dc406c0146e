package io.sluice.runtime.codegen;

import io.sluice.planner.plan.DataType;

/** The Java type that a value has in generated code. */
enum JavaType {
    BOOLEAN("boolean", "false"),
    /** Integers, DATE, TIME, TIMESTAMPs, intervals, and DECIMALs of up to 18 digits (unscaled). */
    LONG("long", "0L"),
    DOUBLE("double", "0.0"),
    /** DECIMALs of more than 18 digits. */
    DECIMAL("BigDecimal", "null"),
    /** Text, bytes, and nested values in their encoding. */
    TEXT("Utf8", "null");

    private final String text;
    private final String initial;

    JavaType(String text, String initial) {
        this.text = text;
        this.initial = initial;
    }

    /** As it is declared. */
    String text() {
        return text;
    }

    /** What a variable holds while its value is NULL. */
    String initial() {
        return initial;
    }

    static JavaType of(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> BOOLEAN;
            case TINYINT,
                    SMALLINT,
                    INT,
                    BIGINT,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_LTZ,
                    INTERVAL_DAY_TIME,
                    INTERVAL_YEAR_MONTH -> LONG;
            case FLOAT, DOUBLE -> DOUBLE;
            case DECIMAL -> type.isWide() ? DECIMAL : LONG;
            case STRING, BINARY, ARRAY, MAP, ROW -> TEXT;
        };
    }
}
