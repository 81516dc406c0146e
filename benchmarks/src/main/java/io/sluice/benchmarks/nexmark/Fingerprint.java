package io.sluice.benchmarks.nexmark;

/**
 * A result in short: equal for the same rows in any order.
 *
 * @param rows their number
 * @param sum of {@link #hash} over the rows
 */
public record Fingerprint(long rows, long sum) {
    /** Of no rows. */
    static final Fingerprint NONE = new Fingerprint(0, 0);

    /** Between the values of a row. */
    static final char SEPARATOR = '|';

    /** Of a row as text. */
    static long hash(CharSequence row) {
        long hash = 0xCBF2_9CE4_8422_2325L;
        for (int i = 0; i < row.length(); i++) {
            hash = (hash ^ row.charAt(i)) * 0x100_0000_01B3L;
        }
        hash = (hash ^ hash >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        hash = (hash ^ hash >>> 27) * 0x94D0_49BB_1331_11EBL;
        return hash ^ hash >>> 31;
    }

    /** Of the rows of both. */
    Fingerprint plus(Fingerprint other) {
        return new Fingerprint(rows + other.rows, sum + other.sum);
    }

    /** Of a result in which it is open which of several rows is taken. */
    public String rowsOnly() {
        return Long.toString(rows);
    }

    /** Whether two results, as texts, can be the same; of one of them only the number of rows may be known. */
    static boolean agree(String one, String other) {
        return one.equals(other) || one.startsWith(other + ":") || other.startsWith(one + ":");
    }

    @Override
    public String toString() {
        return "%d:%016x".formatted(rows, sum);
    }
}
