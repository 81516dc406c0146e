package io.sluice.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edges of functions whose calls need all of SQL, in cases.txt. */
class FunctionCasesTest {
    @Test
    void casesGiveWhatTheySay(@TempDir Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> expressions = new ArrayList<>();
        try (var in = FunctionCasesTest.class.getResourceAsStream("/functions/cases.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(line);
                    expressions.add(line.substring(0, line.indexOf(" => ")));
                }
            }
        }
        List<String> differences = new ArrayList<>();
        try (SqlValues values = SqlValues.open(directory, Map.of())) {
            Map<String, String> results = new HashMap<>();
            for (boolean fails : List.of(false, true)) {
                List<String> some = IntStream.range(0, lines.size())
                        .filter(i -> lines.get(i).contains(" => ! ") == fails)
                        .mapToObj(expressions::get)
                        .toList();
                for (int i = 0; i < some.size(); i += fails ? 1 : some.size()) {
                    List<String> together = fails ? some.subList(i, i + 1) : some;
                    List<String> found = values.of(together);
                    for (int j = 0; j < found.size(); j++) {
                        results.put(together.get(j), found.get(j));
                    }
                }
            }
            for (int i = 0; i < lines.size(); i++) {
                String got = expressions.get(i) + " => " + results.get(expressions.get(i));
                if (!got.equals(lines.get(i))) {
                    differences.add(got + "   instead of   " + lines.get(i));
                }
            }
        }
        assertThat(differences).isEmpty();
    }
}
