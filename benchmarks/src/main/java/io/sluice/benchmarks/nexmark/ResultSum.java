package io.sluice.benchmarks.nexmark;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/** What the rows of a peer add up to, as the {@link Fingerprint} of its result. Threads may share it. */
public final class ResultSum {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private final Map<Long, Long> byKey = new HashMap<>();
    private long rows;
    private long sum;

    /** Appends a value as all engines show it. */
    public static void append(StringBuilder row, Object value) {
        if (value == null) {
            row.append("NULL");
        } else if (value instanceof LocalDateTime time) {
            TIME.formatTo(time, row);
        } else if (value instanceof BigDecimal number) {
            row.append(number.toPlainString());
        } else {
            row.append(value);
        }
        row.append(Fingerprint.SEPARATOR);
    }

    /** @param weight 1 for a row that comes, -1 for one that goes */
    public void add(CharSequence row, int weight) {
        add(Fingerprint.hash(row), weight);
    }

    private synchronized void add(long hash, int weight) {
        rows += weight;
        sum += weight * hash;
    }

    /** A row in the place of the one of the same key. */
    public synchronized void replace(CharSequence key, CharSequence row) {
        long hash = Fingerprint.hash(row);
        Long before = byKey.put(Fingerprint.hash(key), hash);
        if (before != null) {
            add(before, -1);
        }
        add(hash, 1);
    }

    /** The row of a key goes, if there is one. */
    public synchronized void remove(CharSequence key) {
        Long before = byKey.remove(Fingerprint.hash(key));
        if (before != null) {
            add(before, -1);
        }
    }

    public synchronized Fingerprint fingerprint() {
        return new Fingerprint(rows, sum);
    }
}
