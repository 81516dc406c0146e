package io.sluice.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A file of inputs and the outputs that are right for them:
 *
 * <pre>
 * input
 * >>>
 * output
 * ===
 * next input …
 * </pre>
 *
 * With {@code -Dgolden.update=true} the outputs are written instead of compared.
 */
public final class GoldenFile {
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");
    private static final String OUTPUT = "\n>>>\n";
    private static final String NEXT = "\n===\n";

    /** An input with its output. */
    public record Case(String input, String output) {
        private String title() {
            String line = input.strip().replaceAll("\\s+", " ");
            return line.length() <= 80 ? line : line.substring(0, 80) + "…";
        }
    }

    private final Path path;
    private final List<Case> cases;

    private GoldenFile(Path path, List<Case> cases) {
        this.path = path;
        this.cases = cases;
    }

    /** @param name below {@code src/test/resources} */
    public static GoldenFile open(String name) {
        Path path = Path.of("src/test/resources", name);
        try {
            List<Case> cases = new ArrayList<>();
            for (String block : Files.readString(path).split(NEXT)) {
                int output = block.indexOf(OUTPUT);
                cases.add(
                        output < 0
                                ? new Case(block.stripTrailing(), "")
                                : new Case(block.substring(0, output), block.substring(output + OUTPUT.length())));
            }
            return new GoldenFile(path, List.copyOf(cases));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Case> cases() {
        return cases;
    }

    /** A test for each case; with the flag it writes the file and then compares it with itself. */
    public Stream<DynamicTest> tests(UnaryOperator<String> output) {
        List<Case> expected = UPDATE ? update(output) : cases;
        return expected.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.title(), () -> assertThat(output.apply(one.input).stripTrailing())
                                .isEqualTo(one.output.stripTrailing())));
    }

    private List<Case> update(UnaryOperator<String> output) {
        List<Case> updated = cases.stream()
                .map(one -> new Case(one.input, output.apply(one.input).stripTrailing()))
                .toList();
        String text = String.join(
                NEXT,
                updated.stream().map(one -> one.input + OUTPUT + one.output).toList());
        try {
            Files.writeString(path, text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return updated;
    }
}
