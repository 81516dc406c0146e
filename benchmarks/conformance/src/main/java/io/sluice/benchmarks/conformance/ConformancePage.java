package io.sluice.benchmarks.conformance;

import io.sluice.benchmarks.conformance.IqScript.Command;
import io.sluice.benchmarks.conformance.Quidem.Outcome;
import io.sluice.benchmarks.conformance.Verdict.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The part of docs/conformance.md that lists the queries of Quidem that do not pass, by reason. */
final class ConformancePage {
    private static final String START = "<!-- quidem -->\n";
    private static final String END = "<!-- end of quidem -->\n";

    /** By name: why the rows differ from what the script expects. */
    private final Map<String, String> differences = new LinkedHashMap<>();

    ConformancePage(String differences) {
        differences.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] parts = line.split("\t", 2);
            for (String name : parts[1].split(" ")) {
                this.differences.put(name, parts[0]);
            }
        });
    }

    void write(Path page, List<Outcome> outcomes) throws IOException {
        String text = Files.readString(page);
        int start = text.indexOf(START) + START.length();
        int end = text.indexOf(END);
        Files.writeString(page, text.substring(0, start) + summary(outcomes) + reasons(outcomes) + text.substring(end));
    }

    private static String summary(List<Outcome> outcomes) {
        Map<String, Map<Kind, Integer>> counts = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            String group = outcome.asked().dataSet()
                    + (outcome.asked().command() == Command.ERROR ? ", errors that are expected" : "");
            counts.computeIfAbsent(group, key -> new EnumMap<>(Kind.class))
                    .merge(outcome.worst().kind(), 1, Integer::sum);
        }
        StringBuilder text =
                new StringBuilder("\n| data set | passed | refused | other rows or a failure |\n|---|---|---|---|\n");
        counts.forEach((group, kinds) -> {
            int rest = kinds.values().stream().mapToInt(Integer::intValue).sum()
                    - kinds.getOrDefault(Kind.PASSED, 0)
                    - kinds.getOrDefault(Kind.REFUSED, 0);
            text.append("| %s | %d | %d | %d |\n"
                    .formatted(group, kinds.getOrDefault(Kind.PASSED, 0), kinds.getOrDefault(Kind.REFUSED, 0), rest));
        });
        return text.toString();
    }

    private String reasons(List<Outcome> outcomes) {
        Map<String, List<String>> names = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            Verdict verdict = outcome.worst();
            if (verdict.kind() != Kind.PASSED) {
                String name = outcome.script() + ":" + outcome.asked().line();
                names.computeIfAbsent(reason(name, verdict), key -> new ArrayList<>())
                        .add(name);
            }
        }
        StringBuilder text = new StringBuilder("\n| reason | queries |\n|---|---|\n");
        names.entrySet().stream()
                .sorted(Map.Entry.comparingByValue((left, right) -> right.size() - left.size()))
                .forEach(entry -> text.append("| %s | %d: %s |\n"
                        .formatted(
                                entry.getKey().replace("|", "\\|").replace("<", "&lt;"),
                                entry.getValue().size(),
                                entry.getValue().stream().collect(Collectors.joining(", ")))));
        return text + "\n";
    }

    private String reason(String name, Verdict verdict) {
        return switch (verdict.kind()) {
            case PASSED, REFUSED -> verdict.detail()
                    .replaceAll("\"[^\"]*\"", "\"…\"")
                    .replaceAll("\\d+", "n");
            case FAILED -> "fails at a row";
            case WRONG -> "other rows: " + differences.getOrDefault(name, "not explained");
            case CRASHED -> "an internal error";
        };
    }
}
