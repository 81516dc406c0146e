package io.sluice.planner.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
    private static final long[] EDGES = {
        0, 1, -1, 2, 127, -128, 32_767, -32_768, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final long[][] RANGES = {
        {Byte.MIN_VALUE, Byte.MAX_VALUE},
        {Short.MIN_VALUE, Short.MAX_VALUE},
        {Integer.MIN_VALUE, Integer.MAX_VALUE},
        {Long.MIN_VALUE, Long.MAX_VALUE}
    };

    @Test
    void resultsAreExactOrRefused() {
        Random random = new Random(7);
        for (int i = 0; i < 300_000; i++) {
            long left = operand(random);
            long right = operand(random);
            long[] range = RANGES[random.nextInt(RANGES.length)];
            long min = range[0];
            long max = range[1];
            BigInteger a = BigInteger.valueOf(left);
            BigInteger b = BigInteger.valueOf(right);
            assertThat(value(() -> Arithmetic.add(left, right, min, max))).isEqualTo(in(a.add(b), min, max));
            assertThat(value(() -> Arithmetic.subtract(left, right, min, max))).isEqualTo(in(a.subtract(b), min, max));
            assertThat(value(() -> Arithmetic.multiply(left, right, min, max))).isEqualTo(in(a.multiply(b), min, max));
            assertThat(value(() -> Arithmetic.negate(left, min, max))).isEqualTo(in(a.negate(), min, max));
            if (right != 0) {
                assertThat(value(() -> Arithmetic.divide(left, right, min, max)))
                        .isEqualTo(in(a.divide(b), min, max));
                assertThat(Arithmetic.remainder(left, right))
                        .isEqualTo(a.remainder(b).longValue());
            }
        }
    }

    private static long operand(Random random) {
        return random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : random.nextLong() >> random.nextInt(64);
    }

    private static Optional<Long> in(BigInteger exact, long min, long max) {
        boolean fits = exact.compareTo(BigInteger.valueOf(min)) >= 0 && exact.compareTo(BigInteger.valueOf(max)) <= 0;
        return fits ? Optional.of(exact.longValue()) : Optional.empty();
    }

    private static Optional<Long> value(Supplier<Long> operation) {
        try {
            return Optional.of(operation.get());
        } catch (RowException e) {
            return Optional.empty();
        }
    }

    @Test
    void messagesNameTheOperationAndTheType() {
        assertThatThrownBy(() -> Arithmetic.add(2_147_483_647, 1, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .hasMessage("2147483647 + 1 is out of the range of INT")
                .satisfies(e -> assertThat(((RowException) e).hint())
                        .isEqualTo("Cast an operand to a wider type, or use TRY_CAST where the result may be NULL."));
        assertThatThrownBy(() -> Arithmetic.subtract(Long.MIN_VALUE, 1, Long.MIN_VALUE, Long.MAX_VALUE))
                .hasMessage("-9223372036854775808 - 1 is out of the range of BIGINT");
        assertThatThrownBy(() -> Arithmetic.multiply(200, -200, Short.MIN_VALUE, Short.MAX_VALUE))
                .hasMessage("200 * (-200) is out of the range of SMALLINT");
        assertThatThrownBy(() -> Arithmetic.divide(-128, -1, Byte.MIN_VALUE, Byte.MAX_VALUE))
                .hasMessage("-128 / (-1) is out of the range of TINYINT");
        assertThatThrownBy(() -> Arithmetic.divide(5, 0, Long.MIN_VALUE, Long.MAX_VALUE))
                .hasMessage("division by zero in 5 / 0");
        assertThatThrownBy(() -> Arithmetic.remainder(5, 0)).hasMessage("division by zero in 5 % 0");
    }
}
