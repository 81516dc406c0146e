package io.sluice.runtime.state;

/** Frees the texts of a table that no record uses any more, when they are more than those in use. */
final class TextCompaction {
    private static final int FEW = 1024;

    private TextCompaction() {}

    /** Texts of keys live as long as their groups; only those of MIN and MAX are replaced. */
    static boolean isDue(GroupTable table) {
        GroupLayout layout = table.layout();
        long replaced = layout.accumulators().stream()
                .filter(accumulator -> accumulator.kind().isText())
                .count();
        if (replaced == 0) {
            return false;
        }
        long kept = replaced;
        for (int word = 0; word < layout.keyEnd(); word++) {
            kept += layout.isText(word) ? 1 : 0;
        }
        return table.strings().size() > FEW + 2 * kept * table.size();
    }

    /** Copies the texts in use to another pool and rewrites their ids. */
    static void move(GroupTable table, StringPool from, StringPool to) {
        GroupLayout layout = table.layout();
        for (int ordinal = 0; ordinal < table.size(); ordinal++) {
            long[] segment = table.records().segment(ordinal);
            int base = table.records().base(ordinal);
            for (int word = 0; word < layout.keyEnd(); word++) {
                if (layout.isText(word) && !layout.isNull(segment, base, word)) {
                    segment[base + word] = to.intern(from, (int) segment[base + word]);
                }
            }
            for (Accumulator accumulator : layout.accumulators()) {
                if (accumulator.kind().isText() && accumulator.isPresent(segment, base)) {
                    int at = base + accumulator.word();
                    segment[at] = to.intern(from, (int) segment[at]);
                }
            }
        }
    }
}
