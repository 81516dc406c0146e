package io.sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private int run(String... arguments) {
        return Main.run(printing(output), printing(errors), arguments);
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String path(String script) throws IOException {
        return Files.writeString(directory.resolve("job.sql"), script).toString();
    }

    @Test
    void withoutACommandTheCommandsAreTold() {
        assertThat(run()).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .startsWith("a command is missing: run, explain, test or checkpoint")
                .contains("run ", "explain ", "test ", "Exit codes:");
    }

    @Test
    void scriptMustBeNamedAndOnlyOne() {
        assertThat(run("run")).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).startsWith("Missing required parameter: 'JOB.sql'");
        errors.reset();
        assertThat(run("explain", "a.sql", "b.sql")).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).startsWith("Unmatched argument at index 2: 'b.sql'");
    }

    @Test
    void helpAndVersionGoToTheOutput() {
        assertThat(run("run", "--help")).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .startsWith("Usage: sluice run [-hV] [--bounded] [--take-over] [--checkpoint=DIR]")
                .contains("--define=NAME=VALUE", "--set=KEY=VALUE", "--trigger=T", "--progress=json|line|none");
        output.reset();
        assertThat(run("--version")).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).startsWith("Sluice ");
    }

    @Test
    void progressIsOneOfThree() throws IOException {
        assertThat(run("run", "--progress", "much", path("SHOW TABLES;"))).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("--progress", "[json, line, none]");
    }

    @Test
    void definitionsAndSettingsMayBeRepeated() throws IOException {
        String script = path("SET 'trigger' = '${T}'; SELECT ${N} FROM t;");
        assertThat(run("explain", script, "--define", "T=5 s", "--define=N=a=b", "--set", "parallelism.default=1"))
                .isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("SELECT a=b FROM t");
    }
}
