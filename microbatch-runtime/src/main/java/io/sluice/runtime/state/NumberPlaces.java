package io.sluice.runtime.state;

/** From numbers of rows to their slots. Only for a restore. */
final class NumberPlaces {
    private final RowIndex index = new RowIndex();
    private final LongList numbers = new LongList();
    private final IntList slots = new IntList();

    /** The slot; −1: none. */
    int get(long number) {
        int place = place(number);
        return place < 0 ? -1 : slots.get(index.entry(place));
    }

    private int place(long number) {
        long hash = KeyHash.mix(number);
        int place = index.first(hash);
        while (place >= 0 && numbers.get(index.entry(place)) != number) {
            place = index.next(hash, place);
        }
        return place;
    }

    /** The number is not there yet. */
    void put(long number, int slot) {
        index.add(KeyHash.mix(number), numbers.size());
        numbers.add(number);
        slots.add(slot);
    }

    void remove(long number) {
        index.remove(place(number));
    }
}
