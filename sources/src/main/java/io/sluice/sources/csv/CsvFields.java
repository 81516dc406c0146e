package io.sluice.sources.csv;

import io.sluice.sources.column.ColumnType;
import java.util.Arrays;
import java.util.List;

/**
 * The fields of a record and which of them are wanted.
 *
 * @param declared the columns that are in the files, in the order of the table
 * @param scanned for each scanned column its place in {@code declared}
 */
record CsvFields(List<ColumnType> declared, List<Integer> scanned) {
    private static final int NOT_SCANNED = -1;

    /**
     * Where the scanned columns are in a record.
     *
     * @param slots for each field the scanned column that it is, or −1
     */
    record Layout(int[] slots) {
        int fields() {
            return slots.length;
        }
    }

    List<ColumnType> types() {
        return scanned.stream().map(declared::get).toList();
    }

    Layout byPosition() {
        int[] slots = new int[declared.size()];
        for (int field = 0; field < slots.length; field++) {
            slots[field] = scanned.indexOf(field);
        }
        return new Layout(slots);
    }

    /** The scanned columns that are not in a header exactly once. */
    List<String> missing(List<String> header) {
        return types().stream()
                .map(ColumnType::name)
                .filter(name -> header.stream().filter(name::equals).count() != 1)
                .toList();
    }

    /** To be asked when nothing is {@link #missing}. */
    Layout byName(List<String> header) {
        List<String> names = types().stream().map(ColumnType::name).toList();
        int[] slots = new int[header.size()];
        Arrays.fill(slots, NOT_SCANNED);
        for (int slot = 0; slot < names.size(); slot++) {
            slots[header.indexOf(names.get(slot))] = slot;
        }
        return new Layout(slots);
    }
}
