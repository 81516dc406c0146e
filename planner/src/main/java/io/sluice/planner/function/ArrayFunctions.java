package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.any;
import static io.sluice.planner.function.Parameter.array;
import static io.sluice.planner.function.Parameter.bool;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.plan.TypeKind.ARRAY;
import static io.sluice.planner.plan.TypeKind.BOOLEAN;
import static io.sluice.planner.plan.TypeKind.INT;
import static io.sluice.planner.plan.TypeKind.MAP;
import static io.sluice.planner.plan.TypeKind.STRING;

import io.sluice.planner.plan.DataType;
import java.util.List;
import java.util.Set;

/** What is in an ARRAY, and ARRAYs with other elements. Places count from 1; NULL is an element like others. */
public final class ArrayFunctions {
    private ArrayFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Arrays",
                ArrayFunctions.class,
                entry("CARDINALITY", "cardinality")
                        .takes(Parameter.of("a", Set.of(ARRAY, MAP)))
                        .gives(INT)
                        .says("CARDINALITY(a)", "How many elements an ARRAY, or entries a MAP has.")
                        .shows("CARDINALITY(ARRAY[1, NULL, 3])", "3"),
                entry("ARRAY_SIZE", "cardinality")
                        .takes(array("a"))
                        .gives(INT)
                        .says("ARRAY_SIZE(a)", "As CARDINALITY.")
                        .shows("ARRAY_SIZE(ARRAY['a', 'b'])", "2"),
                entry("ELEMENT", "element")
                        .takes(array("a"))
                        .nullable()
                        .encoded()
                        .gives(ResultType.element(0))
                        .says("ELEMENT(a)", "The one element; NULL if there is none, an error if there are more.")
                        .shows("ELEMENT(ARRAY[7])", "7"),
                entry("ELEMENT_AT/ARRAY", "elementAt")
                        .takes(array("a"), integer("place"))
                        .nullable()
                        .encoded()
                        .gives(ResultType.element(0))
                        .says(
                                "ELEMENT_AT(a, place)",
                                "An element, a negative place from the end; an error if there is no such place.")
                        .shows("ELEMENT_AT(ARRAY[1, 2, 3], -1)", "3"),
                entry("TRY_ELEMENT_AT/ARRAY", "tryElementAt")
                        .takes(array("a"), integer("place"))
                        .nullable()
                        .encoded()
                        .gives(ResultType.element(0))
                        .says("TRY_ELEMENT_AT(a, place)", "As ELEMENT_AT, but NULL if there is no such place.")
                        .shows("TRY_ELEMENT_AT(ARRAY[1, 2, 3], 4)", "NULL"),
                entry("GET", "get")
                        .takes(array("a"), integer("index"))
                        .nullable()
                        .encoded()
                        .gives(ResultType.element(0))
                        .says("GET(a, index)", "An element, counted from 0; NULL if there is none.")
                        .shows("GET(ARRAY[1, 2, 3], 0)", "1"),
                entry("ARRAY_CONTAINS", "contains")
                        .takes(array("a"), any("x"))
                        .converts(Conversion::comparableElement)
                        .gives(BOOLEAN)
                        .says("ARRAY_CONTAINS(a, x)", "Whether an element is equal to x; NULL is equal to NULL.")
                        .shows("ARRAY_CONTAINS(ARRAY[1, 2], 2)", "TRUE")
                        .shows("ARRAY_CONTAINS(ARRAY[1, 2], NULL)", "FALSE"),
                entry("ARRAY_POSITION", "position")
                        .takes(array("a"), any("x"))
                        .converts(Conversion::comparableElement)
                        .nullable()
                        .gives(INT)
                        .says("ARRAY_POSITION(a, x)", "The first place of x; 0 if there is none, NULL if x is NULL.")
                        .shows("ARRAY_POSITION(ARRAY['a', 'b'], 'b')", "2"),
                entry("ARRAY_MAX", "max")
                        .takes(array("a"))
                        .converts(Conversion::ordered)
                        .nullable()
                        .typed()
                        .encoded()
                        .gives(ResultType.element(0))
                        .says("ARRAY_MAX(a)", "The greatest element other than NULL; NULL if there is none.")
                        .shows("ARRAY_MAX(ARRAY[3, NULL, 10])", "10"),
                entry("ARRAY_MIN", "min")
                        .takes(array("a"))
                        .converts(Conversion::ordered)
                        .nullable()
                        .typed()
                        .encoded()
                        .gives(ResultType.element(0))
                        .says("ARRAY_MIN(a)", "The least element other than NULL; NULL if there is none.")
                        .shows("ARRAY_MIN(ARRAY['b', 'a'])", "a"),
                entry("ARRAY_SORT", "sort")
                        .takes(array("a"), bool("ascending").or(true))
                        .converts(Conversion::ordered)
                        .typed()
                        .gives(ResultType.same(0))
                        .says(
                                "ARRAY_SORT(a [, ascending [, nullsFirst]])",
                                "The elements in their order. NULLs are first if it ascends, unless said otherwise.")
                        .shows("ARRAY_SORT(ARRAY[3, NULL, 1])", "[NULL, 1, 3]")
                        .shows("ARRAY_SORT(ARRAY[3, NULL, 1], FALSE)", "[3, 1, NULL]"),
                entry("ARRAY_SORT/NULLS", "sortWithNulls")
                        .takes(array("a"), bool("ascending"), bool("nullsFirst"))
                        .converts(Conversion::ordered)
                        .typed()
                        .gives(ResultType.same(0))
                        .says("ARRAY_SORT(a [, ascending [, nullsFirst]])", "")
                        .shows("ARRAY_SORT(ARRAY[3, NULL, 1], TRUE, FALSE)", "[1, 3, NULL]"),
                entry("ARRAY_JOIN", "join")
                        .takes(array("a"), text("delimiter"))
                        .converts(Conversion.arrayOf(STRING))
                        .gives(STRING)
                        .says(
                                "ARRAY_JOIN(a, delimiter [, null])",
                                "The texts with a delimiter between them; NULLs are left out, or replaced.")
                        .shows("ARRAY_JOIN(ARRAY['a', NULL, 'b'], '-')", "a-b"),
                entry("ARRAY_JOIN/NULL", "joinWithNulls")
                        .takes(array("a"), text("delimiter"), text("null"))
                        .converts(Conversion.arrayOf(STRING))
                        .gives(STRING)
                        .says("ARRAY_JOIN(a, delimiter [, null])", "")
                        .shows("ARRAY_JOIN(ARRAY['a', NULL, 'b'], '-', '?')", "a-?-b"));
    }

    public static long cardinality(Utf8 array) {
        return NestedValues.count(array);
    }

    public static void element(Utf8 array, Utf8 out) {
        int count = NestedValues.count(array);
        if (count > 1) {
            throw new RowException(
                    "ELEMENT of an ARRAY of " + count + " elements", "Write a[1] for the first of several.");
        }
        appendElement(array, 1, out);
    }

    private static void appendElement(Utf8 array, long place, Utf8 out) {
        int at = NestedValues.element(array, place);
        if (at < 0) {
            NestedValues.appendNull(out);
        } else {
            NestedValues.appendValue(array, at, out);
        }
    }

    public static void elementAt(Utf8 array, long place, Utf8 out) {
        int count = NestedValues.count(array);
        if (place == 0 || place > count || place < -count) {
            throw new RowException(
                    "there is no element " + place + " of an ARRAY of " + count,
                    "Use a[" + place + "] or TRY_ELEMENT_AT, which give NULL.");
        }
        appendElement(array, place < 0 ? count + place + 1 : place, out);
    }

    public static void tryElementAt(Utf8 array, long place, Utf8 out) {
        appendElement(array, place < 0 ? NestedValues.count(array) + place + 1 : place, out);
    }

    public static void get(Utf8 array, long index, Utf8 out) {
        appendElement(array, index < 0 ? 0 : index + 1, out);
    }

    public static boolean contains(Utf8 array, Utf8 value) {
        return place(array, value) > 0;
    }

    public static long position(Utf8 array, Utf8 value) {
        return NestedValues.isNull(value, value.start) ? ScalarFunction.NULL_LONG : place(array, value);
    }

    private static int place(Utf8 array, Utf8 value) {
        int count = NestedValues.count(array);
        int at = NestedValues.first(array);
        for (int i = 1; i <= count; i++) {
            int end = NestedValues.skip(array.bytes, at);
            if (NestedValues.equal(array.bytes, at, end, value)) {
                return i;
            }
            at = end;
        }
        return 0;
    }

    public static void max(DataType type, Utf8 array, Utf8 out) {
        extreme(type.element(), array, 1, out);
    }

    public static void min(DataType type, Utf8 array, Utf8 out) {
        extreme(type.element(), array, -1, out);
    }

    private static void extreme(DataType type, Utf8 array, int sign, Utf8 out) {
        int best = -1;
        int at = NestedValues.first(array);
        for (int i = NestedValues.count(array); i > 0; i--) {
            boolean better = !NestedValues.isNull(array, at)
                    && (best < 0 || sign * ElementOrder.compare(type, array, at, best) > 0);
            best = better ? at : best;
            at = NestedValues.skip(array.bytes, at);
        }
        if (best < 0) {
            NestedValues.appendNull(out);
        } else {
            NestedValues.appendValue(array, best, out);
        }
    }

    public static void sort(DataType type, Utf8 array, boolean ascending, Utf8 out) {
        sortWithNulls(type, array, ascending, ascending, out);
    }

    public static void sortWithNulls(DataType type, Utf8 array, boolean ascending, boolean nullsFirst, Utf8 out) {
        int count = NestedValues.count(array);
        int[] positions = new int[count];
        int known = 0;
        int at = NestedValues.first(array);
        for (int i = 0; i < count; i++) {
            if (!NestedValues.isNull(array, at)) {
                positions[known++] = at;
            }
            at = NestedValues.skip(array.bytes, at);
        }
        ElementOrder.sort(type.element(), array, positions, known, ascending);
        NestedValues.appendCount(count, out);
        appendNulls(nullsFirst ? count - known : 0, out);
        for (int i = 0; i < known; i++) {
            NestedValues.appendValue(array, positions[i], out);
        }
        appendNulls(nullsFirst ? 0 : count - known, out);
    }

    private static void appendNulls(int count, Utf8 out) {
        for (int i = 0; i < count; i++) {
            NestedValues.appendNull(out);
        }
    }

    public static void join(Utf8 array, Utf8 delimiter, Utf8 out) {
        joined(array, delimiter, null, out);
    }

    public static void joinWithNulls(Utf8 array, Utf8 delimiter, Utf8 replacement, Utf8 out) {
        joined(array, delimiter, replacement, out);
    }

    /** @param replacement for NULLs; null to leave them out */
    private static void joined(Utf8 array, Utf8 delimiter, Utf8 replacement, Utf8 out) {
        Utf8 view = new Utf8(array.bytes, 0, 0);
        boolean first = true;
        int at = NestedValues.first(array);
        for (int i = NestedValues.count(array); i > 0; i--) {
            boolean isNull = NestedValues.isNull(array, at);
            if (!isNull || replacement != null) {
                if (!first) {
                    out.append(delimiter);
                }
                out.append(isNull ? replacement : NestedValues.sliceAt(array, at, view));
                first = false;
            }
            at = NestedValues.skip(array.bytes, at);
        }
    }
}
