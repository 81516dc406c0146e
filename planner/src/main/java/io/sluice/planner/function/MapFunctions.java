package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.any;
import static io.sluice.planner.function.Parameter.array;
import static io.sluice.planner.function.Parameter.map;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.plan.TypeKind.BOOLEAN;
import static io.sluice.planner.plan.TypeKind.STRING;

import io.sluice.planner.plan.DataType;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MAPs: what is in them, and MAPs of other values. The last of entries with the same key counts. */
public final class MapFunctions {
    private static final DataType TEXT = DataType.of(STRING, false);

    private MapFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Maps",
                MapFunctions.class,
                entry("MAP_KEYS", "keys")
                        .takes(map("m"))
                        .gives(arguments ->
                                DataType.array(arguments.get(0).type().key(), false))
                        .says("MAP_KEYS(m)", "The keys.")
                        .shows("MAP_KEYS(MAP['a', 1, 'b', 2])", "[a, b]"),
                entry("MAP_VALUES", "values")
                        .takes(map("m"))
                        .gives(arguments ->
                                DataType.array(arguments.get(0).type().value(), false))
                        .says("MAP_VALUES(m)", "The values, in the order of MAP_KEYS.")
                        .shows("MAP_VALUES(MAP['a', 1, 'b', 2])", "[1, 2]"),
                entry("MAP_ENTRIES", "entries")
                        .takes(map("m"))
                        .gives(arguments ->
                                DataType.array(Conversion.entry(arguments.get(0).type()), false))
                        .says("MAP_ENTRIES(m)", "ROWs of key and value, in the order of MAP_KEYS.")
                        .shows("MAP_ENTRIES(MAP['a', 1, 'b', 2])", "[(a, 1), (b, 2)]"),
                entry("MAP_FROM_ARRAYS", "fromArrays")
                        .takes(array("keys"), array("values"))
                        .converts(Conversion::keysAndValues)
                        .gives(arguments -> DataType.map(
                                arguments.get(0).type().element(),
                                arguments.get(1).type().element(),
                                false))
                        .says("MAP_FROM_ARRAYS(keys, values)", "A MAP of keys and as many values.")
                        .shows("MAP_FROM_ARRAYS(ARRAY['a', 'b'], ARRAY[1, 2])", "{a=1, b=2}"),
                entry("MAP_FROM_ENTRIES", "fromEntries")
                        .takes(array("entries"))
                        .converts(Conversion::entries)
                        .nullable()
                        .gives(arguments -> {
                            DataType entry = arguments.get(0).type().element();
                            return DataType.map(
                                    entry.children().get(0).type(),
                                    entry.children().get(1).type(),
                                    false);
                        })
                        .says("MAP_FROM_ENTRIES(entries)", "A MAP of ROWs of key and value; NULL if a ROW is NULL.")
                        .shows("MAP_FROM_ENTRIES(MAP_ENTRIES(MAP['a', 1]))", "{a=1}"),
                entry("MAP_UNION", "union")
                        .takes(map("m"))
                        .repeated()
                        .converts(Conversion::unifiedNested)
                        .gives(ResultType.same(0))
                        .says("MAP_UNION(m, …)", "The entries of all; those of later MAPs replace others.")
                        .shows("MAP_UNION(MAP['a', 1], MAP['a', 2, 'b', 3])", "{a=2, b=3}"),
                entry("MAP_CONTAINS_KEY", "containsKey")
                        .takes(map("m"), any("key"))
                        .converts(Conversion::key)
                        .gives(BOOLEAN)
                        .says("MAP_CONTAINS_KEY(m, key)", "Whether there is an entry with the key.")
                        .shows("MAP_CONTAINS_KEY(MAP['a', 1], 'b')", "FALSE"),
                elementAt("ELEMENT_AT").shows("ELEMENT_AT(MAP['a', 1], 'a')", "1"),
                elementAt("TRY_ELEMENT_AT").shows("TRY_ELEMENT_AT(MAP['a', 1], 'b')", "NULL"),
                entry("STR_TO_MAP", "ofText")
                        .takes(
                                text("s"),
                                text("pairDelimiter").or(","),
                                text("valueDelimiter").or("="))
                        .prepares(1, Regex.class)
                        .prepares(2, Regex.class)
                        .checks(1, Regex::check)
                        .checks(2, Regex::check)
                        .gives(arguments -> DataType.map(TEXT, TEXT.withNullable(true), false))
                        .says(
                                "STR_TO_MAP(s [, pairDelimiter [, valueDelimiter]])",
                                "The MAP that a text writes down; delimiters are regular expressions, comma and = "
                                        + "if not given.")
                        .shows("STR_TO_MAP('k1=v1,k2=a=b,k3')", "{k1=v1, k2=a=b, k3=NULL}"));
    }

    private static Entry elementAt(String name) {
        return entry(name + "/MAP", "elementAt")
                .takes(map("m"), any("key"))
                .converts(Conversion::key)
                .nullable()
                .encoded()
                .gives(arguments -> arguments.get(0).type().value().withNullable(true))
                .says(name + "(m, key)", "The value of a key; NULL if there is none.");
    }

    public static void keys(Utf8 map, Utf8 out) {
        everySecond(map, true, out);
    }

    public static void values(Utf8 map, Utf8 out) {
        everySecond(map, false, out);
    }

    private static void everySecond(Utf8 map, boolean keys, Utf8 out) {
        int count = NestedValues.count(map);
        NestedValues.appendCount(count, out);
        int at = NestedValues.first(map);
        for (int i = 0; i < count; i++) {
            int value = NestedValues.skip(map.bytes, at);
            int end = NestedValues.skip(map.bytes, value);
            int from = keys ? at : value;
            out.append(map.bytes, from, (keys ? value : end) - from);
            at = end;
        }
    }

    public static void entries(Utf8 map, Utf8 out) {
        int count = NestedValues.count(map);
        NestedValues.appendCount(count, out);
        int at = NestedValues.first(map);
        for (int i = 0; i < count; i++) {
            int end = NestedValues.skip(map.bytes, NestedValues.skip(map.bytes, at));
            NestedValues.appendSlice(map.bytes, at, end - at, out);
            at = end;
        }
    }

    public static void fromArrays(Utf8 keys, Utf8 values, Utf8 out) {
        int count = NestedValues.count(keys);
        if (count != NestedValues.count(values)) {
            throw new RowException(
                    "MAP_FROM_ARRAYS of %d keys and %d values".formatted(count, NestedValues.count(values)),
                    "Give as many values as keys.");
        }
        NestedValues.appendCount(count, out);
        int key = NestedValues.first(keys);
        int value = NestedValues.first(values);
        for (int i = 0; i < count; i++) {
            NestedValues.appendValue(keys, key, out);
            NestedValues.appendValue(values, value, out);
            key = NestedValues.skip(keys.bytes, key);
            value = NestedValues.skip(values.bytes, value);
        }
        NestedValues.finishMap(out);
    }

    public static boolean fromEntries(Utf8 entries, Utf8 out) {
        int count = NestedValues.count(entries);
        NestedValues.appendCount(count, out);
        Utf8 entry = new Utf8(entries.bytes, 0, 0);
        int at = NestedValues.first(entries);
        for (int i = 0; i < count; i++) {
            if (NestedValues.isNull(entries, at)) {
                return false;
            }
            out.append(NestedValues.sliceAt(entries, at, entry));
            at = NestedValues.skip(entries.bytes, at);
        }
        NestedValues.finishMap(out);
        return true;
    }

    public static void union(Utf8[] maps, Utf8 out) {
        int count = 0;
        NestedValues.appendCount(0, out);
        for (Utf8 map : maps) {
            int first = NestedValues.first(map);
            out.append(map.bytes, first, map.start + map.length - first);
            count += NestedValues.count(map);
        }
        NestedValues.setCount(count, out);
        NestedValues.finishMap(out);
    }

    public static boolean containsKey(Utf8 map, Utf8 key) {
        return NestedValues.find(map, key) >= 0;
    }

    public static void elementAt(Utf8 map, Utf8 key, Utf8 out) {
        int at = NestedValues.find(map, key);
        if (at < 0) {
            NestedValues.appendNull(out);
        } else {
            NestedValues.appendValue(map, at, out);
        }
    }

    public static void ofText(Utf8 text, Regex pairDelimiter, Regex valueDelimiter, Utf8 out) {
        NestedValues.appendCount(0, out);
        if (text.length == 0) {
            return;
        }
        int count = 0;
        Pattern between = pattern(valueDelimiter);
        for (String pair : pattern(pairDelimiter).split(text.toString(), -1)) {
            Matcher found = between.matcher(pair);
            boolean hasValue = found.find();
            append(hasValue ? pair.substring(0, found.start()) : pair, out);
            if (hasValue) {
                append(pair.substring(found.end()), out);
            } else {
                NestedValues.appendNull(out);
            }
            count++;
        }
        NestedValues.setCount(count, out);
        NestedValues.finishMap(out);
    }

    private static Pattern pattern(Regex regex) {
        return regex.pattern()
                .orElseThrow(() -> new RowException(
                        "a delimiter of STR_TO_MAP is no regular expression",
                        "Put a backslash before characters that stand for themselves."));
    }

    private static void append(String text, Utf8 out) {
        int begin = NestedValues.beginSlice(out);
        out.append(text);
        NestedValues.endSlice(begin, out);
    }
}
