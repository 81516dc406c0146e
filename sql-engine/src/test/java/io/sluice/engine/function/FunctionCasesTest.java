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
            List<String> results = values.of(expressions);
            for (int i = 0; i < results.size(); i++) {
                String got = expressions.get(i) + " => " + results.get(i);
                if (!got.equals(lines.get(i))) {
                    differences.add(got + "   instead of   " + lines.get(i));
                }
            }
        }
        assertThat(differences).isEmpty();
    }
}
