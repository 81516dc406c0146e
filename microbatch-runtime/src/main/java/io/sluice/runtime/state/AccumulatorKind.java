package io.sluice.runtime.state;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;

/** How an aggregate is kept in a record. A 128-bit number is its low word, then its high word. */
public enum AccumulatorKind {
    COUNT(1),
    /** 1 where there was a row. */
    FLAG(1),
    /** A sum of longs, see {@link LongSum}. */
    SUM_LONG(LongSum.WORDS),
    /** Sum of 128-bit numbers, and a third word above it. */
    SUM_WIDE(3),
    SUM_DOUBLE(1),
    /** 128-bit sum of longs, then the count: an average, or a sum that can be taken back. */
    COUNTED_LONG(3),
    /** Sum of 128-bit numbers, then the count, then a third word of the sum. */
    COUNTED_WIDE(4),
    /** The sum, then the count; nothing can be taken back. */
    COUNTED_DOUBLE(2),
    /** A sum of doubles that can be taken back, see {@link SignedSum}. */
    SIGNED_DOUBLE(SignedSum.WORDS),
    /** A variance or a deviation, see {@link Moments}. */
    MOMENTS(Moments.WORDS),
    /** Sums of pairs, see {@link CoMoments}. */
    COMOMENTS(CoMoments.WORDS),
    BITS_AND(1),
    BITS_OR(1),
    /** The bits, then the count: a value that comes again takes itself back. */
    BITS_XOR(2),
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
    /** An id as of a text, by the order of the call. */
    MIN_ROW(1),
    MAX_ROW(1),
    /** The value that came first. */
    FIRST_LONG(1),
    FIRST_DOUBLE(1),
    FIRST_WIDE(2),
    FIRST_TEXT(1),
    LAST_LONG(1),
    LAST_DOUBLE(1),
    LAST_WIDE(2),
    LAST_TEXT(1),
    /** A value that is found among those that the group keeps: {@link #UNKNOWN}, {@link #NONE} or {@link #FOUND}, then the value. */
    HELD_LONG(2),
    HELD_DOUBLE(2),
    HELD_WIDE(3),
    /** An id in the table's {@link StringPool}. */
    HELD_TEXT(2),
    /** The accumulator of a user's class, see {@link UserAccumulators}. */
    USER(1),
    /** The time of the last change. */
    CHANGED(1);

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
        return this == SUM_WIDE || this == SUM_DOUBLE || this == USER || isValue();
    }

    /** Whether it is one value, or bits of values. */
    boolean isValue() {
        return this == BITS_AND || this == BITS_OR || compareTo(MIN_LONG) >= 0 && compareTo(LAST_TEXT) <= 0;
    }

    /** Whether it is a sum of doubles. */
    public boolean isFloating() {
        return this == SUM_DOUBLE
                || this == COUNTED_DOUBLE
                || this == SIGNED_DOUBLE
                || this == MOMENTS
                || this == COMOMENTS;
    }

    /** Whether it is the same in whatever order its rows come. */
    public boolean isOfAnyOrder() {
        return switch (this) {
            case COUNT,
                    FLAG,
                    SUM_LONG,
                    SUM_WIDE,
                    COUNTED_LONG,
                    COUNTED_WIDE,
                    BITS_AND,
                    BITS_OR,
                    BITS_XOR,
                    MIN_LONG,
                    MAX_LONG,
                    MIN_DOUBLE,
                    MAX_DOUBLE,
                    MIN_WIDE,
                    MAX_WIDE,
                    MIN_TEXT,
                    MAX_TEXT -> true;
            default -> false;
        };
    }

    /** Whether a word of it is an id in the table's {@link StringPool}. */
    public boolean isText() {
        return switch (this) {
            case MIN_TEXT, MAX_TEXT, MIN_ROW, MAX_ROW, FIRST_TEXT, LAST_TEXT, HELD_TEXT, USER -> true;
            default -> false;
        };
    }

    /** Whether it is found among the values that the group keeps. */
    public boolean isHeld() {
        return this == HELD_LONG || this == HELD_DOUBLE || this == HELD_WIDE || this == HELD_TEXT;
    }

    /** @param takesBack values can be taken back */
    public static AccumulatorKind of(AggregateCall call, DataType argument, boolean takesBack) {
        Shape shape = Shape.of(argument);
        if (call.keepsValues(takesBack) && !isCounted(call)) {
            return Shape.of(call.type()).choose(HELD_LONG, HELD_DOUBLE, HELD_WIDE, HELD_TEXT);
        }
        if (call.function().isOfPairs()) {
            return COMOMENTS;
        }
        boolean row = !call.order().isEmpty();
        return switch (call.function()) {
            case COUNT -> COUNT;
            case SUM -> takesBack
                    ? counted(shape, SIGNED_DOUBLE)
                    : shape.choose(SUM_LONG, SUM_DOUBLE, SUM_WIDE, SUM_LONG);
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> MOMENTS;
            case AVG -> counted(shape, takesBack ? SIGNED_DOUBLE : COUNTED_DOUBLE);
            case MIN -> row ? MIN_ROW : shape.choose(MIN_LONG, MIN_DOUBLE, MIN_WIDE, MIN_TEXT);
            case MAX -> row ? MAX_ROW : shape.choose(MAX_LONG, MAX_DOUBLE, MAX_WIDE, MAX_TEXT);
            case BIT_AND -> BITS_AND;
            case BIT_OR -> BITS_OR;
            case BIT_XOR -> BITS_XOR;
            case USER -> USER;
            case FIRST_VALUE -> shape.choose(FIRST_LONG, FIRST_DOUBLE, FIRST_WIDE, FIRST_TEXT);
            case LAST_VALUE -> shape.choose(LAST_LONG, LAST_DOUBLE, LAST_WIDE, LAST_TEXT);
            default -> throw new IllegalArgumentException("no accumulator of " + call.function());
        };
    }

    /** Whether each value that comes or goes changes it by itself. */
    private static boolean isCounted(AggregateCall call) {
        return switch (call.function()) {
            case COUNT, SUM, AVG, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP, BIT_XOR -> true;
            default -> false;
        };
    }

    private static AccumulatorKind counted(Shape shape, AccumulatorKind forDouble) {
        return shape.choose(COUNTED_LONG, forDouble, COUNTED_WIDE, COUNTED_LONG);
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
