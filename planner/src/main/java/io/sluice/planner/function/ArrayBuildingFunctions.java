package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.any;
import static io.sluice.planner.function.Parameter.array;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.plan.TypeKind.BIGINT;
import static io.sluice.planner.plan.TypeKind.BOOLEAN;
import static io.sluice.planner.plan.TypeKind.INT;

import io.sluice.planner.plan.DataType;
import java.util.List;

/** ARRAYs of the elements of others. Elements are equal if their bytes are; NULL is equal to NULL. */
public final class ArrayBuildingFunctions {
    private static final int LIMIT = 1 << 24;

    private ArrayBuildingFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Arrays",
                ArrayBuildingFunctions.class,
                entry("ARRAY_APPEND", "append")
                        .takes(array("a"), any("x"))
                        .converts(Conversion::element)
                        .gives(ResultType.same(0))
                        .says("ARRAY_APPEND(a, x)", "With x behind the last element.")
                        .shows("ARRAY_APPEND(ARRAY[1, 2], 3)", "[1, 2, 3]"),
                entry("ARRAY_PREPEND", "prepend")
                        .takes(array("a"), any("x"))
                        .converts(Conversion::element)
                        .gives(ResultType.same(0))
                        .says("ARRAY_PREPEND(a, x)", "With x before the first element.")
                        .shows("ARRAY_PREPEND(ARRAY[1, 2], NULL)", "[NULL, 1, 2]"),
                entry("ARRAY_REMOVE", "remove")
                        .takes(array("a"), any("x"))
                        .converts(Conversion::comparableElement)
                        .gives(ResultType.same(0))
                        .says("ARRAY_REMOVE(a, x)", "Without the elements equal to x, or without the NULLs.")
                        .shows("ARRAY_REMOVE(ARRAY[1, 2, 1], 1)", "[2]"),
                entry("ARRAY_COMPACT", "compact")
                        .takes(array("a"))
                        .gives(ResultType.same(0))
                        .says("ARRAY_COMPACT(a)", "Without the NULLs.")
                        .shows("ARRAY_COMPACT(ARRAY[1, NULL, 2])", "[1, 2]"),
                entry("ARRAY_REVERSE", "reverse")
                        .takes(array("a"))
                        .gives(ResultType.same(0))
                        .says("ARRAY_REVERSE(a)", "The elements from the last to the first.")
                        .shows("ARRAY_REVERSE(ARRAY[1, 2, NULL])", "[NULL, 2, 1]"),
                entry("ARRAY_SLICE", "slice")
                        .takes(array("a"), integer("first"), integer("last").or(Integer.MAX_VALUE))
                        .gives(ResultType.same(0))
                        .says(
                                "ARRAY_SLICE(a, first [, last])",
                                "The elements of these places, both counted in; 0 as the first is 1, negative places "
                                        + "count from the end.")
                        .shows("ARRAY_SLICE(ARRAY[1, 2, 3, 4], -10, 2)", "[1, 2]")
                        .shows("ARRAY_SLICE(ARRAY[1, 2, 3, 4], -2)", "[3, 4]"),
                entry("ARRAY_CONCAT", "concat")
                        .takes(array("a"))
                        .repeated()
                        .converts(Conversion::unifiedNested)
                        .gives(ResultType.same(0))
                        .says("ARRAY_CONCAT(a, …)", "The elements of one ARRAY after the other.")
                        .shows("ARRAY_CONCAT(ARRAY[1, 2], ARRAY[2, 3])", "[1, 2, 2, 3]"),
                entry("ARRAY_DISTINCT", "distinct")
                        .takes(array("a"))
                        .converts(Conversion::comparable)
                        .gives(ResultType.same(0))
                        .says("ARRAY_DISTINCT(a)", "Each element once, in the order of the first of each.")
                        .shows("ARRAY_DISTINCT(ARRAY[2, 1, 2, NULL, NULL])", "[2, 1, NULL]"),
                ofTwo("ARRAY_UNION", "union", "Each element of either, once.")
                        .shows("ARRAY_UNION(ARRAY[1, 2], ARRAY[2, 3, 3])", "[1, 2, 3]"),
                ofTwo("ARRAY_EXCEPT", "except", "Each element of the first that is not in the second, once.")
                        .shows("ARRAY_EXCEPT(ARRAY[1, 2, 2], ARRAY[1])", "[2]"),
                ofTwo("ARRAY_INTERSECT", "intersect", "Each element that is in both, once.")
                        .shows("ARRAY_INTERSECT(ARRAY[3, 1, 2], ARRAY[2, 3])", "[3, 2]"),
                entry("ARRAYS_OVERLAP", "overlap")
                        .takes(array("a"), array("b"))
                        .converts(Conversion::unifiedComparable)
                        .nullable()
                        .gives(BOOLEAN)
                        .says(
                                "ARRAYS_OVERLAP(a, b)",
                                "Whether an element other than NULL is in both; NULL if none is, but one has a NULL "
                                        + "and neither is empty.")
                        .shows("ARRAYS_OVERLAP(ARRAY[1, 2], ARRAY[2, 3])", "TRUE")
                        .shows("ARRAYS_OVERLAP(ARRAY[1, NULL], ARRAY[2])", "NULL"),
                entry("ARRAY_REPEAT", "repeat")
                        .takes(any("x"), integer("times"))
                        .gives(arguments -> DataType.array(arguments.get(0).type(), false))
                        .says("ARRAY_REPEAT(x, times)", "An ARRAY of a value several times.")
                        .shows("ARRAY_REPEAT('a', 3)", "[a, a, a]"),
                entry("FLATTEN", "flatten")
                        .takes(array("a"))
                        .converts(Conversion::arrays)
                        .nullable()
                        .gives(arguments -> arguments.get(0).type().element())
                        .says("FLATTEN(a)", "The elements of the ARRAYs in an ARRAY; NULL if one is NULL.")
                        .shows("FLATTEN(ARRAY[ARRAY[1, 2], ARRAY[3]])", "[1, 2, 3]"),
                sequence("SEQUENCE", "sequence")
                        .takes(integer("first"), integer("last"))
                        .shows("SEQUENCE(3, 1)", "[3, 2, 1]"),
                sequence("SEQUENCE/STEP", "sequenceByStep")
                        .takes(integer("first"), integer("last"), integer("step"))
                        .shows("SEQUENCE(1, 6, 2)", "[1, 3, 5]"));
    }

    private static Entry ofTwo(String name, String method, String description) {
        return entry(name, method)
                .takes(array("a"), array("b"))
                .converts(Conversion::unifiedComparable)
                .gives(ResultType.same(0))
                .says(name + "(a, b)", description);
    }

    private static Entry sequence(String name, String method) {
        return entry(name, method)
                .gives(arguments -> DataType.array(
                        DataType.of(
                                arguments.stream()
                                                .anyMatch(argument ->
                                                        argument.type().kind() == BIGINT)
                                        ? BIGINT
                                        : INT,
                                false),
                        false))
                .says(
                        "SEQUENCE(first, last [, step])",
                        "The numbers from the first up, or down, to the last, which is counted in.");
    }

    public static void append(Utf8 array, Utf8 value, Utf8 out) {
        out.append(array).append(value);
        NestedValues.setCount(NestedValues.count(array) + 1, out);
    }

    public static void prepend(Utf8 array, Utf8 value, Utf8 out) {
        NestedValues.appendCount(NestedValues.count(array) + 1, out);
        out.append(value);
        appendElements(array, out);
    }

    private static void appendElements(Utf8 array, Utf8 out) {
        int first = NestedValues.first(array);
        out.append(array.bytes, first, array.start + array.length - first);
    }

    public static void remove(Utf8 array, Utf8 value, Utf8 out) {
        int kept = 0;
        NestedValues.appendCount(0, out);
        int at = NestedValues.first(array);
        for (int i = NestedValues.count(array); i > 0; i--) {
            int end = NestedValues.skip(array.bytes, at);
            if (!NestedValues.equal(array.bytes, at, end, value)) {
                out.append(array.bytes, at, end - at);
                kept++;
            }
            at = end;
        }
        NestedValues.setCount(kept, out);
    }

    public static void compact(Utf8 array, Utf8 out) {
        int kept = 0;
        NestedValues.appendCount(0, out);
        int at = NestedValues.first(array);
        for (int i = NestedValues.count(array); i > 0; i--) {
            int end = NestedValues.skip(array.bytes, at);
            if (!NestedValues.isNull(array, at)) {
                out.append(array.bytes, at, end - at);
                kept++;
            }
            at = end;
        }
        NestedValues.setCount(kept, out);
    }

    public static void reverse(Utf8 array, Utf8 out) {
        int count = NestedValues.count(array);
        int[] positions = new int[count];
        int at = NestedValues.first(array);
        for (int i = 0; i < count; i++) {
            positions[i] = at;
            at = NestedValues.skip(array.bytes, at);
        }
        NestedValues.appendCount(count, out);
        for (int i = count - 1; i >= 0; i--) {
            NestedValues.appendValue(array, positions[i], out);
        }
    }

    public static void slice(Utf8 array, long first, long last, Utf8 out) {
        int count = NestedValues.count(array);
        long from = Math.max(1, first < 0 ? count + first + 1 : first);
        long to = Math.min(count, last < 0 ? count + last + 1 : last);
        if (from > to) {
            NestedValues.appendCount(0, out);
            return;
        }
        int start = NestedValues.element(array, from);
        int end = start;
        for (long i = from; i <= to; i++) {
            end = NestedValues.skip(array.bytes, end);
        }
        NestedValues.appendCount((int) (to - from + 1), out);
        out.append(array.bytes, start, end - start);
    }

    public static void concat(Utf8[] arrays, Utf8 out) {
        int count = 0;
        NestedValues.appendCount(0, out);
        for (Utf8 array : arrays) {
            count += NestedValues.count(array);
            appendElements(array, out);
        }
        NestedValues.setCount(count, out);
    }

    public static void distinct(Utf8 array, Utf8 out) {
        NestedValues.appendCount(0, out);
        NestedValues.setCount(addNew(array, new ElementSet(NestedValues.count(array)), out), out);
    }

    /** Appends the elements that are not known yet; returns how many. */
    private static int addNew(Utf8 array, ElementSet known, Utf8 out) {
        int added = 0;
        int at = NestedValues.first(array);
        for (int i = NestedValues.count(array); i > 0; i--) {
            int end = NestedValues.skip(array.bytes, at);
            if (known.add(array.bytes, at)) {
                out.append(array.bytes, at, end - at);
                added++;
            }
            at = end;
        }
        return added;
    }

    public static void union(Utf8 left, Utf8 right, Utf8 out) {
        ElementSet known = new ElementSet(NestedValues.count(left) + NestedValues.count(right));
        NestedValues.appendCount(0, out);
        int count = addNew(left, known, out);
        NestedValues.setCount(count + addNew(right, known, out), out);
    }

    public static void except(Utf8 left, Utf8 right, Utf8 out) {
        ElementSet known = new ElementSet(NestedValues.count(left) + NestedValues.count(right)).addAll(right);
        NestedValues.appendCount(0, out);
        NestedValues.setCount(addNew(left, known, out), out);
    }

    public static void intersect(Utf8 left, Utf8 right, Utf8 out) {
        ElementSet wanted = new ElementSet(NestedValues.count(right)).addAll(right);
        ElementSet known = new ElementSet(NestedValues.count(left));
        int kept = 0;
        NestedValues.appendCount(0, out);
        int at = NestedValues.first(left);
        for (int i = NestedValues.count(left); i > 0; i--) {
            int end = NestedValues.skip(left.bytes, at);
            if (wanted.contains(left.bytes, at) && known.add(left.bytes, at)) {
                out.append(left.bytes, at, end - at);
                kept++;
            }
            at = end;
        }
        NestedValues.setCount(kept, out);
    }

    public static Boolean overlap(Utf8 left, Utf8 right) {
        ElementSet wanted = new ElementSet(NestedValues.count(right)).addAll(right);
        boolean sawNull = hasNull(right);
        int at = NestedValues.first(left);
        for (int i = NestedValues.count(left); i > 0; i--) {
            boolean isNull = NestedValues.isNull(left, at);
            sawNull |= isNull;
            if (!isNull && wanted.contains(left.bytes, at)) {
                return true;
            }
            at = NestedValues.skip(left.bytes, at);
        }
        boolean unknown = sawNull && NestedValues.count(left) > 0 && NestedValues.count(right) > 0;
        return unknown ? null : Boolean.FALSE;
    }

    private static boolean hasNull(Utf8 array) {
        int at = NestedValues.first(array);
        for (int i = NestedValues.count(array); i > 0; i--) {
            if (NestedValues.isNull(array, at)) {
                return true;
            }
            at = NestedValues.skip(array.bytes, at);
        }
        return false;
    }

    public static void repeat(Utf8 value, long times, Utf8 out) {
        checkSize(times, value.length);
        NestedValues.appendCount((int) Math.max(0, times), out);
        for (long i = 0; i < times; i++) {
            out.append(value);
        }
    }

    private static void checkSize(double elements, int bytes) {
        if (elements * bytes > LIMIT * 16.0) {
            throw new RowException(
                    "an ARRAY of %.0f elements is too large".formatted(elements), "Ask for fewer elements.");
        }
    }

    public static boolean flatten(Utf8 array, Utf8 out) {
        Utf8 inner = new Utf8(array.bytes, 0, 0);
        int count = 0;
        NestedValues.appendCount(0, out);
        int at = NestedValues.first(array);
        for (int i = NestedValues.count(array); i > 0; i--) {
            if (NestedValues.isNull(array, at)) {
                return false;
            }
            NestedValues.sliceAt(array, at, inner);
            count += NestedValues.count(inner);
            appendElements(inner, out);
            at = NestedValues.skip(array.bytes, at);
        }
        NestedValues.setCount(count, out);
        return true;
    }

    public static void sequence(long first, long last, Utf8 out) {
        sequenceByStep(first, last, first <= last ? 1 : -1, out);
    }

    public static void sequenceByStep(long first, long last, long step, Utf8 out) {
        if (step == 0 && first != last || step > 0 && first > last || step < 0 && first < last) {
            throw new RowException(
                    "SEQUENCE does not come from %d to %d by steps of %d".formatted(first, last, step),
                    "Give a step of the right sign, or leave it out.");
        }
        double steps = first == last ? 0 : Math.floor(((double) last - first) / step);
        checkSize(steps + 1, Long.BYTES + 1);
        NestedValues.appendCount((int) steps + 1, out);
        long value = first;
        for (long i = (long) steps; i >= 0; i--, value += step) {
            NestedValues.appendLong(value, out);
        }
    }
}
