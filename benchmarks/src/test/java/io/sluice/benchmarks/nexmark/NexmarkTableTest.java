package io.sluice.benchmarks.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class NexmarkTableTest {
    private final List<RunLine> lines = new ArrayList<>();

    private static RunLine line(
            Engine engine, String query, int run, Double seconds, Double cpu, String result, int peak) {
        Double rate = seconds == null ? null : 1 / seconds;
        return new RunLine("nexmark", engine.toString(), "1", query, run, 0, 0, seconds, cpu, rate, null, result, peak);
    }

    private void timed(Engine engine, String query, double... seconds) {
        for (int run = 0; run < seconds.length; run++) {
            lines.add(line(engine, query, run + 1, seconds[run], 2 * seconds[run], null, 100 + run));
        }
    }

    private void result(Engine engine, String query, String result) {
        lines.add(line(engine, query, 0, null, null, result, 90));
    }

    private List<String> rows(List<String> queries, List<Engine> engines) {
        return new NexmarkTable(queries, engines, lines).markdown().lines().toList();
    }

    @Test
    void anEngineHasItsMedianItsPeakAndARatioByClockAndProcessor() {
        timed(Engine.SLUICE, "q0", 0.5, 0.25, 1);
        timed(Engine.FLINK_ROCKSDB, "q0", 1, 2, 4);
        timed(Engine.SPARK, "q0", 5);
        List<Engine> engines = List.of(Engine.SLUICE, Engine.FLINK_ROCKSDB, Engine.SPARK);
        assertThat(rows(List.of("q0"), engines))
                .first()
                .asString()
                .contains(
                        "| flink-rocksdb, M rows/s (min–max) | peak MB |",
                        "| by flink-rocksdb | by CPU | by spark | by CPU |");
        assertThat(rows(List.of("q0"), engines).get(2))
                .isEqualTo("| q0 | 2.00 (1.00–4.00) | 102 | 0.50 (0.25–1.00) | 102 | 0.20 (0.20–0.20) | 100 |"
                        + " 4.00 | 4.00 | 10.00 | 10.00 | not compared |");
    }

    @Test
    void aRefusedQueryIsADashAndHasNoPartInTheMean() {
        timed(Engine.SLUICE, "q0", 1);
        timed(Engine.SPARK, "q0", 8);
        timed(Engine.SLUICE, "q1", 1);
        timed(Engine.SPARK, "q1", 2);
        timed(Engine.SLUICE, "q19", 1);
        List<String> queries = List.of("q0", "q1", "q19");
        List<Engine> engines = List.of(Engine.SLUICE, Engine.SPARK);
        List<String> rows = rows(queries, engines);
        assertThat(rows.get(4)).isEqualTo("| q19 | 1.00 (1.00–1.00) | 100 | – | – | – | – | not compared |");
        assertThat(rows.get(5)).isEqualTo("| geometric mean | | | | | 4.00 (2) | 4.00 (2) | |");
        NexmarkTable table = new NexmarkTable(queries, engines, lines);
        assertThat(table.refusals()).startsWith("- spark, q19: ").hasLineCount(1);
        assertThat(table.isWhole()).isTrue();
    }

    @Test
    void aQueryThatAnEngineKnowsAndDidNotRunIsMissing() {
        timed(Engine.SLUICE, "q0", 1);
        assertThat(new NexmarkTable(List.of("q0"), List.of(Engine.SLUICE, Engine.FLINK), lines).isWhole())
                .isFalse();
    }

    @Test
    void resultsAreEqualByTheirSumsOrTheirRowsWhereOnlyTheseAreKnown() {
        List<Engine> engines = List.of(Engine.SLUICE, Engine.DUCKDB, Engine.FLINK);
        engines.forEach(engine -> timed(engine, "q18", 1));
        result(Engine.SLUICE, "q18", "12:00000000000000ab");
        result(Engine.DUCKDB, "q18", "12:00000000000000ab");
        result(Engine.FLINK, "q18", "12");
        assertThat(rows(List.of("q18"), engines).get(2)).endsWith("| equal |");
        lines.remove(lines.size() - 1);
        result(Engine.FLINK, "q18", "1");
        assertThat(rows(List.of("q18"), engines).get(2)).endsWith("| DIFFERENT |");
        assertThat(new NexmarkTable(List.of("q18"), engines, lines).isWhole()).isFalse();
    }

    @Test
    void everyQueryHasAFormForSparkOrAReasonWhyNot() {
        assertThat(NexmarkQuery.ALL)
                .allMatch(query -> NexmarkQuery.forSpark(query).isPresent()
                        == Refusals.of(Engine.SPARK_ROCKSDB, query).isEmpty())
                .allMatch(query -> NexmarkQuery.forDuckDb(query, false).isPresent()
                        == Refusals.of(Engine.DUCKDB, query).isEmpty());
    }

    @Test
    void enginesGoByTheNamesThatTheyAreShownBy() {
        Nexmark nexmark = new Nexmark();
        CommandLine command = new CommandLine(nexmark).setCaseInsensitiveEnumValuesAllowed(true);
        for (Engine engine : Engine.values()) {
            assertThat(command.parseArgs("--engine", engine.toString())
                            .matchedOption("--engine")
                            .<List<Engine>>getValue())
                    .isEqualTo(List.of(engine));
        }
    }

    @Test
    void aProcessReadsWhatItWasTold() {
        RunSpec spec = new RunSpec(
                "spark-rocksdb",
                "q7",
                new NexmarkFiles(Path.of("/data"), 1000, 4, 10),
                5,
                2,
                10,
                2,
                Optional.empty(),
                false);
        assertThat(RunSpec.of(spec.arguments().toArray(String[]::new))).isEqualTo(spec);
    }
}
