package io.sluice.checkpoint.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeySetTest {
    @Test
    void eachKeyIsOfOnePart() {
        List<KeySet> parts =
                IntStream.range(0, 7).mapToObj(part -> new KeySet(7, part)).toList();
        for (int i = 0; i < 10_000; i++) {
            byte[] key = ByteBuffer.allocate(4).putInt(i / 2).array();
            boolean isNew = i % 2 == 0;
            assertThat(parts.stream().filter(part -> part.lacks(key, 4))).hasSize(isNew ? 1 : 0);
            assertThat(parts.stream().filter(part -> part.add(key, 4))).hasSize(isNew ? 1 : 0);
        }
        assertThat(parts).allSatisfy(part -> assertThat(part.size()).isBetween(500, 900));
    }
}
