package io.sluice.engine.udf;

import io.sluice.planner.udf.AggregateFunction;
import io.sluice.planner.udf.DataTypeHint;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Aggregate functions as users write them. */
public final class SampleAggregates {
    /** Instances that were opened and not closed. */
    static final AtomicInteger OPEN = new AtomicInteger();

    private SampleAggregates() {}

    /** Has no result where nothing came. */
    public static class Share extends AggregateFunction<Long, long[]> {
        @Override
        public long[] createAccumulator() {
            return new long[1];
        }

        @Override
        public Long getValue(long[] sum) {
            return 100 / sum[0];
        }

        public void accumulate(long[] sum, Long value) {
            sum[0] += value == null ? 0 : value;
        }
    }

    /** As in the documentation of Flink. */
    public static class WeightedAverage extends AggregateFunction<Long, WeightedAverage.Accumulator> {
        public static class Accumulator {
            public long sum;
            public int count;
        }

        @Override
        public void open() {
            OPEN.incrementAndGet();
        }

        @Override
        public void close() {
            OPEN.decrementAndGet();
        }

        @Override
        public Accumulator createAccumulator() {
            return new Accumulator();
        }

        @Override
        public Long getValue(Accumulator all) {
            return all.count == 0 ? null : all.sum / all.count;
        }

        public void accumulate(Accumulator all, long value, int weight) {
            all.sum += value * weight;
            all.count += weight;
        }

        public void retract(Accumulator all, long value, int weight) {
            all.sum -= value * weight;
            all.count -= weight;
        }

        public void merge(Accumulator all, Iterable<Accumulator> others) {
            for (Accumulator other : others) {
                all.sum += other.sum;
                all.count += other.count;
            }
        }
    }

    /** The greatest value less the least one. Only what came can be taken back. */
    public static class Spread {
        public static class Counts {
            public Map<Long, Integer> counts = new HashMap<>();

            @DataTypeHint("DECIMAL(20, 2)")
            public BigDecimal prices = BigDecimal.ZERO;
        }

        public Counts createAccumulator() {
            return new Counts();
        }

        public void accumulate(Counts all, Long value) {
            if (value != null) {
                all.counts.merge(value, 1, Integer::sum);
            }
        }

        public void accumulate(Counts all, Long value, BigDecimal price) {
            accumulate(all, value);
            all.prices = price == null ? all.prices : all.prices.add(price);
        }

        public void retract(Counts all, Long value) {
            if (value != null) {
                all.counts.computeIfPresent(value, (key, count) -> count == 1 ? null : count - 1);
            }
        }

        public void retract(Counts all, Long value, BigDecimal price) {
            if (value != null && !all.counts.containsKey(value)) {
                throw new IllegalStateException(value + " was never there");
            }
            retract(all, value);
            all.prices = price == null ? all.prices : all.prices.subtract(price);
        }

        public void merge(Counts all, Counts other) {
            other.counts.forEach((value, count) -> all.counts.merge(value, count, Integer::sum));
            all.prices = all.prices.add(other.prices);
        }

        @DataTypeHint("ROW<spread BIGINT, prices DECIMAL(20, 2)>")
        public Object[] getValue(Counts all) {
            return all.counts.isEmpty()
                    ? null
                    : new Object[] {
                        Collections.max(all.counts.keySet()) - Collections.min(all.counts.keySet()), all.prices
                    };
        }
    }

    /** What is stored is up to the function. */
    public static class BigSum extends AggregateFunction<String, BigInteger[]> {
        @Override
        public BigInteger[] createAccumulator() {
            return new BigInteger[] {BigInteger.ZERO};
        }

        public byte[] serialize(BigInteger[] sum) {
            return sum[0].toByteArray();
        }

        public BigInteger[] deserialize(byte[] bytes) {
            return new BigInteger[] {new BigInteger(bytes)};
        }

        public void accumulate(BigInteger[] sum, long... values) {
            for (long value : values) {
                sum[0] = sum[0].add(BigInteger.valueOf(value));
            }
        }

        public void retract(BigInteger[] sum, long... values) {
            for (long value : values) {
                sum[0] = sum[0].subtract(BigInteger.valueOf(value));
            }
        }

        public void merge(BigInteger[] sum, BigInteger[] other) {
            sum[0] = sum[0].add(other[0]);
        }

        @Override
        public String getValue(BigInteger[] sum) {
            return sum[0].toString();
        }
    }

    /** Accumulators that are not merged. */
    public static class Joined {
        public List<String> createAccumulator() {
            return new ArrayList<>();
        }

        public void accumulate(List<String> texts, String text) {
            texts.add(text == null ? "-" : text);
        }

        public void retract(List<String> texts, String text) {
            if (!texts.remove(text == null ? "-" : text)) {
                throw new IllegalStateException("\"" + text + "\" was never there");
            }
        }

        public String getValue(List<String> texts) {
            return String.join("|", texts.stream().sorted().toList());
        }
    }

    /** Nothing can be taken back. */
    public static class Highest extends AggregateFunction<Double, double[]> {
        @Override
        public double[] createAccumulator() {
            return new double[] {Double.NEGATIVE_INFINITY};
        }

        public void accumulate(double[] highest, Double value) {
            merge(highest, new double[] {value == null ? Double.NEGATIVE_INFINITY : value});
        }

        public void merge(double[] highest, double[] other) {
            highest[0] = Math.max(highest[0], other[0]);
        }

        @Override
        public Double getValue(double[] highest) {
            return highest[0] == Double.NEGATIVE_INFINITY ? null : highest[0];
        }
    }

    /** Of no argument. */
    public static class Rows {
        public long[] createAccumulator() {
            return new long[1];
        }

        public void accumulate(long[] count) {
            count[0]++;
        }

        public void retract(long[] count) {
            count[0]--;
        }

        public void merge(long[] count, long[] other) {
            count[0] += other[0];
        }

        public long getValue(long[] count) {
            return count[0];
        }
    }

    /** Another result each time. */
    public static class Sample extends AggregateFunction<Double, long[]> {
        @Override
        public long[] createAccumulator() {
            return new long[1];
        }

        public void accumulate(long[] count, long value) {
            count[0]++;
        }

        @Override
        public Double getValue(long[] count) {
            return count[0] * ThreadLocalRandom.current().nextDouble();
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }
    }

    /** Its accumulator has a field that SQL does not have. */
    public static class Opaque {
        public static class Accumulator {
            public StringBuilder text = new StringBuilder();
        }

        public Accumulator createAccumulator() {
            return new Accumulator();
        }

        public void accumulate(Accumulator all, String text) {
            all.text.append(text);
        }

        public String getValue(Accumulator all) {
            return all.text.toString();
        }
    }

    public static class NoValue {
        public long[] createAccumulator() {
            return new long[1];
        }

        public void accumulate(long[] count, long value) {
            count[0] += value;
        }
    }

    public static class Failing extends Highest {
        @Override
        public void accumulate(double[] highest, Double value) {
            if (value != null && value < 0) {
                throw new IllegalArgumentException("less than nothing: " + value);
            }
            super.accumulate(highest, value);
        }
    }
}
