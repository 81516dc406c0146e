package io.sluice.planner.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.planner.Planner;
import io.sluice.planner.Script;
import io.sluice.planner.ScriptVariables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    private static final Pattern EXAMPLE = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    @Test
    void examplesOfTheReferenceAreRead() throws IOException {
        String reference = Files.readString(Path.of("../docs/sql.md"));
        List<String> examples = EXAMPLE.matcher(reference)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(examples).hasSizeGreaterThan(10);
        assertThat(examples).allSatisfy(example -> assertThatCode(() ->
                        Planner.parse(ScriptVariables.substitute(new Script("sql.md", example), Map.of("INPUT", "in"))))
                .doesNotThrowAnyException());
    }
}
