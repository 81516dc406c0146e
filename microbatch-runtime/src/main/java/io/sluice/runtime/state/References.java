package io.sluice.runtime.state;

/**
 * Some groups of a table. A reference of 0 or more is the ordinal of a group; a negative one is {@code ~n} for the n-th old
 * record of the table's {@link Changes}.
 *
 * @param all an array that holds them
 * @param begin of the first
 */
record References(int[] all, int begin, int count) {
    int at(int index) {
        return all[begin + index];
    }
}
