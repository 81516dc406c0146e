package io.sluice.runtime.state;

import java.util.Arrays;

/**
 * The slots of some rows in an order, in blocks: a row goes in or out in O(log n + block), and the n-th is found in O(n /
 * block). Made for one key's rows, of which there are mostly few: up to {@value #FIRST} slots take one small array.
 */
public final class SortedRows {
    private static final int FIRST = 4;
    private static final int MOST = 512;

    private int[][] blocks = {new int[FIRST]};
    private int[] sizes = new int[1];
    private int count = 1;
    private int size;

    /** The order; no two rows are equal. */
    public interface Order {
        int compare(int left, int right);
    }

    public int size() {
        return size;
    }

    /** Adds a slot; gives its place from 0 on. */
    public int add(int slot, Order order) {
        int block = blockFor(slot, order);
        int at = place(block, slot, order);
        if (sizes[block] == MOST) {
            split(block);
            if (at > sizes[block]) {
                at -= sizes[block];
                block++;
            }
        }
        int[] slots = blocks[block];
        if (sizes[block] == slots.length) {
            slots = Arrays.copyOf(slots, Math.min(MOST, slots.length * 2));
            blocks[block] = slots;
        }
        System.arraycopy(slots, at, slots, at + 1, sizes[block] - at);
        slots[at] = slot;
        sizes[block]++;
        size++;
        return before(block) + at;
    }

    /** Takes a slot out, which is there; gives the place that it had. */
    public int remove(int slot, Order order) {
        int block = blockFor(slot, order);
        int at = place(block, slot, order);
        if (at == sizes[block] || blocks[block][at] != slot) {
            throw new IllegalStateException("row " + slot + " is not among the " + size + " sorted ones");
        }
        int place = before(block) + at;
        sizes[block]--;
        size--;
        System.arraycopy(blocks[block], at + 1, blocks[block], at, sizes[block] - at);
        if (sizes[block] == 0 && count > 1) {
            drop(block);
        }
        return place;
    }

    /** The place of a slot: how many come before it, whether it is there or not. */
    public int placeOf(int slot, Order order) {
        int block = blockFor(slot, order);
        return before(block) + place(block, slot, order);
    }

    /** The slot at a place below {@link #size}. */
    public int get(int place) {
        int block = 0;
        int rest = place;
        while (rest >= sizes[block]) {
            rest -= sizes[block++];
        }
        return blocks[block][rest];
    }

    /** Copies slots from a place on; gives how many there were. */
    public int copy(int place, int most, int[] to) {
        int block = 0;
        int rest = place;
        while (block < count && rest >= sizes[block]) {
            rest -= sizes[block++];
        }
        int copied = 0;
        while (block < count && copied < most) {
            int length = Math.min(most - copied, sizes[block] - rest);
            System.arraycopy(blocks[block], rest, to, copied, length);
            copied += length;
            rest = 0;
            block++;
        }
        return copied;
    }

    /** Goes through the slots from the first on; they must not change meanwhile. */
    public Walk walk() {
        return new Walk(this);
    }

    /** A way through all slots. */
    public static final class Walk {
        private final SortedRows rows;
        private int block;
        private int at;

        private Walk(SortedRows rows) {
            this.rows = rows;
        }

        /** The next slot; −1: there are no more. */
        public int next() {
            while (block < rows.count && at == rows.sizes[block]) {
                block++;
                at = 0;
            }
            return block == rows.count ? -1 : rows.blocks[block][at++];
        }
    }

    private int before(int block) {
        int sum = 0;
        for (int i = 0; i < block; i++) {
            sum += sizes[i];
        }
        return sum;
    }

    /** The last block that does not begin after the slot. */
    private int blockFor(int slot, Order order) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (order.compare(blocks[middle][0], slot) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private int place(int block, int slot, Order order) {
        int[] slots = blocks[block];
        int low = 0;
        int high = sizes[block];
        while (low < high) {
            int middle = low + high >>> 1;
            if (order.compare(slots[middle], slot) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void split(int block) {
        if (count == blocks.length) {
            blocks = Arrays.copyOf(blocks, count * 2);
            sizes = Arrays.copyOf(sizes, count * 2);
        }
        System.arraycopy(blocks, block + 1, blocks, block + 2, count - block - 1);
        System.arraycopy(sizes, block + 1, sizes, block + 2, count - block - 1);
        int half = sizes[block] / 2;
        int[] upper = new int[MOST];
        System.arraycopy(blocks[block], half, upper, 0, sizes[block] - half);
        blocks[block + 1] = upper;
        sizes[block + 1] = sizes[block] - half;
        sizes[block] = half;
        count++;
    }

    private void drop(int block) {
        System.arraycopy(blocks, block + 1, blocks, block, count - block - 1);
        System.arraycopy(sizes, block + 1, sizes, block, count - block - 1);
        blocks[--count] = null;
    }

    /** Rows have moved to other slots. */
    public void renumber(int[] moved) {
        for (int block = 0; block < count; block++) {
            for (int i = 0; i < sizes[block]; i++) {
                blocks[block][i] = moved[blocks[block][i]];
            }
        }
    }

    /** Memory held. */
    public long bytes() {
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += (long) blocks[i].length * Integer.BYTES;
        }
        return bytes;
    }
}
