package io.sluice.engine.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of docs/output-modes.md are stream scripts: each runs as written and restarted after each step. {@code
 * -Dgolden.update=true} rewrites what they expect.
 */
class OutputModesPageTest {
    private static final Path PAGE = Path.of("../docs/output-modes.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)(?<=\n```iq\n).*?(?=```\n)");

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        int count = (int) EXAMPLE.matcher(Files.readString(PAGE)).results().count();
        for (int i = 0; i < count; i++) {
            int example = i;
            tests.add(dynamicTest("example " + (i + 1), () -> check(example, false)));
            tests.add(dynamicTest("example " + (i + 1) + " restarted", () -> check(example, true)));
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private void check(int example, boolean restarts) throws IOException {
        String page = Files.readString(PAGE);
        Matcher found = EXAMPLE.matcher(page);
        for (int i = 0; i <= example; i++) {
            assertThat(found.find()).isTrue();
        }
        Path root = Files.createDirectories(directory.resolve(example + "-" + restarts));
        try (StreamScriptRunner runner = new StreamScriptRunner(root, restarts, Optional.empty())) {
            String actual = runner.run(StreamScript.parse(found.group())).text();
            if (Boolean.getBoolean("golden.update") && !restarts) {
                Files.writeString(PAGE, page.substring(0, found.start()) + actual + page.substring(found.end()));
            } else {
                assertThat(actual).isEqualTo(found.group());
            }
        }
    }
}
