package io.sluice.runtime.state;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;

/** How an aggregate is kept in a record. A 128-bit number is its low word, then its high word. */
public enum AccumulatorKind {
    COUNT(1),
    /** 128-bit sum of longs. */
    SUM_LONG(2),
    /** 128-bit sum of 128-bit numbers. */
    SUM_WIDE(2),
    SUM_DOUBLE(1),
    /** 128-bit sum of longs, then the count. */
    AVG_LONG(3),
    /** 128-bit sum of 128-bit numbers, then the count. */
    AVG_WIDE(3),
    /** The sum, then the count. */
    AVG_DOUBLE(2),
    MIN_LONG(1),
    MAX_LONG(1),
    /** NaN is the greatest, −0.0 equals 0.0. */
    MIN_DOUBLE(1),
    MAX_DOUBLE(1),
    MIN_WIDE(2),
    MAX_WIDE(2),
    /** An id in the table's {@link StringPool}. */
    MIN_TEXT(1),
    MAX_TEXT(1);

    private final int words;

    AccumulatorKind(int words) {
        this.words = words;
    }

    public int words() {
        return words;
    }

    /** Whether a bit of the presence mask says that there was a value. */
    public boolean hasPresence() {
        return switch (this) {
            case COUNT, AVG_LONG, AVG_WIDE, AVG_DOUBLE -> false;
            case SUM_LONG,
                    SUM_WIDE,
                    SUM_DOUBLE,
                    MIN_LONG,
                    MAX_LONG,
                    MIN_DOUBLE,
                    MAX_DOUBLE,
                    MIN_WIDE,
                    MAX_WIDE,
                    MIN_TEXT,
                    MAX_TEXT -> true;
        };
    }

    /** Whether a word of it is an id in the table's {@link StringPool}. */
    public boolean isText() {
        return this == MIN_TEXT || this == MAX_TEXT;
    }

    public static AccumulatorKind of(AggregateCall.Function function, DataType argument) {
        Shape shape = Shape.of(argument);
        return switch (function) {
            case COUNT -> COUNT;
            case SUM -> shape.choose(SUM_LONG, SUM_DOUBLE, SUM_WIDE, SUM_LONG);
            case AVG -> shape.choose(AVG_LONG, AVG_DOUBLE, AVG_WIDE, AVG_LONG);
            case MIN -> shape.choose(MIN_LONG, MIN_DOUBLE, MIN_WIDE, MIN_TEXT);
            case MAX -> shape.choose(MAX_LONG, MAX_DOUBLE, MAX_WIDE, MAX_TEXT);
        };
    }

    private enum Shape {
        LONG,
        DOUBLE,
        WIDE,
        TEXT;

        static Shape of(DataType type) {
            if (type.isWide()) {
                return WIDE;
            }
            if (type.kind().isSlice()) {
                return TEXT;
            }
            return type.kind().isFloating() ? DOUBLE : LONG;
        }

        AccumulatorKind choose(
                AccumulatorKind forLong, AccumulatorKind forDouble, AccumulatorKind forWide, AccumulatorKind forText) {
            return switch (this) {
                case LONG -> forLong;
                case DOUBLE -> forDouble;
                case WIDE -> forWide;
                case TEXT -> forText;
            };
        }
    }
}
