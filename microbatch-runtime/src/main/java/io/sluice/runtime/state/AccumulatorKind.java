package io.sluice.runtime.state;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;

/** How an aggregate is kept in a record. A 128-bit number is its low word, then its high word. */
public enum AccumulatorKind {
    COUNT(1),
    /** 1 where there was a row. */
    FLAG(1),
    /** 128-bit sum of longs. */
    SUM_LONG(2),
    /** 128-bit sum of 128-bit numbers. */
    SUM_WIDE(2),
    SUM_DOUBLE(1),
    /** 128-bit sum of longs, then the count: an average, or a sum that can be taken back. */
    COUNTED_LONG(3),
    /** 128-bit sum of 128-bit numbers, then the count. */
    COUNTED_WIDE(3),
    /** The sum, then the count; nothing can be taken back. */
    COUNTED_DOUBLE(2),
    /** A sum of doubles that can be taken back, see {@link SignedSum}. */
    SIGNED_DOUBLE(SignedSum.WORDS),
    /** A variance or a deviation, see {@link Moments}. */
    MOMENTS(Moments.WORDS),
    MIN_LONG(1),
    MAX_LONG(1),
    /** NaN is the greatest, −0.0 equals 0.0. */
    MIN_DOUBLE(1),
    MAX_DOUBLE(1),
    MIN_WIDE(2),
    MAX_WIDE(2),
    /** An id in the table's {@link StringPool}. */
    MIN_TEXT(1),
    MAX_TEXT(1),
    /** A value that is found among those that the group keeps: {@link #UNKNOWN}, {@link #NONE} or {@link #FOUND}, then the value. */
    HELD_LONG(2),
    HELD_DOUBLE(2),
    HELD_WIDE(3),
    /** An id in the table's {@link StringPool}. */
    HELD_TEXT(2);

    /** Nobody has looked for the value since the record was made. */
    static final long UNKNOWN = 0;

    /** There is no value. */
    static final long NONE = 1;

    static final long FOUND = 2;

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
            case COUNT,
                    FLAG,
                    MOMENTS,
                    COUNTED_LONG,
                    COUNTED_WIDE,
                    COUNTED_DOUBLE,
                    SIGNED_DOUBLE,
                    HELD_LONG,
                    HELD_DOUBLE,
                    HELD_WIDE,
                    HELD_TEXT -> false;
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

    /** Whether it is a sum of doubles. */
    public boolean isFloating() {
        return this == SUM_DOUBLE || this == COUNTED_DOUBLE || this == SIGNED_DOUBLE || this == MOMENTS;
    }

    /** Whether a word of it is an id in the table's {@link StringPool}. */
    public boolean isText() {
        return this == MIN_TEXT || this == MAX_TEXT || this == HELD_TEXT;
    }

    /** Whether it is found among the values that the group keeps. */
    public boolean isHeld() {
        return this == HELD_LONG || this == HELD_DOUBLE || this == HELD_WIDE || this == HELD_TEXT;
    }

    /** @param takesBack values can be taken back */
    public static AccumulatorKind of(AggregateCall.Function function, DataType argument, boolean takesBack) {
        Shape shape = Shape.of(argument);
        return switch (function) {
            case COUNT -> COUNT;
            case SUM -> takesBack
                    ? counted(shape, SIGNED_DOUBLE)
                    : shape.choose(SUM_LONG, SUM_DOUBLE, SUM_WIDE, SUM_LONG);
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> MOMENTS;
            case AVG -> counted(shape, takesBack ? SIGNED_DOUBLE : COUNTED_DOUBLE);
            case MIN -> takesBack ? held(shape) : shape.choose(MIN_LONG, MIN_DOUBLE, MIN_WIDE, MIN_TEXT);
            case MAX -> takesBack ? held(shape) : shape.choose(MAX_LONG, MAX_DOUBLE, MAX_WIDE, MAX_TEXT);
        };
    }

    private static AccumulatorKind counted(Shape shape, AccumulatorKind forDouble) {
        return shape.choose(COUNTED_LONG, forDouble, COUNTED_WIDE, COUNTED_LONG);
    }

    private static AccumulatorKind held(Shape shape) {
        return shape.choose(HELD_LONG, HELD_DOUBLE, HELD_WIDE, HELD_TEXT);
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
