package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.plan.TypeKind.BIGINT;
import static io.sluice.planner.plan.TypeKind.INT;
import static io.sluice.planner.plan.TypeKind.SMALLINT;
import static io.sluice.planner.plan.TypeKind.TINYINT;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Functions of the bits of integers in two's complement. A shift counts modulo 32, of a BIGINT modulo 64. */
public final class BitFunctions {
    private static final Set<TypeKind> INTS = Set.of(TINYINT, SMALLINT, INT);

    private BitFunctions() {}

    static List<ScalarFunction> all() {
        List<Entry> entries = new ArrayList<>(List.of(
                ofTwo("BITAND", "and", "BITAND(a, b)", "The bits set in both; also written a & b.")
                        .shows("BITAND(12, 10)", "8"),
                ofTwo("BITOR", "or", "BITOR(a, b)", "The bits set in either.").shows("BITOR(12, 10)", "14"),
                ofTwo("BITXOR", "xor", "BITXOR(a, b)", "The bits set in one of them; also written a ^ b.")
                        .shows("BITXOR(12, 10)", "6"),
                entry("BITNOT", "not")
                        .takes(integer("a"))
                        .gives(ResultType.same(0))
                        .says("BITNOT(a)", "The bits that are not set.")
                        .shows("BITNOT(5)", "-6"),
                entry("BIT_COUNT", "count")
                        .takes(integer("a"))
                        .gives(INT)
                        .says("BIT_COUNT(a)", "How many bits are set, of a negative number in 64 bits.")
                        .shows("BIT_COUNT(7)", "3")));
        entries.addAll(shifts("SHIFTLEFT", "shiftLeft", "To the left; also written a << n.", "20"));
        entries.addAll(shifts("SHIFTRIGHT", "shiftRight", "To the right, filled with the sign.", "1"));
        entries.addAll(shifts("SHIFTRIGHTUNSIGNED", "shiftRightUnsigned", "To the right, filled with zeros.", "1"));
        entries.add(bit("GETBIT").shows("GETBIT(5, 0)", "1"));
        entries.add(bit("BIT_GET").shows("BIT_GET(5, 1)", "0"));
        return Entry.all("Bits", BitFunctions.class, entries);
    }

    private static Entry ofTwo(String name, String method, String form, String description) {
        return entry(name, method)
                .unified()
                .takes(integer("a"), integer("b"))
                .gives(ResultType.same(0))
                .says(form, description);
    }

    private static List<Entry> shifts(String name, String method, String description, String result) {
        String form = name + "(a, n)";
        return List.of(
                entry(name + "/INT", method + "Int")
                        .takes(Parameter.of("a", INTS), integer("n"))
                        .gives(INT)
                        .says(form, description)
                        .shows(name + "(5, 2)", result),
                entry(name + "/BIGINT", method)
                        .takes(Parameter.of("a", Set.of(BIGINT)), integer("n"))
                        .gives(BIGINT)
                        .says(form, description)
                        .shows(name + "(CAST(5 AS BIGINT), 66)", result));
    }

    private static Entry bit(String name) {
        return entry(name, "bit")
                .typed()
                .takes(integer("a"), integer("place"))
                .gives(TINYINT)
                .says(name + "(a, place)", "A bit, 0 or 1; place 0 is the last.");
    }

    public static long and(long left, long right) {
        return left & right;
    }

    public static long or(long left, long right) {
        return left | right;
    }

    public static long xor(long left, long right) {
        return left ^ right;
    }

    public static long not(long value) {
        return ~value;
    }

    public static long count(long value) {
        return Long.bitCount(value);
    }

    public static long shiftLeftInt(long value, long count) {
        return (int) value << (int) count;
    }

    public static long shiftLeft(long value, long count) {
        return value << count;
    }

    public static long shiftRightInt(long value, long count) {
        return (int) value >> (int) count;
    }

    public static long shiftRight(long value, long count) {
        return value >> count;
    }

    public static long shiftRightUnsignedInt(long value, long count) {
        return (int) value >>> (int) count;
    }

    public static long shiftRightUnsigned(long value, long count) {
        return value >>> count;
    }

    public static long bit(DataType type, long value, long place) {
        int bits =
                switch (type.kind()) {
                    case TINYINT -> Byte.SIZE;
                    case SMALLINT -> Short.SIZE;
                    case INT -> Integer.SIZE;
                    default -> Long.SIZE;
                };
        if (place < 0 || place >= bits) {
            throw new RowException(
                    "%s has no bit %d".formatted(type.kind(), place), "Places go from 0 to %d.".formatted(bits - 1));
        }
        return value >>> place & 1;
    }
}
