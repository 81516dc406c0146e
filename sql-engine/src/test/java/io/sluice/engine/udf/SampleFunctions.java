package io.sluice.engine.udf;

import io.sluice.planner.udf.DataTypeHint;
import io.sluice.planner.udf.ScalarFunction;
import io.sluice.planner.udf.TableFunction;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Functions as users write them. */
public final class SampleFunctions {
    /** Instances that were opened and not closed. */
    static final AtomicInteger OPEN = new AtomicInteger();

    private SampleFunctions() {}

    /** Overloads, as Flink's examples have them. */
    public static class CountChar extends ScalarFunction {
        public long eval(String text, String character) {
            if (text == null || character == null) {
                return -1;
            }
            return text.chars().filter(c -> c == character.charAt(0)).count();
        }

        public long eval(String text) {
            return text == null ? -1 : text.length();
        }
    }

    /** A plain class. */
    public static class Plus {
        private boolean open;

        public void open() {
            open = true;
            OPEN.incrementAndGet();
        }

        public void close() {
            OPEN.decrementAndGet();
        }

        public int eval(int a, int b) {
            if (!open) {
                throw new IllegalStateException("not open");
            }
            return a + b;
        }

        public double eval(double a, double b) {
            return a + b;
        }

        public Integer eval(Integer a) {
            return a == null ? Integer.valueOf(-1) : a == 3 ? null : a;
        }
    }

    public static class Longest {
        public String eval(String... texts) {
            String longest = null;
            for (String text : texts) {
                longest = text != null && (longest == null || text.length() > longest.length()) ? text : longest;
            }
            return longest;
        }

        public long eval(long first, long... others) {
            long most = first;
            for (long other : others) {
                most = Math.max(most, other);
            }
            return most;
        }
    }

    public static class Money {
        @DataTypeHint("DECIMAL(12, 3)")
        public BigDecimal eval(BigDecimal value) {
            return value == null ? null : value.multiply(new BigDecimal("1.5"));
        }
    }

    public static class Times {
        public LocalDate eval(LocalDate day) {
            return day == null ? null : day.plusDays(1);
        }

        public LocalDateTime eval(LocalDateTime time) {
            return time == null ? null : time.plusNanos(1_234_567);
        }

        public Instant eval(Instant time) {
            return time == null ? null : time.plusSeconds(1);
        }

        public LocalTime eval(LocalTime time) {
            return time == null ? null : time.plusHours(1);
        }
    }

    public static class Bytes {
        public byte[] eval(byte[] bytes) {
            if (bytes == null) {
                return null;
            }
            byte[] copy = new byte[bytes.length];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = bytes[copy.length - 1 - i];
            }
            return copy;
        }
    }

    public record Point(int x, String label) {}

    public static class Nested {
        public List<Integer> eval(List<Integer> values) {
            List<Integer> all = new ArrayList<>(values);
            all.add(null);
            return all;
        }

        public Map<String, Long> eval(Map<String, Long> map) {
            Map<String, Long> more = new LinkedHashMap<>(map);
            more.put("n", (long) map.size());
            return more;
        }

        public Point eval(Point point, int by) {
            return point == null ? null : new Point(point.x() + by, point.label());
        }
    }

    /** Not to be folded, nor called once for a batch. */
    public static class Counter extends ScalarFunction {
        private long calls;

        public long eval(long step) {
            return calls += step;
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }
    }

    public static class Failing {
        public int eval(int value) {
            if (value == 2) {
                throw new IllegalArgumentException("two is too much");
            }
            return 10 / value;
        }

        public int eval(String text) throws Exception {
            throw new java.io.IOException(text);
        }
    }

    public static class Words extends TableFunction<Words.Word> {
        public record Word(String word, int length) {}

        public void eval(String text, String separator) {
            if (text != null) {
                for (String word : text.split(separator)) {
                    collect(new Word(word, word.length()));
                }
            }
        }
    }

    public static class Range extends TableFunction<Long> {
        public void eval(long from, long to) {
            for (long i = from; i < to; i++) {
                collect(i);
            }
        }
    }

    @DataTypeHint("ROW<k STRING, v DECIMAL(6, 1)>")
    public static class Pairs extends TableFunction<Object[]> {
        public void eval(Map<String, BigDecimal> map) {
            map.forEach((key, value) -> collect(new Object[] {key, value}));
        }
    }

    public static class NoEval extends ScalarFunction {}

    public static class Odd {
        public java.util.Date eval(int value) {
            return null;
        }
    }

    public static class Ambiguous {
        public int eval(int a, long b) {
            return 1;
        }

        public int eval(long a, int b) {
            return 2;
        }
    }

    static class Hidden {
        public int eval(int a) {
            return a;
        }
    }

    public static class NoConstructor {
        public NoConstructor(int size) {}

        public int eval(int a) {
            return a;
        }
    }
}
