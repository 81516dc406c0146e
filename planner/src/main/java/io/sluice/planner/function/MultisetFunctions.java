package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.any;
import static io.sluice.planner.function.Parameter.array;
import static io.sluice.planner.plan.TypeKind.BOOLEAN;

import io.sluice.planner.plan.DataType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * MULTISETs: ARRAYs whose elements are in one order, so that equal ones have equal bytes: that of the values, or, where the
 * elements are nested themselves, that of their bytes; NULLs first.
 */
public final class MultisetFunctions {
    private MultisetFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Arrays",
                MultisetFunctions.class,
                entry("MULTISET", "multiset")
                        .grammar("MULTISET")
                        .takes(array("a"))
                        .converts(Conversion::comparable)
                        .typed()
                        .gives(ResultType.same(0))
                        .says(
                                "MULTISET[x, …]",
                                "The elements in their order: equal for equal elements, whatever their order.")
                        .shows("MULTISET[3, 1, 3]", "[1, 3, 3]")
                        .shows("MULTISET[3, 1] = MULTISET[1, 3]", "TRUE"),
                ofTwo("UNION ALL", "unionAll", "The elements of both.")
                        .shows("MULTISET['a', 'c'] MULTISET UNION ALL MULTISET['a']", "[a, a, c]"),
                ofTwo("UNION DISTINCT", "union", "Each element of either, once.")
                        .shows("MULTISET['a', 'c'] MULTISET UNION DISTINCT MULTISET['a']", "[a, c]"),
                ofTwo("INTERSECT ALL", "intersectAll", "Each element as often as both have it.")
                        .shows("MULTISET['a', 'a', 'b'] MULTISET INTERSECT MULTISET['a', 'a']", "[a, a]"),
                ofTwo("INTERSECT DISTINCT", "intersect", "Each element that both have, once.")
                        .shows("MULTISET['a', 'a', 'b'] MULTISET INTERSECT DISTINCT MULTISET['a', 'a']", "[a]"),
                ofTwo("EXCEPT ALL", "exceptAll", "Each element as often as the first has it more often.")
                        .shows("MULTISET['a', 'a', 'b'] MULTISET EXCEPT MULTISET['a']", "[a, b]"),
                ofTwo("EXCEPT DISTINCT", "except", "Each element of the first that the second has not, once.")
                        .shows("MULTISET['a', 'b', 'b'] MULTISET EXCEPT DISTINCT MULTISET['a']", "[b]"),
                entry("SUBMULTISET OF", "isSubmultiset")
                        .grammar("SUBMULTISET OF")
                        .takes(array("m"), array("n"))
                        .converts(Conversion::unifiedComparable)
                        .gives(BOOLEAN)
                        .says("m SUBMULTISET OF n", "Whether n has each element of m at least as often.")
                        .shows("MULTISET[1, 1] SUBMULTISET OF MULTISET[1, 2]", "FALSE"),
                entry("MEMBER OF", "isMember")
                        .grammar("MEMBER OF")
                        .takes(array("m"), any("x"))
                        .converts(Conversion::comparableElement)
                        .gives(BOOLEAN)
                        .says("x MEMBER OF m", "Whether m has the element.")
                        .shows("2 MEMBER OF MULTISET[1, 2]", "TRUE"));
    }

    private static Entry ofTwo(String name, String method, String description) {
        return entry("MULTISET " + name, method)
                .grammar("MULTISET " + name)
                .takes(array("m"), array("n"))
                .converts(Conversion::unifiedComparable)
                .typed()
                .gives(ResultType.same(0))
                .says("m MULTISET " + name + " n", description);
    }

    public static void multiset(DataType type, Utf8 array, Utf8 out) {
        if (!type.element().kind().isNested()) {
            ArrayFunctions.sort(type, array, true, out);
            return;
        }
        Integer[] positions = new Integer[NestedValues.count(array)];
        int at = NestedValues.first(array);
        for (int i = 0; i < positions.length; i++) {
            positions[i] = at;
            at = NestedValues.skip(array.bytes, at);
        }
        Arrays.sort(positions, byBytes(array.bytes));
        NestedValues.appendCount(positions.length, out);
        for (int position : positions) {
            NestedValues.appendValue(array, position, out);
        }
    }

    private static Comparator<Integer> byBytes(byte[] bytes) {
        return (left, right) -> Arrays.compareUnsigned(
                bytes, left, NestedValues.skip(bytes, left), bytes, right, NestedValues.skip(bytes, right));
    }

    /** What a method of two ARRAYs gives. */
    private interface Operation {
        void apply(Utf8 left, Utf8 right, Utf8 out);
    }

    private static void ordered(DataType type, Utf8 left, Utf8 right, Utf8 out, Operation operation) {
        Utf8 result = new Utf8(new byte[left.length + right.length], 0, 0);
        operation.apply(left, right, result);
        multiset(type, result, out);
    }

    public static void unionAll(DataType type, Utf8 left, Utf8 right, Utf8 out) {
        ordered(type, left, right, out, (a, b, to) -> {
            NestedValues.appendCount(NestedValues.count(a) + NestedValues.count(b), to);
            for (Utf8 each : new Utf8[] {a, b}) {
                int first = NestedValues.first(each);
                to.append(each.bytes, first, each.start + each.length - first);
            }
        });
    }

    public static void union(DataType type, Utf8 left, Utf8 right, Utf8 out) {
        ordered(type, left, right, out, ArrayBuildingFunctions::union);
    }

    public static void intersect(DataType type, Utf8 left, Utf8 right, Utf8 out) {
        ordered(type, left, right, out, ArrayBuildingFunctions::intersect);
    }

    public static void except(DataType type, Utf8 left, Utf8 right, Utf8 out) {
        ordered(type, left, right, out, ArrayBuildingFunctions::except);
    }

    public static void intersectAll(DataType type, Utf8 left, Utf8 right, Utf8 out) {
        ordered(type, left, right, out, (a, b, to) -> split(a, b, true, to));
    }

    public static void exceptAll(DataType type, Utf8 left, Utf8 right, Utf8 out) {
        ordered(type, left, right, out, (a, b, to) -> split(a, b, false, to));
    }

    /** The elements that have an equal one of their own in another ARRAY, or those that have none. */
    private static void split(Utf8 array, Utf8 other, boolean matched, Utf8 out) {
        Map<ByteBuffer, Integer> left = counts(other);
        int kept = 0;
        NestedValues.appendCount(0, out);
        int at = NestedValues.first(array);
        for (int i = NestedValues.count(array); i > 0; i--) {
            int end = NestedValues.skip(array.bytes, at);
            int before = left.merge(ByteBuffer.wrap(array.bytes, at, end - at), -1, Integer::sum) + 1;
            if (before > 0 == matched) {
                out.append(array.bytes, at, end - at);
                kept++;
            }
            at = end;
        }
        NestedValues.setCount(kept, out);
    }

    /** How often an ARRAY has each of its elements. */
    private static Map<ByteBuffer, Integer> counts(Utf8 array) {
        Map<ByteBuffer, Integer> counts = new HashMap<>();
        int at = NestedValues.first(array);
        for (int i = NestedValues.count(array); i > 0; i--) {
            int end = NestedValues.skip(array.bytes, at);
            counts.merge(ByteBuffer.wrap(array.bytes, at, end - at), 1, Integer::sum);
            at = end;
        }
        return counts;
    }

    public static boolean isSubmultiset(Utf8 array, Utf8 other) {
        Utf8 missing = new Utf8(new byte[array.length], 0, 0);
        split(array, other, false, missing);
        return NestedValues.count(missing) == 0;
    }

    public static boolean isMember(Utf8 array, Utf8 value) {
        return ArrayFunctions.contains(array, value);
    }
}
