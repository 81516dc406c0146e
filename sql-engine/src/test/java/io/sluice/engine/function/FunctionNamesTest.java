package io.sluice.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that Flink's reference and Spark's users call by name, in names.txt: each works, or is refused by a message that says what
 * to write instead.
 */
class FunctionNamesTest {
    private static final String SECTION = "# --- ";
    private static final String OVER = " over ";

    /** A part of the file: expressions of one row, aggregates, or rows. */
    private record Section(String kind, String from, List<Case> cases) {}

    private record Case(String name, String expression, String expected) {
        static Case of(String line) {
            int first = line.indexOf(" :: ");
            int second = line.lastIndexOf(" => ");
            return new Case(line.substring(0, first), line.substring(first + 4, second), line.substring(second + 4));
        }
    }

    @Test
    void everyNameWorksOrIsRefused(@TempDir Path directory) throws IOException {
        List<String> differences = new ArrayList<>();
        try (SqlValues values = SqlValues.open(directory, Map.of())) {
            for (Section section : sections()) {
                differences.addAll(differences(section, false, values));
                differences.addAll(differences(section, true, values));
            }
        }
        assertThat(differences).isEmpty();
    }

    /** Those that fail do so one by one, since one of them ends a query. */
    private static List<String> differences(Section section, boolean fail, SqlValues values) {
        List<Case> cases = section.cases().stream()
                .filter(each -> each.expected().startsWith("! ") == fail)
                .toList();
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < cases.size(); i += fail ? 1 : cases.size()) {
            List<Case> some = fail ? cases.subList(i, i + 1) : cases;
            List<String> expressions = some.stream().map(Case::expression).toList();
            List<String> found = section.kind().equals("rows")
                    ? values.rows(expressions, section.from())
                    : values.of(expressions, section.from());
            for (int j = 0; j < found.size(); j++) {
                if (!found.get(j).equals(some.get(j).expected())) {
                    differences.add("%s => %s   instead of   %s"
                            .formatted(some.get(j), found.get(j), some.get(j).expected()));
                }
            }
        }
        return differences;
    }

    private static List<Section> sections() throws IOException {
        List<Section> sections = new ArrayList<>(List.of(new Section("values", "source_row", new ArrayList<>())));
        try (var in = FunctionNamesTest.class.getResourceAsStream("/functions/names.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith(SECTION)) {
                    int over = line.indexOf(OVER);
                    String kind = line.substring(SECTION.length(), over);
                    sections.add(new Section(kind, line.substring(over + OVER.length()), new ArrayList<>()));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    sections.get(sections.size() - 1).cases().add(Case.of(line));
                }
            }
        }
        return sections;
    }
}
