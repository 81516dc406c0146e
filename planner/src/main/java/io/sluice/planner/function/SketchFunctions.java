package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.any;
import static io.sluice.planner.function.Parameter.floating;
import static io.sluice.planner.function.Parameter.textOrBytes;
import static io.sluice.planner.plan.TypeKind.BIGINT;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.List;

/**
 * What APPROX_COUNT_DISTINCT counts in the place of values: hashes, which are frozen, as checkpoints have them. Equal values have the same one,
 * and do so in a wider type; of integers and times different values have different ones.
 */
public final class SketchFunctions {
    /** The hash of a value; NULL of NULL. */
    public static final String HASH = "HASH/APPROX_COUNT_DISTINCT";

    private static final long FIRST = 0xFF51AFD7ED558CCDL;
    private static final long SECOND = 0xC4CEB9FE1A85EC53L;

    private SketchFunctions() {}

    /** Loaded with the first text. */
    private static final class Bytes {
        static final Hasher64 HASHER = Hashing.wyhashFinal4();
    }

    static List<ScalarFunction> all() {
        return Entry.all(
                "Sketches",
                SketchFunctions.class,
                hash(HASH + "/BIGINT", "ofLong").takes(Parameter.of("x", ComparisonFunctions.LONGS)),
                hash(HASH + "/DOUBLE", "ofDouble").takes(floating("x")),
                hash(HASH + "/STRING", "ofBytes").takes(textOrBytes("x")),
                hash(HASH, "ofValue").takes(any("x")).nullable());
    }

    private static Entry hash(String name, String method) {
        return entry(name, method)
                .grammar(HASH)
                .gives(BIGINT)
                .says(
                        "APPROX_COUNT_DISTINCT(x)",
                        "How many different values there are, up to 512 exactly; see [aggregates](sql.md#aggregates).")
                .shows("(SELECT APPROX_COUNT_DISTINCT(x) FROM (VALUES 'a', 'b', 'a') AS t(x))", "2");
    }

    /** One to one. */
    public static long ofLong(long value) {
        long hash = (value ^ value >>> 33) * FIRST;
        hash = (hash ^ hash >>> 33) * SECOND;
        return hash ^ hash >>> 33;
    }

    public static long ofDouble(double value) {
        return ofLong(Double.doubleToLongBits(value + 0.0));
    }

    public static long ofBytes(Utf8 value) {
        return Bytes.HASHER.hashBytesToLong(value.bytes, value.start, value.length);
    }

    /** @param value encoded */
    public static long ofValue(Utf8 value) {
        if (NestedValues.isNull(value, value.start)) {
            return ScalarFunction.NULL_LONG;
        }
        long hash = ofBytes(value);
        return hash == ScalarFunction.NULL_LONG ? 0 : hash;
    }
}
