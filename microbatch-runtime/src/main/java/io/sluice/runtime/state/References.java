package io.sluice.runtime.state;

/**
 * Some groups of a table. A reference of 0 or more is the ordinal of a group; a negative one is {@code ~n} for the n-th old
 * record of the table's {@link Changes}.
 *
 * @param all an array that holds them
 * @param begin of the first
 */
record References(int[] all, int begin, int count) {
    /** The first groups of a table. */
    static References first(int count) {
        return range(0, count);
    }

    /** Groups {@code [first, behind)} of a table. */
    static References range(int first, int behind) {
        int[] all = new int[behind - first];
        for (int i = 0; i < all.length; i++) {
            all[i] = first + i;
        }
        return new References(all, 0, all.length);
    }

    References part(int first, int size) {
        return new References(all, begin + first, size);
    }

    int at(int index) {
        return all[begin + index];
    }
}
