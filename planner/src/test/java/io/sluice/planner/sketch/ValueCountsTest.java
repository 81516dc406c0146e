package io.sluice.planner.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueCountsTest {
    private static final List<Double> FRACTIONS = List.of(0.0, 0.001, 0.1, 0.25, 0.5, 0.9, 0.99, 0.999, 1.0);

    private static ValueCounts of(Buckets buckets, List<Long> values) {
        ValueCounts all = new ValueCounts(buckets);
        values.forEach(all::add);
        return all;
    }

    /** The first value up to which there is the fraction of all. */
    private static long exact(List<Long> values, double fraction) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.max(1, Math.min(sorted.size(), Math.ceil(fraction * sorted.size()))) - 1);
    }

    private static List<Long> integers(Random random, int count, int bits) {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(random.nextLong() >> Long.SIZE - bits + random.nextInt(bits));
        }
        return values;
    }

    @Test
    void ofFewValuesItIsExact() {
        Random random = new Random(1);
        List<Long> values = new ArrayList<>(integers(random, 512, 64));
        values.addAll(values.subList(0, 300));
        ValueCounts all = of(Buckets.INTEGERS, values);
        FRACTIONS.forEach(fraction -> assertThat(all.at(fraction)).isEqualTo(exact(values, fraction)));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 40, 63, 64})
    void ofManyIntegersItIsWithinItsAccuracy(int bits) {
        List<Long> values = integers(new Random(bits), 20_000, bits);
        ValueCounts all = of(Buckets.INTEGERS, values);
        for (double fraction : FRACTIONS) {
            long exact = exact(values, fraction);
            assertThat((double) all.at(fraction))
                    .isCloseTo(exact, within(Math.abs((double) exact) / ApproximatePercentile.ACCURACY + 0.5));
            if (Math.abs(exact) < 512) {
                assertThat(all.at(fraction)).isEqualTo(exact);
            }
        }
    }

    @Test
    void ofManyDoublesItIsWithinItsAccuracy() {
        Random random = new Random(3);
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            values.add(Buckets.ordered((random.nextBoolean() ? 1 : -1) * Math.exp(random.nextGaussian() * 30)));
        }
        ValueCounts all = of(Buckets.DOUBLES, values);
        for (double fraction : FRACTIONS) {
            double exact = Buckets.ofOrdered(exact(values, fraction));
            assertThat(Buckets.ofOrdered(all.at(fraction)))
                    .isCloseTo(exact, within(Math.abs(exact) / ApproximatePercentile.ACCURACY));
        }
    }

    @Test
    void doublesAreInTheirOrder() {
        double[] values = {
            Double.NEGATIVE_INFINITY,
            -Double.MAX_VALUE,
            -1.5,
            -Double.MIN_VALUE,
            0.0,
            Double.MIN_VALUE,
            1e-300,
            1,
            1.5,
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NaN
        };
        for (int i = 0; i < values.length; i++) {
            long ordered = Buckets.ordered(values[i]);
            assertThat(Buckets.ofOrdered(ordered)).isEqualTo(Double.valueOf(values[i]));
            if (i > 0) {
                assertThat(ordered).isGreaterThan(Buckets.ordered(values[i - 1]));
                assertThat(Buckets.DOUBLES.of(ordered))
                        .isGreaterThanOrEqualTo(Buckets.DOUBLES.of(Buckets.ordered(values[i - 1])));
            }
        }
        assertThat(Buckets.ordered(-0.0)).isEqualTo(Buckets.ordered(0.0));
    }

    @Test
    void infinitiesAndNaNStayWhatTheyAre() {
        List<Long> values = new ArrayList<>();
        for (double special : new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN}) {
            values.addAll(Collections.nCopies(1000, Buckets.ordered(special)));
        }
        for (int i = 0; i < 1000; i++) {
            values.add(Buckets.ordered(i));
        }
        ValueCounts all = of(Buckets.DOUBLES, values);
        assertThat(Buckets.ofOrdered(all.at(0.1))).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Buckets.ofOrdered(all.at(0.6))).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Buckets.ofOrdered(all.at(0.9))).isNaN();
    }

    @ParameterizedTest
    @EnumSource(Buckets.class)
    void bucketsAreInOrderAndHoldTheirMiddle(Buckets buckets) {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            long bucket = buckets.of(value);
            assertThat(buckets.of(buckets.middle(bucket))).isEqualTo(bucket);
            assertThat(buckets.of(value + 1)).isBetween(value == Long.MAX_VALUE ? Long.MIN_VALUE : bucket, bucket + 1);
        }
        assertThat(Buckets.INTEGERS.of(Long.MIN_VALUE)).isEqualTo(~Buckets.INTEGERS.of(Long.MAX_VALUE));
    }

    /** In any order and any parts, with parts written and read, and some of them already rounded. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 300, 512, 513, 700, 5_000})
    void stateIsAFunctionOfTheBag(int count) {
        Random random = new Random(count);
        List<Long> values = new ArrayList<>(integers(random, count, 50));
        values.addAll(values.subList(0, count / 3));
        byte[] expected = of(Buckets.INTEGERS, values).toBytes();
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(values, random);
            List<ValueCounts> parts = new ArrayList<>();
            for (int part = random.nextInt(6); part >= 0; part--) {
                parts.add(new ValueCounts(Buckets.INTEGERS));
            }
            values.forEach(value -> parts.get(random.nextInt(parts.size())).add(value));
            ValueCounts all = new ValueCounts(Buckets.INTEGERS);
            for (ValueCounts part : parts) {
                byte[] bytes = part.toBytes();
                if (random.nextBoolean()) {
                    all = ValueCounts.of(all.toBytes(), Buckets.INTEGERS);
                }
                all.merge(random.nextBoolean() ? part : ValueCounts.of(bytes, Buckets.INTEGERS));
                assertThat(part.toBytes()).isEqualTo(bytes);
            }
            assertThat(all.toBytes()).isEqualTo(expected);
        }
    }
}
