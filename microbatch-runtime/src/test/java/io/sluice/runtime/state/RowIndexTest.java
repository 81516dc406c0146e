package io.sluice.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An index does what a map from hashes to entries does, also where entries have gone. */
class RowIndexTest {
    @Test
    void entriesComeAndGoAsInAMap() {
        Random random = new Random(11);
        RowIndex index = new RowIndex();
        Map<Long, Integer> expected = new HashMap<>();
        for (int next = 0; next < 200_000; next++) {
            // Few low bits, so that many hashes want the same slots.
            long hash = random.nextInt(50) + ((long) random.nextInt(200) << 40);
            if (random.nextInt(3) > 0) {
                Integer known = expected.putIfAbsent(hash, next);
                assertThat(index.entryOrAdd(hash, next)).isEqualTo(known == null ? next : known);
            } else if (expected.remove(hash) != null) {
                index.remove(index.first(hash));
            }
            assertThat(index.size()).isEqualTo(expected.size());
            long asked = random.nextInt(50) + ((long) random.nextInt(200) << 40);
            int slot = index.first(asked);
            assertThat(slot < 0 ? null : (Integer) index.entry(slot)).isEqualTo(expected.get(asked));
        }
    }
}
