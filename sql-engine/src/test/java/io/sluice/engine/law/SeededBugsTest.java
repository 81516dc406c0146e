package io.sluice.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The seeded bugs of {@code benchmarks/mutations.txt} can still be put where they are to be; whether the law catches them is a check of its own. */
class SeededBugsTest {
    private static final Path PROJECT = Path.of("..");

    @Test
    void eachHasItsPlace() throws IOException {
        String[] bugs =
                Files.readString(PROJECT.resolve("benchmarks/mutations.txt")).split("\n= ");
        assertThat(bugs).hasSizeGreaterThan(35);
        for (int i = 1; i < bugs.length; i++) {
            List<String> lines =
                    bugs[i].lines().filter(line -> !line.startsWith("#")).toList();
            String file = lines.get(1).substring(2).split(" ")[0];
            String old = lines.get(2).substring(2);
            assertThat(Files.readString(PROJECT.resolve(file)).split(Pattern.quote(old), -1))
                    .as("%s: expected once in %s: %s", lines.get(0), file, old)
                    .hasSize(2);
        }
    }
}
