package io.sluice.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AwaySessionsTest {
    private static final long GAP = 10;

    /** Hashes that agree in their upper bits, in all bits, and in none. */
    @Test
    void aRowIsLateIfNoOpenSessionOfItsKeyBeginsBeforeIt() {
        Random random = new Random(5);
        for (int count : new int[] {0, 1, 2, 300}) {
            long[] hashes = new long[count];
            long[] starts = new long[count];
            long[] lasts = new long[count];
            for (int i = 0; i < count; i++) {
                hashes[i] = hash(random);
                starts[i] = 3L * i % 1000;
                lasts[i] = starts[i] + random.nextInt(20);
            }
            int[] open = IntStream.range(0, count).filter(i -> i % 7 != 3).toArray();
            AwaySessions sessions = new AwaySessions(open, hashes, starts, lasts, GAP, 42);
            assertThat(sessions.size()).isEqualTo(open.length);
            for (int i = 0; i < 2000; i++) {
                long hash = hash(random);
                long time = random.nextInt(1000);
                long watermark = time + random.nextInt(40);
                boolean isOpen = Arrays.stream(open)
                        .filter(each -> hashes[each] == hash && starts[each] <= time)
                        .boxed()
                        .max(Comparator.comparingLong(each -> starts[each]))
                        .filter(each -> lasts[each] + GAP >= watermark)
                        .isPresent();
                assertThat(sessions.isLate(hash, time, watermark)).isEqualTo(!isOpen);
            }
        }
    }

    private static long hash(Random random) {
        long upper = (long) random.nextInt(5) - 2 << 61;
        return upper | random.nextInt(8);
    }
}
