package io.sluice.planner.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DecimalsTest {
    private static final int ROUNDS = 300_000;
    private static final int LONG_DIGITS = 18;

    private final Random random = new Random(6);

    @Test
    void longsGiveWhatBigDecimalsGive() {
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            int leftScale = random.nextInt(19);
            int rightScale = random.nextInt(19);
            int precision = 1 + random.nextInt(LONG_DIGITS);
            int scale = random.nextInt(precision + 1);
            long left = digits();
            long right = digits();
            BigDecimal a = BigDecimal.valueOf(left, leftScale);
            BigDecimal b = BigDecimal.valueOf(right, rightScale);
            int productScale = leftScale + rightScale;
            Optional<Long> product = value(() -> Decimals.multiplyLong(left, right, productScale, precision, scale));
            assertThat(product).as("%s * %s", a, b).isEqualTo(expected(a.multiply(b), precision, scale));
            assertThat(value(() -> Decimals.rescaleLong(left, leftScale, precision, scale)))
                    .as("%s to (%d, %d)", a, precision, scale)
                    .isEqualTo(expected(a, precision, scale));
            assertThat(Integer.signum(Decimals.compareLong(left, leftScale, right, rightScale)))
                    .isEqualTo(a.compareTo(b));
            if (right != 0) {
                assertThat(value(() -> Decimals.divideLong(left, leftScale, right, rightScale, precision, scale)))
                        .as("%s / %s", a, b)
                        .isEqualTo(expected(a.divide(b, scale, RoundingMode.HALF_UP), precision, scale));
            }
            refused += product.isEmpty() ? 1 : 0;
        }
        assertThat(refused).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    @Test
    void sumsAndRemaindersOfLongsAreThoseOfBigDecimals() {
        for (int i = 0; i < ROUNDS; i++) {
            int precision = 1 + random.nextInt(LONG_DIGITS);
            int scale = random.nextInt(precision + 1);
            long left = digits();
            long right = digits();
            BigDecimal a = BigDecimal.valueOf(left, scale);
            BigDecimal b = BigDecimal.valueOf(right, scale);
            assertThat(value(() -> Decimals.addLong(left, right, precision, scale)))
                    .isEqualTo(expected(a.add(b), precision, scale));
            assertThat(value(() -> Decimals.subtractLong(left, right, precision, scale)))
                    .isEqualTo(expected(a.subtract(b), precision, scale));
            if (right != 0) {
                assertThat(value(() -> Decimals.remainderLong(left, right, precision, scale)))
                        .isEqualTo(expected(a.remainder(b), precision, scale));
            }
        }
    }

    @Test
    void conversionsOfLongsAreThoseOfBigDecimals() {
        for (int i = 0; i < ROUNDS; i++) {
            int precision = 1 + random.nextInt(LONG_DIGITS);
            int scale = random.nextInt(precision + 1);
            long unscaled = digits();
            BigDecimal value = BigDecimal.valueOf(unscaled, scale);
            Utf8 out = new Utf8();
            Casts.decimalLongToString(unscaled, scale, out);
            assertThat(out).hasToString(value.toPlainString());
            assertThat(Casts.decimalLongToDouble(unscaled, scale)).isEqualTo(value.doubleValue());
            assertThat(Casts.decimalLongToFloat(unscaled, scale)).isEqualTo(value.floatValue());
            assertThat(Casts.decimalLongToLong(unscaled, scale, Long.MIN_VALUE, Long.MAX_VALUE))
                    .isEqualTo(value.longValue());
            int otherPrecision = 1 + random.nextInt(LONG_DIGITS);
            int otherScale = random.nextInt(otherPrecision + 1);
            assertThat(value(() -> Casts.stringToDecimalLong(out, otherPrecision, otherScale)))
                    .as("'%s' to (%d, %d)", out, otherPrecision, otherScale)
                    .isEqualTo(expected(value, otherPrecision, otherScale));
            assertThat(value(() -> Casts.longToDecimalLong(unscaled, otherPrecision, otherScale)))
                    .isEqualTo(expected(BigDecimal.valueOf(unscaled), otherPrecision, otherScale));
        }
    }

    @Test
    void wideResultsAreRoundedAndChecked() {
        BigDecimal one = new BigDecimal("1.000000000000000000");
        BigDecimal three = new BigDecimal("3.000000000000000000");
        assertThat(Decimals.multiply(one, three, 38, 6)).isEqualTo(new BigDecimal("3.000000"));
        assertThat(Decimals.divide(new BigDecimal("1.00"), new BigDecimal("3.00"), 23, 13))
                .isEqualTo(new BigDecimal("0.3333333333333"));
        BigDecimal largest = BigDecimal.TEN.pow(38).subtract(BigDecimal.ONE);
        assertThat(Decimals.add(largest, BigDecimal.ZERO, 38, 0)).isEqualTo(largest);
        assertThat(Decimals.subtract(largest, BigDecimal.ONE, 38, 0)).isEqualTo(largest.subtract(BigDecimal.ONE));
        assertThat(Decimals.remainder(largest, BigDecimal.TEN, 38, 0)).isEqualTo(BigDecimal.valueOf(9));
        assertThatThrownBy(() -> Decimals.add(largest, BigDecimal.ONE, 38, 0))
                .isInstanceOf(RowException.class)
                .hasMessage("1%s is out of the range of DECIMAL(38, 0)".formatted("0".repeat(38)));
    }

    @Test
    void divisionByZeroIsRefused() {
        assertThatThrownBy(() -> Decimals.divideLong(150, 2, 0, 0, 10, 2)).hasMessage("division by zero in 1.50 / 0");
        assertThatThrownBy(() -> Decimals.remainderLong(150, 0, 10, 2)).hasMessage("division by zero in 1.50 % 0");
        assertThatThrownBy(() -> Decimals.divide(BigDecimal.ONE, BigDecimal.ZERO, 10, 2))
                .hasMessage("division by zero in 1 / 0");
        assertThatThrownBy(() -> Decimals.remainder(BigDecimal.ONE, BigDecimal.ZERO, 10, 2))
                .hasMessage("division by zero in 1 % 0");
    }

    /** Up to 18 digits, with all lengths equally likely. */
    private long digits() {
        return random.nextLong() % Decimals.power(random.nextInt(LONG_DIGITS + 1));
    }

    private static Optional<Long> expected(BigDecimal exact, int precision, int scale) {
        BigDecimal rounded = exact.setScale(scale, RoundingMode.HALF_UP);
        return rounded.precision() > precision
                ? Optional.empty()
                : Optional.of(rounded.unscaledValue().longValueExact());
    }

    private static Optional<Long> value(Supplier<Long> operation) {
        try {
            return Optional.of(operation.get());
        } catch (RowException e) {
            return Optional.empty();
        }
    }
}
