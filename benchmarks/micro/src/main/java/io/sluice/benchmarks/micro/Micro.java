package io.sluice.benchmarks.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks, and stores them as the baseline or compares them with it. */
public final class Micro {
    /** What is slower by more than that is told by the exit code; noise between runs stays below it on a quiet machine. */
    private static final double SLOWER = 1.3;

    private static final String YARDSTICK = "Yardstick.lookAndMix";

    private final Path baseline;
    private final Path result;
    private final ObjectMapper json = new ObjectMapper();

    private Micro(Path folder) {
        baseline = folder.resolve("baseline.json");
        result = folder.resolve("target").resolve("jmh.json");
    }

    /** @param arguments the module's folder, then those of the command */
    public static void main(String[] arguments) throws Exception {
        List<String> rest = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
        boolean compares = rest.remove("--compare");
        boolean saves = rest.remove("--save");
        if (rest.size() > 1 || rest.stream().anyMatch(each -> each.startsWith("--")) || compares && saves) {
            System.err.println("usage: ./benchmarks/jmh [--compare|--save] [PATTERN]");
            System.exit(2);
        }
        Micro micro = new Micro(Path.of(arguments[0]));
        micro.run(rest.isEmpty() ? ".*" : rest.get(0));
        if (saves) {
            micro.save(rest.isEmpty());
        } else if (compares && !micro.compare()) {
            System.exit(1);
        }
    }

    private void run(String pattern) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("io\\.sluice\\.benchmarks\\.micro\\..*" + pattern)
                .include("io\\.sluice\\.benchmarks\\.micro\\.Yardstick")
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .resultFormat(ResultFormatType.JSON)
                .result(result.toString());
        new Runner(options.build()).run();
    }

    private void save(boolean isWhole) throws IOException {
        if (!isWhole) {
            System.err.println("jmh: only a run of all benchmarks is a baseline, got a pattern: not saved");
            System.exit(2);
        }
        ArrayNode kept = json.createArrayNode();
        for (JsonNode each : json.readTree(result.toFile())) {
            ObjectNode one = kept.addObject();
            one.setAll(pick(each, "benchmark", "jdkVersion", "params"));
            one.set("primaryMetric", pick(each.get("primaryMetric"), "score", "scoreError", "scoreUnit"));
        }
        json.writerWithDefaultPrettyPrinter().writeValue(baseline.toFile(), kept);
    }

    /** What is compared, and nothing of the machine. */
    private static ObjectNode pick(JsonNode from, String... fields) {
        return ((ObjectNode) from).deepCopy().retain(fields);
    }

    /** A score, and what it may be off by. */
    private record Score(double value, double error, String unit) {}

    private Map<String, Score> scores(Path file) throws IOException {
        Map<String, Score> scores = new TreeMap<>();
        for (JsonNode each : json.readTree(file.toFile())) {
            String name = each.get("benchmark").asText().replace("io.sluice.benchmarks.micro.", "");
            StringBuilder full = new StringBuilder(name);
            each.path("params").fields().forEachRemaining(parameter -> full.append(' ')
                    .append(parameter.getValue().asText()));
            JsonNode metric = each.get("primaryMetric");
            scores.put(
                    full.toString(),
                    new Score(
                            metric.get("score").asDouble(),
                            metric.get("scoreError").asDouble(0),
                            metric.get("scoreUnit").asText()));
        }
        return scores;
    }

    /** Prints a table; whether nothing is much slower than it was, as the machine is now. */
    private boolean compare() throws IOException {
        Map<String, Score> before = scores(baseline);
        Map<String, Score> now = scores(result);
        double machine = now.get(YARDSTICK).value / before.get(YARDSTICK).value;
        System.out.printf(
                "%nThe machine takes %.2f times as long as for the baseline; ratios are without that.%n", machine);
        System.out.printf("%-36s %12s %12s %7s%n", "benchmark", "baseline", "now", "ratio");
        boolean good = true;
        for (Map.Entry<String, Score> each : now.entrySet()) {
            Score old = before.get(each.getKey());
            Score score = each.getValue();
            if (old == null) {
                System.out.printf("%-36s %12s %12.2f %7s %s%n", each.getKey(), "", score.value, "new", score.unit);
                continue;
            }
            double ratio = score.value / old.value / machine;
            boolean slower = ratio > SLOWER && score.value - score.error > (old.value + old.error) * machine;
            good &= !slower;
            System.out.printf(
                    "%-36s %12.2f %12.2f %7.2f %s%s%n",
                    each.getKey(), old.value, score.value, ratio, score.unit, slower ? "  SLOWER" : "");
        }
        return good;
    }
}
