package io.sluice.sources.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PathHashesTest {
    @Test
    void itIsASetOfPaths() {
        Random random = new Random(7);
        PathHashes hashes = new PathHashes();
        Set<String> expected = new HashSet<>();
        for (int step = 0; step < 60_000; step++) {
            String path = "part-" + random.nextInt(4000) + (random.nextBoolean() ? ".json" : "");
            if (random.nextInt(3) == 0) {
                hashes.remove(path);
                expected.remove(path);
            } else {
                hashes.add(path, step);
                expected.add(path);
            }
            if (step % 1000 == 0) {
                assertThat(hashes.size()).isEqualTo(expected.size());
            }
        }
        for (int i = 0; i < 4000; i++) {
            assertThat(hashes.contains("part-" + i)).isEqualTo(expected.contains("part-" + i));
            assertThat(hashes.contains("part-" + i + ".json")).isEqualTo(expected.contains("part-" + i + ".json"));
        }
    }

    @Test
    void aPathTakesTwentySevenToFiftyFourBytes() {
        PathHashes hashes = new PathHashes();
        for (int i = 1; i <= 300_000; i++) {
            hashes.add("part-" + i, i);
            if (i >= 64) {
                assertThat(hashes.bytes()).isBetween(26L * i, 54L * i);
            }
        }
    }

    @Test
    void theOldestAreForgottenByTheirMinute() {
        PathHashes hashes = new PathHashes();
        for (int i = 0; i < 10_000; i++) {
            hashes.add("part-" + i, i / 10);
        }
        assertThat(hashes.minuteOf(2505)).isEqualTo(250);
        assertThat(hashes.removeBefore(250)).isEqualTo(2500);
        assertThat(hashes.size()).isEqualTo(7500);
        for (int i = 0; i < 10_000; i++) {
            assertThat(hashes.contains("part-" + i)).isEqualTo(i >= 2500);
        }
        assertThat(hashes.removeBefore(250)).isZero();
    }

    @Test
    void pathsThatDifferLittleAreDifferent() {
        PathHashes hashes = new PathHashes();
        int paths = 0;
        StringBuilder path = new StringBuilder();
        for (int length = 0; length < 300; length++) {
            for (char last : new char[] {0, 'a', 'b', '\u0100'}) {
                hashes.add(path.toString() + last, 0);
                paths++;
            }
            path.append('\0');
        }
        assertThat(hashes.size()).isEqualTo(paths);
    }
}
