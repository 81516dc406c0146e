package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.array;
import static io.sluice.planner.function.Parameter.text;

import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * PERCENTILE of several fractions, or of values that count more than once: what is computed from an ARRAY of ROWs of a value and how
 * often it counts. Its parameter is the fractions, joined by commas, behind {@link #ONE} where the result is no ARRAY.
 */
public final class PercentileLists {
    public static final String ONE = "=";

    private final List<Double> fractions;

    private record Weighted(double value, long times) {}

    public PercentileLists(String parameter) {
        fractions = fractions(parameter);
    }

    public static boolean isOne(String parameter) {
        return parameter.startsWith(ONE);
    }

    public static List<Double> fractions(String parameter) {
        return Arrays.stream((isOne(parameter) ? parameter.substring(ONE.length()) : parameter).split(","))
                .map(Double::valueOf)
                .toList();
    }

    static List<ScalarFunction> all() {
        return Entry.all(
                "Arrays",
                PercentileLists.class,
                weighted("PERCENTILE/WEIGHTED", "percentile")
                        .gives(TypeKind.DOUBLE)
                        .says(
                                "PERCENTILE(x, fraction, frequency)",
                                "An aggregate: the value up to which there is a fraction of all, each counted as often as said.")
                        .shows("PERCENTILE(10, 0.5, 2)", "10.0"),
                weighted("PERCENTILES/WEIGHTED", "percentiles")
                        .gives(ResultType.array(TypeKind.DOUBLE, false))
                        .says(
                                "PERCENTILE(x, ARRAY[fraction, …] [, frequency])",
                                "An aggregate: the same for several fractions.")
                        .shows("PERCENTILE(10, ARRAY[0.5, 0.9])", "[10.0, 10.0]")
                        .shows("PERCENTILE(10, ARRAY[0.5, 0.9], 2)", "[10.0, 10.0]"));
    }

    private static Entry weighted(String name, String method) {
        return entry(name, method)
                .grammar(name)
                .takes(array("list"), text("fractions"))
                .prepares(1, PercentileLists.class)
                .nullable();
    }

    public static Double percentile(Utf8 list, PercentileLists percentiles) {
        double[] values = percentiles.of(list);
        return values.length == 0 ? null : Double.valueOf(values[0]);
    }

    public static boolean percentiles(Utf8 list, PercentileLists percentiles, Utf8 out) {
        double[] values = percentiles.of(list);
        NestedValues.appendCount(values.length, out);
        for (double value : values) {
            NestedValues.appendDouble(value, out);
        }
        return values.length > 0;
    }

    /** For each fraction; none of no values. */
    private double[] of(Utf8 list) {
        List<Weighted> sorted = new ArrayList<>();
        long all = 0;
        Utf8 row = new Utf8();
        int at = NestedValues.first(list);
        for (int i = NestedValues.count(list); i > 0; i--) {
            NestedValues.sliceAt(list, at, row);
            int value = NestedValues.field(row, 0);
            int times = NestedValues.field(row, 1);
            boolean counts = !NestedValues.isNull(row, value) && !NestedValues.isNull(row, times);
            if (counts && NestedValues.longAt(row, times) > 0) {
                sorted.add(new Weighted(NestedValues.doubleAt(row, value), NestedValues.longAt(row, times)));
                all = Math.addExact(all, NestedValues.longAt(row, times));
            }
            at = NestedValues.skip(list.bytes, at);
        }
        sorted.sort(Comparator.comparingDouble(Weighted::value));
        double[] values = new double[sorted.isEmpty() ? 0 : fractions.size()];
        for (int i = 0; i < values.length; i++) {
            double place = fractions.get(i) * (all - 1);
            long n = (long) place;
            double lower = at(sorted, n);
            values[i] = place == n ? lower : lower + (at(sorted, n + 1) - lower) * (place - n);
        }
        return values;
    }

    private static double at(List<Weighted> sorted, long n) {
        long behind = 0;
        for (Weighted each : sorted) {
            behind += each.times();
            if (n < behind) {
                return each.value();
            }
        }
        return sorted.get(sorted.size() - 1).value();
    }
}
