package io.sluice.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.function.FunctionRegister;
import io.sluice.planner.function.LambdaFunction;
import io.sluice.planner.function.Shorthand;
import io.sluice.planner.function.Signature.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/sql-functions.md, as SQL. */
class FunctionExamplesTest {
    @Test
    void eachExampleGivesWhatThePageSays(@TempDir Path directory) throws IOException {
        List<Example> examples = Stream.of(
                        FunctionRegister.all().stream()
                                .flatMap(function -> function.signature().orElseThrow().examples().stream()),
                        Arrays.stream(LambdaFunction.values()).flatMap(each -> each.examples().stream()),
                        Shorthand.all().stream().flatMap(each -> each.examples().stream()))
                .flatMap(each -> each)
                .distinct()
                .toList();
        List<String> differences = new ArrayList<>();
        try (SqlValues values = SqlValues.open(directory, Map.of())) {
            List<String> results =
                    values.of(examples.stream().map(Example::call).toList());
            for (int i = 0; i < results.size(); i++) {
                Example example = examples.get(i);
                if (!results.get(i).equals(example.result())) {
                    differences.add(example.call() + " => " + results.get(i) + " instead of " + example.result());
                }
            }
        }
        assertThat(differences).isEmpty();
    }
}
