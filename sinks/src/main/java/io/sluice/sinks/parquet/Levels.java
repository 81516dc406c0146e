package io.sluice.sinks.parquet;

import java.util.Arrays;

/** The definition or repetition levels of a page; as long as they are all the same, they are only counted. */
final class Levels {
    private final int most;
    private int count;
    private int uniform;
    private boolean isMixed;
    private int[] values = new int[0];

    /** @param most the largest level that there can be; 0: nothing is written */
    Levels(int most) {
        this.most = most;
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
        isMixed = false;
    }

    void addRun(int level, int times) {
        if (!isMixed && (count == 0 || level == uniform)) {
            uniform = level;
            count += times;
            return;
        }
        mix(times);
        Arrays.fill(values, count, count + times, level);
        count += times;
    }

    void add(byte[] levels, int from, int to) {
        mix(to - from);
        for (int i = from; i < to; i++) {
            values[count++] = levels[i];
        }
    }

    /** The level of one row more. */
    void add(int level) {
        if (isMixed && count < values.length) {
            values[count++] = level;
        } else {
            addRun(level, 1);
        }
    }

    private void mix(int more) {
        if (values.length - count < more) {
            values = Arrays.copyOf(values, Math.max(count + more, 2 * values.length));
        }
        if (!isMixed) {
            Arrays.fill(values, 0, count, uniform);
            isMixed = true;
        }
    }

    /** As a page of version 1 has them: the length, then the levels. */
    void encode(Bytes out) {
        if (most == 0) {
            return;
        }
        int start = out.room(Integer.BYTES);
        int bitWidth = HybridEncoding.bitWidth(most);
        if (isMixed) {
            HybridEncoding.encode(values, count, bitWidth, out);
        } else {
            HybridEncoding.encodeRun(uniform, count, bitWidth, out);
        }
        out.set(start, out.length() - start - Integer.BYTES);
    }
}
