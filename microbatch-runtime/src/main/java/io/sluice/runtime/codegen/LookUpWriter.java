package io.sluice.runtime.codegen;

import static io.sluice.runtime.state.RecordStore.MASK;
import static io.sluice.runtime.state.RecordStore.SHIFT;

import io.sluice.runtime.state.GroupLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Writes the look-up of a key in a table, in line: behind it the record is at {@code w[b]}, added if it was not there. The
 * variables {@code slots}, {@code mask} and {@code segments} are those of the table.
 */
final class LookUpWriter {
    private final GroupLayout layout;
    private final SortedMap<Integer, String> words;
    private final String table;
    private final String hash;

    /** @param words by position in the record, the variable with the word of the key */
    LookUpWriter(GroupLayout layout, SortedMap<Integer, String> words, String table, String hash) {
        this.layout = layout;
        this.words = words;
        this.table = table;
        this.hash = hash;
    }

    void write(MethodText loop) {
        int width = layout.width();
        loop.line("int slot = (int) %s & mask;".formatted(hash));
        loop.line("long[] w = null; int b = 0;");
        loop.line("while (true) {");
        loop.line("    long entry = slots[slot];");
        loop.line("    if (entry == 0L) {");
        loop.line("        int added = %s.insert(%s);".formatted(table, hash));
        loop.line(
                "        slots = %1$s.slots(); mask = slots.length - 1; segments = %1$s.segments();".formatted(table));
        loop.line("        w = segments[added >>> %d]; b = (added & %d) * %d;".formatted(SHIFT, MASK, width));
        words.forEach((word, code) -> loop.line("        w[b + %d] = %s;".formatted(word, code)));
        loop.line("        break;");
        loop.line("    }");
        loop.line("    if (entry >>> 32 == (%s & 0xFFFFFFFFL)) {".formatted(hash));
        loop.line("        int found = (int) entry - 1;");
        loop.line("        w = segments[found >>> %d]; b = (found & %d) * %d;".formatted(SHIFT, MASK, width));
        List<String> tests = new ArrayList<>();
        words.tailMap(layout.keyStart()).forEach((word, code) -> tests.add("w[b + %d] == %s".formatted(word, code)));
        loop.line("        if (%s) break;".formatted(tests.isEmpty() ? "true" : String.join(" && ", tests)));
        loop.line("    }");
        loop.line("    slot = slot + 1 & mask;");
        loop.line("}");
    }
}
