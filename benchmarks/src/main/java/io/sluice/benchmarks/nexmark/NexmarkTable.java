package io.sluice.benchmarks.nexmark;

import io.sluice.benchmarks.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The figures of all queries and engines side by side: million input rows a second, and Sluice's by the others'. */
final class NexmarkTable {
    private final List<String> queries;
    private final List<Engine> engines;
    private final List<RunLine> lines;

    NexmarkTable(List<String> queries, List<Engine> engines, List<RunLine> lines) {
        this.queries = List.copyOf(queries);
        this.engines = List.copyOf(engines);
        this.lines = List.copyOf(lines);
    }

    /** Whether every engine has run every query that it knows, and all have the same result. */
    boolean isWhole() {
        return queries.stream()
                .allMatch(query -> !result(query).equals("DIFFERENT")
                        && engines.stream().allMatch(engine -> !engine.knows(query) || rates(query, engine) != null));
    }

    String markdown() {
        StringBuilder text = new StringBuilder("| query |");
        StringBuilder rule = new StringBuilder("|---|");
        for (Engine engine : engines) {
            text.append(" %s, M rows/s (min–max) | peak MB |".formatted(engine));
            rule.append("---|---|");
        }
        for (Engine other : others()) {
            text.append(" by %1$s | by CPU |".formatted(other));
            rule.append("---|---|");
        }
        text.append(" results |\n").append(rule).append("---|\n");
        for (String query : queries) {
            text.append(row(query));
        }
        return text.append(means()).toString();
    }

    /** A line for each query that an engine does not run, with the reason; empty if there is none. */
    String refusals() {
        StringBuilder text = new StringBuilder();
        for (Engine engine : engines) {
            for (String query : queries) {
                Refusals.of(engine, query)
                        .ifPresent(reason -> text.append("- %s, %s: %s%n".formatted(engine, query, reason)));
            }
        }
        return text.toString();
    }

    private List<Engine> others() {
        return engines.contains(Engine.SLUICE)
                ? engines.stream().filter(engine -> engine != Engine.SLUICE).toList()
                : List.of();
    }

    private String row(String query) {
        StringBuilder row = new StringBuilder("| ").append(query).append(" |");
        for (Engine engine : engines) {
            Measurement rates = rates(query, engine);
            row.append(
                    rates == null
                            ? " – | – |"
                            : " %s (%s–%s) | %,d |"
                                    .formatted(
                                            Measurement.number(rates.median()),
                                            Measurement.number(rates.min()),
                                            Measurement.number(rates.max()),
                                            peak(query, engine)));
        }
        for (Engine other : others()) {
            row.append(shown(ratio(query, other, false))).append(shown(ratio(query, other, true)));
        }
        return row.append(" %s |%n".formatted(result(query))).toString();
    }

    private String means() {
        StringBuilder row = new StringBuilder("| geometric mean |");
        engines.forEach(engine -> row.append(" | |"));
        for (Engine other : others()) {
            for (boolean byCpu : new boolean[] {false, true}) {
                List<Double> ratios = queries.stream()
                        .flatMap(query -> ratio(query, other, byCpu).stream())
                        .toList();
                double logs = ratios.stream().mapToDouble(Math::log).average().orElse(Double.NaN);
                row.append(String.format(Locale.ROOT, " %.2f (%d) |", Math.exp(logs), ratios.size()));
            }
        }
        return row.append(" |").toString();
    }

    private static String shown(Optional<Double> ratio) {
        return ratio.map(value -> String.format(Locale.ROOT, " %.2f |", value)).orElse(" – |");
    }

    /** How many times as fast Sluice is, by the clock or by the processor's time. */
    private Optional<Double> ratio(String query, Engine other, boolean byCpu) {
        Function<RunLine, Double> value = byCpu ? RunLine::cpuSeconds : RunLine::seconds;
        Measurement ours = runs(query, Engine.SLUICE, value);
        Measurement theirs = runs(query, other, value);
        return ours == null || theirs == null ? Optional.empty() : Optional.of(theirs.median() / ours.median());
    }

    /** Null if there was no run. */
    private Measurement rates(String query, Engine engine) {
        return runs(query, engine, RunLine::rate);
    }

    private Measurement runs(String query, Engine engine, Function<RunLine, Double> value) {
        Measurement values = new Measurement();
        List<RunLine> runs =
                of(query, engine).stream().filter(line -> line.rate() != null).toList();
        runs.forEach(run -> values.add(value.apply(run)));
        return runs.isEmpty() ? null : values;
    }

    private long peak(String query, Engine engine) {
        return of(query, engine).stream()
                .mapToLong(RunLine::peakMegabytes)
                .max()
                .orElse(0);
    }

    private List<RunLine> of(String query, Engine engine) {
        return lines.stream()
                .filter(line -> line.query().equals(query) && line.engine().equals(engine.toString()))
                .toList();
    }

    private String result(String query) {
        List<String> results = new ArrayList<>();
        for (RunLine line : lines) {
            if (line.query().equals(query) && line.result() != null) {
                results.add(line.result());
            }
        }
        boolean agree =
                results.stream().allMatch(one -> results.stream().allMatch(other -> Fingerprint.agree(one, other)));
        return results.size() < 2 ? "not compared" : agree ? "equal" : "DIFFERENT";
    }
}
