package io.sluice.runtime.state;

/** Frees the texts of a pool that no record uses any more, when they are more than those in use. */
final class TextCompaction {
    private static final int FEW = 1024;
    private static final long FEW_BYTES = 1 << 20;

    private TextCompaction() {}

    /** @param groups of all tables that use the pool */
    static boolean isDue(StringPool strings, GroupLayout layout, long groups) {
        if (layout.makesTexts() && strings.added() > FEW_BYTES + strings.base()) {
            return true;
        }
        return strings.size() > FEW && strings.size() > FEW + 2 * texts(layout) * groups;
    }

    private static long texts(GroupLayout layout) {
        return layout.textKeys().length + layout.textAccumulators().size();
    }

    /** Copies the texts of a settled table to another pool, rewrites their ids, and lets it use that pool. */
    static void move(GroupTable table, StringPool from, StringPool to) {
        GroupLayout layout = table.layout();
        for (int ordinal = 0; ordinal < table.size(); ordinal++) {
            move(layout, table.records().segment(ordinal), table.records().base(ordinal), from, to);
        }
        table.useStrings(to);
    }

    private static void move(GroupLayout layout, long[] segment, int base, StringPool from, StringPool to) {
        for (int key : layout.textKeys()) {
            if (!layout.isNullKey(segment, base, key)) {
                int at = base + layout.keyWord(key);
                segment[at] = to.intern(from, (int) segment[at]);
            }
        }
        for (Accumulator accumulator : layout.textAccumulators()) {
            if (accumulator.isPresent(segment, base)) {
                int at = base + accumulator.valueWord();
                segment[at] = to.intern(from, (int) segment[at]);
            }
        }
    }
}
