package io.sluice.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.engine.testing.StreamScriptRunner.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of these pages are stream scripts: each runs as written and restarted after each step. {@code
 * -Dgolden.update=true} rewrites what they expect.
 */
class ScriptPagesTest {
    private static final List<Path> PAGES =
            List.of(Path.of("../docs/output-modes.md"), Path.of("../docs/testing-jobs.md"));
    private static final Pattern EXAMPLE = Pattern.compile("(?s)(?<=\n```iq\n).*?(?=```\n)");

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : PAGES) {
            int count = (int) EXAMPLE.matcher(Files.readString(page)).results().count();
            assertThat(count).isPositive();
            for (int i = 0; i < count; i++) {
                int example = i;
                for (Way way : List.of(Way.AS_WRITTEN, Way.RESTARTED)) {
                    String name = "%s, example %d, %s".formatted(page.getFileName(), i + 1, way);
                    tests.add(dynamicTest(name, () -> check(page, example, way)));
                }
            }
        }
        return tests.stream();
    }

    private void check(Path file, int example, Way way) throws IOException {
        String page = Files.readString(file);
        Matcher found = EXAMPLE.matcher(page);
        for (int i = 0; i <= example; i++) {
            assertThat(found.find()).isTrue();
        }
        Path root = Files.createDirectories(directory.resolve(file.getFileName() + "-" + example + "-" + way));
        try (StreamScriptRunner runner = new StreamScriptRunner(root, way, List.of())) {
            String actual = runner.run(StreamScript.parse(file.toString(), found.group()))
                    .text();
            if (Boolean.getBoolean("golden.update") && way.equals(Way.AS_WRITTEN)) {
                Files.writeString(file, page.substring(0, found.start()) + actual + page.substring(found.end()));
            } else {
                assertThat(actual).isEqualTo(found.group());
            }
        }
    }
}
